import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { packageRoot } from "../../lib/system/package-root.ts";

const BLOCK = /^```text\n([\s\S]*?)^```$/gm;

/**
 * What a terminal shows stands in a page of docs/, in its blocks that are fenced as `text`, word for word. `vitest run FILE -u`
 * writes it there.
 * @param index of the block
 */
export function expectShown(page: string, index: number, screen: string): void {
  const file = join(packageRoot, "docs", `${page}.md`);
  const text = readFileSync(file, "utf8");
  const { snapshotState } = expect.getState() as unknown as { snapshotState: { _updateSnapshot: string } };
  if (snapshotState._updateSnapshot === "all") {
    let at = 0;
    writeFileSync(
      file,
      text.replace(BLOCK, (block) => (at++ === index ? `\`\`\`text\n${screen}\`\`\`` : block)),
    );
  } else expect(screen).toBe([...text.matchAll(BLOCK)][index]?.[1]);
}
