import ejs from "ejs";

/** What a template sees besides the view `v` and the item `it`: the encoders that it may ask for by name. */
export const ENCODERS = ["ts", "json", "yaml", "md", "code", "html", "sh", "list"] as const;

/** A template as the body of a function of `locals` and `escapeFn`, which is the encoder of `<%= %>`. */
export function compile(path: string, text: string): string {
  const template = new ejs.Template(text, {
    filename: path,
    strict: true,
    compileDebug: false,
    localsName: "locals",
    destructuredLocals: ["v", "it", ...ENCODERS],
  });
  template.compile();
  return template.source;
}

/** The module that the built package has in the place of `templates.ts`: every template, compiled. */
export const templatesModule = (templates: readonly { path: string; text: string }[]): string =>
  [
    "const TEMPLATES = {",
    ...templates.map(({ path, text }) => `${JSON.stringify(path)}(locals, escapeFn) {\n${compile(path, text)}},`),
    "};",
    "export const templateAt = (path) => TEMPLATES[path];",
    "",
  ].join("\n");
