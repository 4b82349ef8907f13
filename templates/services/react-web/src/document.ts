/** Everything that could end a script or begin a tag. */
const escapeJson = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

const escapeAttribute = (value: string): string =>
  value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** The folder of the public URL, which the links of the pages are relative to. */
export const baseOf = (url: string): string => new URL(url).pathname.replace(/\/*$/, "/");

/** Puts a rendered page into `index.html`. */
export function fillDocument(template: string, page: { base: string; html: string; data: unknown }): string {
  return template
    .replace("<!--base-->", () => `<base href="${escapeAttribute(page.base)}" />`)
    .replace("<!--page-->", () => page.html)
    .replace("<!--data-->", () => `<script id="data" type="application/json">${escapeJson(page.data)}</script>`);
}
