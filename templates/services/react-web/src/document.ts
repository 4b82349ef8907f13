/** Everything that could end a script or begin a tag. */
const escapeJson = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

const escapeText = (value: string): string => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const escapeAttribute = (value: string): string => escapeText(value).replaceAll('"', "&quot;");

/** The folder of the public URL, which the links of the pages are relative to. */
export const baseOf = (url: string): string => new URL(url).pathname.replace(/\/*$/, "/");

/** Puts a rendered page into `index.html`. */
export function fillDocument(template: string, page: { base: string; html: string; data: unknown }): string {
  return template
    .replace("<!--base-->", () => `<base href="${escapeAttribute(page.base)}" />`)
    .replace("<!--page-->", () => page.html)
    .replace("<!--data-->", () => `<script id="data" type="application/json">${escapeJson(page.data)}</script>`);
}

/** What a visitor sees of a failure. Its style stands in it: whatever has failed, nothing more is asked for. */
export const failurePage = (requestId: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="UTF-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Something went wrong</title>
    <style>
      body {
        margin: 0;
        background: light-dark(#ffffff, #0d1117);
        color: light-dark(#1b1f24, #e6edf3);
        font: 1rem / 1.6 system-ui, sans-serif;
      }
      main {
        max-width: 40rem;
        margin: 0 auto;
        padding: clamp(3rem, 12vh, 8rem) 1.5rem 3rem;
      }
      a {
        color: light-dark(#1d4ed8, #7fb1ff);
      }
    </style>
  </head>
  <body>
    <main>
      <h1>Something went wrong</h1>
      <p>Please try again later. If you ask for help, say this number: ${escapeText(requestId)}</p>
      <p><a href="">Load this page again</a></p>
    </main>
  </body>
</html>
`;
