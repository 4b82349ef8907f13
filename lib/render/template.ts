import { readFileSync } from "node:fs";
import { join } from "node:path";
import ejs from "ejs";
import type { View } from "../answers/view.ts";
import { packageRoot } from "../system/package-root.ts";
import { code, type Encoder, encoderFor, html, json, list, md, sh, ts, yaml } from "./encode.ts";

/** What a template sees besides the view `v` and the item `it`. */
const HELPERS = { ts, json, yaml, md, code, html, sh, list };

type Compiled = (locals: Record<string, unknown>) => string;

const sources = new Map<string, string>();
const compiled = new Map<string, Compiled>();

/** The text of a file below `templates/`, read once. */
function source(path: string): string {
  let text = sources.get(path);
  if (text === undefined) {
    text = readFileSync(join(packageRoot, "templates", path), "utf8");
    sources.set(path, text);
  }
  return text;
}

/** One compilation for each template and language: the encoder is part of the compiled function. */
function compile(path: string, encoder: Encoder): Compiled {
  const found = compiled.get(path);
  if (found !== undefined) return found;
  const template = ejs.compile(source(path), {
    filename: path,
    escape: encoder as (value?: unknown) => string,
    strict: true,
    localsName: "locals",
    destructuredLocals: ["v", "it", ...Object.keys(HELPERS)],
  }) as Compiled;
  compiled.set(path, template);
  return template;
}

/**
 * The text that a template gives for a view.
 * @param from below `templates/`; copied as it is unless it ends in `.ejs`
 * @param to where it goes: its ending names the language that `<%= %>` encodes for
 */
export function renderTemplate(from: string, to: string, view: View, item: unknown): string {
  if (!from.endsWith(".ejs")) return source(from);
  return compile(from, encoderFor(to))({ v: view, it: item, ...HELPERS });
}
