import type { View } from "../answers/view.ts";
import type { ENCODERS } from "./compile.ts";
import { code, type Encoder, encoderFor, html, json, list, md, sh, ts, yaml } from "./encode.ts";
import { templateAt } from "./templates.ts";
import { textAt } from "./text.ts";

const HELPERS: Record<(typeof ENCODERS)[number], Encoder | typeof list> = { ts, json, yaml, md, code, html, sh, list };

/**
 * The text that a template gives for a view.
 * @param from below `templates/`; copied as it is unless it ends in `.ejs`
 * @param to where it goes: its ending names the language that `<%= %>` encodes for
 */
export function renderTemplate(from: string, to: string, view: View, item: unknown): string {
  if (!from.endsWith(".ejs")) return textAt(from);
  return templateAt(from)({ v: view, it: item, ...HELPERS }, encoderFor(to));
}
