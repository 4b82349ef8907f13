import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { packageRoot } from "../../lib/system/package-root.ts";

/** `vitest run FILE -u` writes what is shown, rather than to look at it. */
function updating(): boolean {
  const { snapshotState } = expect.getState() as unknown as { snapshotState: { _updateSnapshot: string } };
  return snapshotState._updateSnapshot === "all";
}

const BLOCK = /^```text\n([\s\S]*?)^```$/gm;

/**
 * What a terminal shows stands in a page of docs/, in its blocks that are fenced as `text`, word for word. `vitest run FILE -u`
 * writes it there.
 * @param index of the block
 */
export function expectShown(page: string, index: number, screen: string): void {
  const file = join(packageRoot, "docs", `${page}.md`);
  const text = readFileSync(file, "utf8");
  if (updating()) {
    let at = 0;
    writeFileSync(
      file,
      text.replace(BLOCK, (block) => (at++ === index ? `\`\`\`text\n${screen}\`\`\`` : block)),
    );
  } else expect(screen).toBe([...text.matchAll(BLOCK)][index]?.[1]);
}

/** Prices and counts change every week, and with them the room that they take. */
export const numberless = (text: string): string => text.replace(/\d+/g, "#").replace(/# +#|\$ +#/g, "#");

/** A picture of docs/pictures shows what there is today, but for its numbers. `vitest run FILE -u` draws it. */
export function expectPicture(name: string, drawn: string): void {
  const file = join(packageRoot, "docs", "pictures", name);
  if (updating()) writeFileSync(file, drawn);
  else expect(numberless(readFileSync(file, "utf8"))).toBe(numberless(drawn));
}
