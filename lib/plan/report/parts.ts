import { html } from "../../render/encode.ts";
import { dollars, plain } from "../text/layout.ts";
import { STYLE } from "./style.ts";

/** Pieces of the report. Every text from a repo goes through `say`; what is put together here is markup. */

export const say = (text: string): string => html(plain(text));

export const money = (usd: number | null): string =>
  usd === null ? '<span class="unknown">unknown</span>' : say(dollars(usd));

const cell = (tag: "td" | "th", content: string, right: boolean): string =>
  `<${tag}${tag === "th" ? ' scope="col"' : ""}${right ? ' class="number"' : ""}>${content}</${tag}>`;

/** A table; columns with these numbers are set to the right. The first cell of a row is its head. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const line = (cells: readonly string[]) =>
    cells
      .map((content, index) =>
        index === 0 ? `<th scope="row">${content}</th>` : cell("td", content, right.includes(index)),
      )
      .join("");
  return [
    `<div class="wide"><table><caption>${say(caption)}</caption>`,
    `<thead><tr>${head.map((content, index) => cell("th", say(content), right.includes(index))).join("")}</tr></thead>`,
    `<tbody>${rows.map((row) => `<tr>${line(row)}</tr>`).join("\n")}</tbody></table></div>`,
  ].join("\n");
}

export const list = (items: readonly string[]): string =>
  items.length === 0 ? "" : `<ul>${items.map((item) => `<li>${item}</li>`).join("\n")}</ul>`;

export const section = (title: string, content: string, id: string): string =>
  content === "" ? "" : `<section aria-labelledby="${id}"><h3 id="${id}">${say(title)}</h3>\n${content}\n</section>`;

/**
 * A report is one file that shows everywhere and prints, with nothing to load and nothing that runs. The policy in its
 * head holds browsers to that.
 */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export const documentOf = (title: string, parts: readonly string[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${say(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${parts.filter((part) => part !== "").join("\n")}
</main>
</body>
</html>
`;
