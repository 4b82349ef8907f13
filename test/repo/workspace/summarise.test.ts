import { describe, expect, it } from "vitest";
import { type Change, summarise } from "../../../lib/repo/workspace/index.ts";

const contents = Buffer.from("");

const CHANGES: Change[] = [
  { path: "README.md", action: "create", reason: "new", contents },
  { path: "infra/stage.ts", action: "update", reason: "new version", contents, before: contents },
  { path: "infra/x.ts", action: "keep", reason: "edited by you", before: contents },
  {
    path: "infra/edge.ts",
    action: "merge",
    reason: "conflict markers to resolve",
    contents,
    unresolved: { yours: contents, generated: contents },
  },
  { path: "infra/same.ts", action: "unchanged", reason: "up to date", before: contents },
  { path: "old.ts", action: "delete", reason: "no longer generated", before: contents },
];

describe("summarise", () => {
  it("counts, and has one line for each path that is not unchanged", () => {
    const { counts, lines, unresolved } = summarise(CHANGES);
    expect(counts).toEqual({ create: 1, update: 1, merge: 1, delete: 1, unchanged: 1, keep: 1, conflict: 0 });
    expect(unresolved).toEqual(["infra/edge.ts"]);
    expect(lines.map(({ text }) => text)).toEqual([
      "create  README.md",
      "update  infra/stage.ts",
      "keep    infra/x.ts     edited by you",
      "merge   infra/edge.ts  conflict markers to resolve",
      "delete  old.ts         no longer generated",
    ]);
    expect(lines[2]).toMatchObject({ action: "keep", path: "infra/x.ts", note: "edited by you" });
  });

  it("has nothing to say of nothing", () => {
    expect(summarise([]).lines).toEqual([]);
  });
});
