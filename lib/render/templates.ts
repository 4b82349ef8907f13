import { compile } from "./compile.ts";
import type { Encoder } from "./encode.ts";
import { textAt } from "./text.ts";

/** A compiled template: what it sees, and how it writes the values of `<%= %>`. */
export type Template = (locals: Readonly<Record<string, unknown>>, escapeFn: Encoder) => string;

const compiled = new Map<string, Template>();

/**
 * A template, compiled when it is first rendered. The built package has the module that `scripts/build.mjs` makes of
 * all templates in the place of this one, and nothing of EJS.
 */
export function templateAt(path: string): Template {
  const template = compiled.get(path) ?? (new Function("locals", "escapeFn", compile(path, textAt(path))) as Template);
  compiled.set(path, template);
  return template;
}
