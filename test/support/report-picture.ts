/**
 * The first page of a report as a picture: its own markup and style in an SVG, so that the README shows it without a
 * browser having taken a photograph.
 */

const [WIDTH, HEIGHT] = [960, 1010];

/** Who made a report, when and from what is another thing at every run. */
const ROWS = { Made: "3 February 2026, 09:30 UTC, by Ada Lovelace", Revision: "1f0c3a9d52 of main" };

/** Without what is for other widths and for paper: a picture is as wide as it is. */
const styleOf = (page: string): string =>
  (/<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? "")
    .replace(/@media (?:print|[^{]*max-width)[^{]*\{[\s\S]*?\n\}/g, "")
    .replace(/@media print\{.*\}/g, "")
    .replace(/@page[\s\S]*?\n\}\n/g, "")
    .replace(/@page\{.*\}/g, "");

/** What it begins with: whose it is, and all stages in short. */
const topOf = (page: string): string =>
  Object.entries(ROWS)
    .reduce(
      (text, [what, value]) => text.replace(new RegExp(`(<dt>${what}</dt><dd>)[^<]*`), `$1${value}`),
      page.slice(page.indexOf("<main>"), page.indexOf('<section class="stage"')),
    )
    .replaceAll(/ tabindex="0"| href="#[^"]*"/g, "");

export const reportPicture = (page: string): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="The first page of a report" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">`,
    `<style>${styleOf(page)}`,
    "body{height:100%;overflow:hidden;border:1px solid var(--line);border-radius:10px}</style>",
    `<foreignObject width="${WIDTH}" height="${HEIGHT}"><body xmlns="http://www.w3.org/1999/xhtml">`,
    topOf(page),
    "</main></body></foreignObject></svg>",
    "",
  ].join("\n");
