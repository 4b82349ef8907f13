import type { View } from "../answers/view.ts";
import { MANIFEST } from "./manifest/all.ts";
import { renderTemplate } from "./template.ts";
import type { RenderedFile } from "./types.ts";

/** `_github/workflows/ci.yml.ejs` → `.github/workflows/ci.yml`: npm does not publish certain dotfiles as they are. */
export const targetOf = (from: string): string =>
  from
    .replace(/\.ejs$/, "")
    .split("/")
    .map((segment) => segment.replace(/^_/, "."))
    .join("/");

/**
 * Every file of the repo that a view describes, in memory, sorted by path. Pure: the same view gives the same bytes on
 * every platform.
 */
export function render(view: View): RenderedFile[] {
  const files = MANIFEST.flatMap((row) => {
    const { entry, items } = row(view);
    return items.map((item): RenderedFile => {
      const from = typeof entry.from === "string" ? entry.from : entry.from(item as { id: string });
      const to = typeof entry.to === "function" ? entry.to(item as { id: string }, view) : (entry.to ?? targetOf(from));
      const contents = renderTemplate(from, to, view, item);
      return {
        path: to,
        contents,
        owner: entry.owner ?? "generated",
        ...(entry.executable ? { executable: true } : {}),
      };
    });
  });
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
