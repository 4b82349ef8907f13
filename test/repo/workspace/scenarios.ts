import fc from "fast-check";
import type { WorkspaceFile } from "../../../lib/repo/workspace/index.ts";
import { pathProblems } from "../../../lib/repo/workspace/paths.ts";

/** A random life of a repo: what was rendered, what the owner made of it, what is rendered now. */
export interface Scenario {
  base: WorkspaceFile[];
  next: WorkspaceFile[];
  edits: Record<string, Edit | undefined>;
  /** Files of the owner's own. */
  extra: Record<string, string>;
}

export type Edit = { kind: "delete" } | { kind: "insert" | "replace"; at: number } | { kind: "crlf" };

const MOST_FILES = 7;

/** Few names, so that files meet files and folders. */
const path = fc.constantFrom("a", "b", "a/x", "a/y", "b/x/y", "b/x/z", "c/d", "c/e", "README.md", "readme.md", "f.png");

const text = fc
  .tuple(fc.array(fc.constantFrom("one", "two", "three", "", "{", "}"), { maxLength: 12 }), fc.constantFrom("\n", ""))
  .map(([lines, end]) => (lines.length === 0 ? "" : lines.join("\n") + end));

const contents = fc.oneof(
  { weight: 8, arbitrary: text },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from([0, ...bytes])) },
);

const file = (owner: fc.Arbitrary<WorkspaceFile["owner"]>): fc.Arbitrary<WorkspaceFile> =>
  fc.record({ path, contents, owner, executable: fc.boolean() });

/** Files that can stand side by side. */
const files = (owner: fc.Arbitrary<WorkspaceFile["owner"]>): fc.Arbitrary<WorkspaceFile[]> =>
  fc.array(file(owner), { maxLength: MOST_FILES }).map((all) => {
    const kept: WorkspaceFile[] = [];
    for (const one of all) if (pathProblems([...kept, one].map((each) => each.path)).length === 0) kept.push(one);
    return kept;
  });

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Edit>({ kind: "delete" }) },
  { weight: 1, arbitrary: fc.constant<Edit>({ kind: "crlf" }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom("insert", "replace"), at: fc.nat(12) }) },
);

/** One for each file of the base, or none. */
const edits = fc.array(fc.option(edit, { nil: undefined }), { minLength: MOST_FILES, maxLength: MOST_FILES });

/** The new version of a file is often much like the old one. */
const successor = (base: WorkspaceFile[], changes: (Edit | undefined)[]): WorkspaceFile[] =>
  base.map((one, index) => {
    const change = changes[index];
    if (change === undefined || change.kind === "delete" || typeof one.contents !== "string") return one;
    return { ...one, contents: edited(one.contents, change, "the generator's") };
  });

export const scenario = (
  owner: fc.Arbitrary<WorkspaceFile["owner"]> = fc.constantFrom("generated", "generated", "yours"),
): fc.Arbitrary<Scenario> =>
  fc
    .record({
      base: files(owner),
      fresh: files(owner),
      isFresh: fc.boolean(),
      news: edits,
      edits,
      extra: fc.dictionary(fc.oneof(path, fc.constantFrom("mine.txt", "c/mine.txt")), text, { maxKeys: 3 }),
    })
    .map(({ base, fresh, isFresh, news, edits, extra }) => ({
      base,
      next: isFresh ? fresh : successor(base, news),
      edits: Object.fromEntries(base.map(({ path }, index) => [path, edits[index]])),
      extra,
    }));

/** An edited text. What the owner wrote is found again by its words. */
export const edited = (text: string, change: Exclude<Edit, { kind: "delete" }>, words: string): string => {
  if (change.kind === "crlf") return text.replaceAll(/\r?\n/g, "\r\n");
  const lines = text.split("\n");
  lines.splice(change.at % (lines.length + 1), change.kind === "replace" ? 1 : 0, words);
  return lines.join("\n");
};
