import { readFileSync } from "node:fs";
import { join } from "node:path";
import ejs from "ejs";
import { STYLE as PICTURE } from "../../render/diagram/style.ts";
import { css, html } from "../../render/encode.ts";
import { packageRoot } from "../../system/package-root.ts";
import { plain } from "../text/layout.ts";

/**
 * Reports are one file that shows everywhere and prints, with nothing to load and nothing that runs: the policy in their
 * head holds browsers to that. Their templates and their style are in `report/`.
 */

const folder = join(packageRoot, "report");

/** What stands at the top of each printed page. */
const runningHead = (title: string, day: string): string =>
  `@page{@top-left{content:${css(plain(title))}}@top-right{content:${css(day)}}}`;

/**
 * Sets a report.
 * @param template its name below `report/`
 * @param title what it is, for the browser's tab and the head of printed pages
 */
export function setReport(template: string, it: object, title: string, day = ""): string {
  const style = [readFileSync(join(folder, "style.css"), "utf8"), PICTURE, runningHead(title, day)].join("\n");
  const filename = join(folder, template);
  return ejs.render(
    readFileSync(filename, "utf8"),
    { it, head: { title: day === "" ? title : `${title}, ${day}`, style } },
    { filename, escape: (text?: unknown) => html(plain(String(text))) },
  );
}
