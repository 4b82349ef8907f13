import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { execa } from "execa";
import fc from "fast-check";
import { expect, it } from "vitest";
import { render } from "../../../lib/render/render.ts";
import type { RenderedFile } from "../../../lib/render/types.ts";
import { planFiles } from "../../../lib/repo/changes.ts";
import { formatRecord, RECORD_FILE, renderingOf } from "../../../lib/repo/record.ts";
import { stageChanges } from "../../../lib/repo/upgrade/stage.ts";
import { isMergedByParts } from "../../../lib/repo/workspace/by-parts/index.ts";
import { apply, type Change, resolve } from "../../../lib/repo/workspace/index.ts";
import { packageVersion } from "../../../lib/system/package-root.ts";
import { answers } from "../../support/blueprints.ts";
import { commitAll, git, SOMEBODY } from "../../support/git.ts";
import { viewOf } from "../../support/repo.ts";
import { inFolder, readTree, writeTree } from "../workspace/trees.ts";

/**
 * What an upgrade promises, for random blueprints, random edits of the owner and random changes of the templates. Git
 * merges the same three trees by itself, and says what is right.
 */

interface Edit {
  kind: "insert" | "replace" | "cut" | "delete" | "create";
  /** Which file, by its number. */
  file: number;
  /** Before which line, and how many lines. */
  at: number;
  count: number;
}

/** Two thirds of all edits meet in a few files. */
const file = fc.oneof({ weight: 2, arbitrary: fc.nat(3) }, fc.nat(400));
const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("insert" as const, "replace" as const, "cut" as const) },
    { weight: 1, arbitrary: fc.constantFrom("delete" as const, "create" as const) },
  ),
  file,
  at: fc.nat(40),
  count: fc.integer({ min: 1, max: 3 }),
});
const edits = fc.array(edit, { minLength: 1, maxLength: 10 });

/** Repos that are at the top of their git repository: the paths of a tree are git's own. */
const document = answers({ services: 3 }).map((one) => ({ ...one, workingDirectory: null }));

const scenario = fc.record({ document, mine: edits, theirs: edits });

type Scenario = typeof scenario extends fc.Arbitrary<infer One> ? One : never;

/** Files as lines, each with its line break. */
type Tree = Map<string, string[]>;
const toTree = (files: readonly RenderedFile[]): Tree =>
  new Map(files.map(({ path, contents }) => [path, contents.split(/(?<=\n)/)]));
const toText = (tree: Tree): Record<string, string> =>
  Object.fromEntries([...tree].map(([path, lines]) => [path, lines.join("")]));

/** The tree with all edits made. Every line that is written has words that no other line has. */
function edited(files: readonly RenderedFile[], changes: readonly Edit[], words: string): Tree {
  const tree = toTree(files);
  const paths = [...tree.keys()];
  changes.forEach((change, number) => {
    const path = paths[change.file % paths.length] as string;
    const lines = tree.get(path);
    if (change.kind === "delete") tree.delete(path);
    else if (change.kind === "create") tree.set(`infra/${words}-${number}.ts`, [`// ${words} ${number}\n`]);
    else if (lines !== undefined) {
      const fresh = Array.from({ length: change.count }, (_, index) => `// ${words} ${number}.${index}\n`);
      lines.splice(
        change.at % (lines.length + 1),
        change.kind === "insert" ? 0 : change.count,
        ...(change.kind === "cut" ? [] : fresh),
      );
    }
  });
  return tree;
}

/** Answers that this version cannot render: what was rendered is found in the history, or not at all. */
const UNREADABLE = { generator: packageVersion };

interface Life {
  root: string;
  base: RenderedFile[];
  next: RenderedFile[];
  mine: Tree;
}

/** A repo with a kickoff and an edit in its history, and what is rendered next. */
async function live(root: string, { document, mine, theirs }: Scenario): Promise<Life> {
  // Service code is no part of an upgrade; every path is to be one that may change.
  const base = render(viewOf(document)).filter(({ owner }) => owner === "generated");
  const own = edited(base, mine, "mine");
  const next = [...edited(base, theirs, "theirs")].map(
    ([path, lines]): RenderedFile => ({ path, contents: lines.join(""), owner: "generated" }),
  );
  await apply(root, await planFiles(root, base, null));
  await commitAll(root, "Kickoff");
  for (const { path } of base) if (!own.has(path)) rmSync(join(root, path));
  writeTree(root, toText(own));
  await commitAll(root, "Mine");
  return { root, base, next: next.sort((a, b) => (a.path < b.path ? -1 : 1)), mine: own };
}

async function upgraded({ root, next }: Life): Promise<Change[]> {
  const changes = resolve(await planFiles(root, next, UNREADABLE), () => "markers");
  await apply(root, changes);
  return changes;
}

const unresolved = (changes: readonly Change[]): string[] =>
  changes.flatMap((change) => ("unresolved" in change ? [change.path] : []));

/** Every line of the owner's is where it was. */
function keepsLines({ root, mine }: Life): void {
  const after = readTree(root);
  for (const [path, lines] of mine)
    for (const line of lines) if (line.startsWith("// mine")) expect(after[path], path).toContain(line);
}

/** Git's own merge of the same trees, in a clone: which files are in conflict, and the index. */
async function merged({ root, base, next }: Life, clone: string) {
  await git(dirname(clone), "clone", "--quiet", root, clone);
  await git(clone, "switch", "--quiet", "--create", "theirs", "HEAD~1");
  for (const { path } of base) rmSync(join(clone, path));
  for (const { path, contents } of next) {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeTree(clone, { [path]: contents });
  }
  writeTree(clone, { [RECORD_FILE]: formatRecord(renderingOf(next)) });
  await commitAll(clone, "Theirs");
  await git(clone, "switch", "--quiet", "main");
  // Git refuses to merge for nobody, also where it commits nothing.
  const { exitCode } = await execa(
    "git",
    ["merge", "--quiet", "--no-commit", "--no-ff", "-X", "no-renames", "theirs"],
    {
      cwd: clone,
      env: SOMEBODY,
      reject: false,
    },
  );
  // 1 says that there are conflicts; with more it has not merged.
  expect(exitCode).toBeLessThan(2);
  return { files: readTree(clone), ...(await stagesOf(clone)) };
}

async function stagesOf(folder: string) {
  const stages: Record<string, string[]> = {};
  for (const line of (await git(folder, "ls-files", "--unmerged")).split("\n").filter(Boolean)) {
    const [entry = "", path = ""] = line.split("\t");
    stages[path] = [...(stages[path] ?? []), entry];
  }
  return { stages };
}

/** Checks the promises on random lives. @param numRuns of each */
export function laws(numRuns: number): void {
  const always = (check: (life: Life, folder: string) => Promise<void>) =>
    fc.assert(
      fc.asyncProperty(scenario, (one) =>
        inFolder(async (folder) => {
          const root = join(folder, "root");
          mkdirSync(root);
          await check(await live(root, one), folder);
        }),
      ),
      { numRuns },
    );

  it("no line of the owner's is lost, git's merge has every conflict, and the index has what git writes there", async () => {
    await always(async (life, folder) => {
      const changes = await upgraded(life);
      keepsLines(life);
      await stageChanges(life.root, changes);
      const expected = await merged(life, join(folder, "clone"));
      const { stages } = await stagesOf(life.root);
      expect(Object.keys(stages).sort()).toEqual(unresolved(changes).sort());
      for (const [path, entries] of Object.entries(stages)) expect(entries, path).toEqual(expected.stages[path]);
      // What is merged by its parts has fewer conflicts than git's merge of lines; that it loses nothing is said above.
      for (const change of changes)
        if (change.action === "merge" && change.unresolved === undefined && !isMergedByParts(change.path))
          expect(change.contents.toString(), change.path).toBe(expected.files[change.path]);
    });
  });

  it("the second upgrade changes nothing", async () => {
    await always(async (life) => {
      await upgraded(life);
      const files = readTree(life.root);
      const again = await upgraded(life);
      expect(again.filter(({ action }) => !["unchanged", "keep"].includes(action))).toEqual([]);
      expect(readTree(life.root)).toEqual(files);
    });
  });

  it("where nobody edited, it is a fresh kickoff", async () => {
    await always(async ({ root, base, next }, folder) => {
      const [untouched, fresh] = [join(folder, "untouched"), join(folder, "fresh")];
      await apply(untouched, await planFiles(untouched, base, null));
      await upgraded({ root: untouched, base, next, mine: new Map() });
      await apply(fresh, await planFiles(fresh, next, null));
      expect(readTree(untouched)).toEqual(readTree(fresh));
      expect(root).not.toBe(untouched);
    });
  });

  it("without the history no line is lost either, and files that nobody edited follow all the same", async () => {
    await always(async (life) => {
      rmSync(join(life.root, ".git"), { recursive: true });
      await upgraded(life);
      keepsLines(life);
      const [after, mine] = [readTree(life.root), toText(life.mine)];
      const wanted = new Map(life.next.map(({ path, contents }) => [path, contents]));
      for (const { path, contents } of life.base)
        if (mine[path] === contents) expect(after[path], path).toBe(wanted.get(path));
    });
  });
}
