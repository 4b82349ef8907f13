import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { toBlueprint } from "../../lib/answers/parse.ts";
import { conclude, type Deciding, decided, filesWritten, runSteps, write } from "../../lib/commands/repo.ts";
import { Session } from "../../lib/commands/session.ts";
import { type Step, stepsFor } from "../../lib/repo/steps.ts";
import type { Change } from "../../lib/repo/workspace/index.ts";
import type { Question } from "../../lib/terminal/ask.ts";
import { temporaryFolder } from "../support/cli.ts";
import { place, tree } from "../support/files.ts";
import { sitsDown } from "../support/in-process.ts";
import { kept } from "../support/kept.ts";
import { viewOf } from "../support/view.ts";

/** What commands share that bring a repo to answers: who decides, what is written, and what is said of it. */

const text = (words: string) => Buffer.from(words);
const CREATE: Change = { path: "a.ts", action: "create", reason: "new", contents: text("a\n") };
const DELETE: Change = { path: "old.ts", action: "delete", reason: "no longer generated", before: text("old\n") };
const UNCHANGED: Change = { path: "same.ts", action: "unchanged", reason: "as it was" };
const CONFLICT: Change = {
  ...{ path: "README.md", action: "conflict", reason: "edited by you and changed by the generator" },
  ...{ contents: text("theirs\n"), before: text("mine\n"), markers: text("<<<\n") },
};

const blueprint = toBlueprint({ project: "shop" });
const goal = { stored: null, blueprint };

async function session(options: Record<string, unknown> = {}, answer: unknown = true) {
  const root = await temporaryFolder();
  const { terminal, text: said } = kept();
  const asked: Question[] = [];
  const ask = async (question: Question) => {
    asked.push(question);
    return answer;
  };
  return { session: new Session({ cwd: root, root, args: [], options, ask, terminal }), root, asked, said };
}

describe("somebody is asked before anything is written", () => {
  it.each([
    ["what is written and deleted", [CREATE, DELETE, UNCHANGED], {}, {}, "Write 1 file to ROOT, delete 1?"],
    ["what is written", [CREATE], {}, {}, "Write 1 file to ROOT?"],
    ["what is deleted", [DELETE], {}, {}, "Delete 1 file in ROOT?"],
    ["nothing, where nothing changes", [UNCHANGED], {}, {}, null],
    ["nothing, in a dry run", [CREATE], { "dry-run": true }, {}, null],
    ["nothing, with --yes", [CREATE], { yes: true }, {}, null],
    ["nothing, where they have said yes already", [CREATE], {}, { agreed: true }, null],
  ] as [string, Change[], Record<string, unknown>, Deciding, string | null][])(
    "%s",
    async (_, changes, options, deciding, message) => {
      onTestFinished(sitsDown());
      const { session: one, root, asked, said } = await session(options);
      let before = 0;
      const lines = ["to know"];
      const found = await decided(one, changes, goal, {
        ...deciding,
        lines,
        before: async () => {
          before += 1;
          // It comes once the lines are read, and before the question.
          expect([said(), asked]).toEqual([message === null ? "" : "to know\n", []]);
        },
      });
      expect(found).toEqual(changes);
      expect(asked.map((question) => question.message)).toEqual(
        message === null ? [] : [message.replace("ROOT", root)],
      );
      expect(before).toBe(changes.some(({ action }) => action !== "unchanged") ? 1 : 0);
    },
  );

  it("and a no stops", async () => {
    onTestFinished(sitsDown());
    const { session: one } = await session({}, false);
    await expect(decided(one, [CREATE], goal)).rejects.toMatchObject({
      code: 130,
      message: "Stopped. Nothing was written.",
    });
  });
});

it("every file that is written counts, a merge and a conflict too", () => {
  const of = (action: Change["action"]) => ({ ...CONFLICT, action }) as Change;
  expect(filesWritten([of("create"), of("update"), of("merge"), of("conflict")])).toBe(4);
  expect(filesWritten([of("delete"), of("unchanged"), of("keep")])).toBe(0);
});

describe("a file that both sides have changed", () => {
  it("is refused where nobody can be asked, with all of them by name", async () => {
    const { session: one } = await session();
    const how =
      "from what would be written; nothing was changed. On a terminal you can choose for each file (keep, overwrite, merge); --force overwrites:";
    const line = (path: string) => `\n  ${path}: edited by you and changed by the generator`;
    await expect(decided(one, [CONFLICT], goal)).rejects.toMatchObject({
      code: 1,
      message: `1 file differs ${how}${line("README.md")}`,
    });
    await expect(decided(one, [CREATE, CONFLICT, { ...CONFLICT, path: "b.ts" }], goal)).rejects.toThrow(
      `2 files differ ${how}${line("README.md")}${line("b.ts")}`,
    );
  });

  it("is overwritten with --force, and what it was is kept where git has it not", async () => {
    const { session: one } = await session({ force: true });
    expect(await decided(one, [CREATE, CONFLICT], goal)).toMatchObject([
      CREATE,
      { path: "README.md", action: "update", contents: text("theirs\n") },
      { path: "README.md.orig", action: "create", contents: text("mine\n") },
    ]);
  });

  it("is shown as it is in a dry run", async () => {
    const { session: one } = await session({ "dry-run": true });
    expect(await decided(one, [CONFLICT], goal)).toEqual([CONFLICT]);
  });

  it("is written with both, where the command says so", async () => {
    const { session: one } = await session();
    expect(await decided(one, [CONFLICT], goal, { conflicts: "markers" })).toMatchObject([
      { path: "README.md", action: "merge", contents: text("<<<\n") },
    ]);
  });

  it.each([
    ["keep", [{ action: "keep", path: "README.md" }]],
    ["overwrite", [{ action: "update" }, { action: "create", path: "README.md.orig" }]],
  ])("is asked about at a terminal: %s", async (answer, expected) => {
    onTestFinished(sitsDown());
    const { session: one, asked } = await session({}, answer);
    expect(await decided(one, [CONFLICT], goal, { agreed: true })).toMatchObject(expected);
    expect(asked).toMatchObject([{ message: "README.md: edited by you and changed by the generator" }]);
  });
});

describe("a dry run", () => {
  it.each([
    [
      [CREATE],
      {},
      "create  +1 -0  a.ts\nNothing was written: this is what would change. --diff shows every line of it.\n",
    ],
    [[UNCHANGED], {}, "Nothing would change.\n"],
    [[UNCHANGED], { diff: true }, "Nothing would change.\n"],
  ])("says what it would write, and writes nothing: %#", async (changes, options, expected) => {
    const { session: one, root, said } = await session({ "dry-run": true, ...options });
    await write(one, changes);
    expect([said(), tree(root)]).toEqual([expected, {}]);
  });

  it("shows every line with --diff, and does not name it again", async () => {
    const { session: one, said } = await session({ "dry-run": true, diff: true });
    await write(one, [CREATE]);
    expect(said()).toMatch(/\+a\n[\s\S]*Nothing was written: this is what would change\.\n$/);
  });

  it("runs nothing", async () => {
    const { session: one, said } = await session({ "dry-run": true });
    await runSteps(one, [{ command: "nowhere", words: [], remedy: "x", missing: "x" }]);
    expect(said()).toBe("");
  });
});

it("what is not a dry run is written", async () => {
  const { session: one, root, said } = await session();
  await write(one, [CREATE]);
  expect([said(), tree(root)]).toEqual(["", { "a.ts": "a\n" }]);
});

describe("programs that run afterwards", () => {
  afterEach(() => vi.unstubAllEnvs());

  const REMEDY = { remedy: "run it there to see why", missing: "install it" };
  const node = (script: string) => ({ command: process.execPath, words: ["--eval", script], ...REMEDY });
  const name = `${process.execPath} `;

  it("run in the repo, each with its name and time", async () => {
    const { session: one, root, said } = await session();
    await runSteps(
      one,
      [
        { command: "sh", words: ["-e", "script", "x"], ...REMEDY },
        { command: "pwd", words: [], ...REMEDY },
      ].slice(1),
    );
    expect(said()).toBe("pwd …\n✔ pwd (0 s)\n");
    await writeFile(join(root, "script"), "touch made\n");
    await runSteps(one, [{ command: "sh", words: ["-e", "script", "x"], ...REMEDY }]);
    expect(said()).toContain("✔ sh script (0 s)\n");
    expect(Object.keys(tree(root))).toEqual(["made", "script"]);
  });

  it("install what is for development too, where a shell or a configuration leaves it out", async () => {
    const { session: one, root } = await session();
    const text = JSON.stringify({ name: "x", version: "1.0.0" });
    for (const [path, contents] of [
      ["package.json", JSON.stringify({ devDependencies: { x: "file:./x" } })],
      ["x/package.json", text],
      ["home/.npmrc", "omit=dev\noffline=true\n"],
    ] as const)
      place(join(root, path), contents);
    vi.stubEnv("NODE_ENV", "production");
    vi.stubEnv("npm_config_userconfig", join(root, "home/.npmrc"));
    const [npm] = stepsFor(viewOf({}), { git: false, install: true });
    await runSteps(one, [npm as Step]);
    expect(await readFile(join(root, "node_modules/x/package.json"), "utf8")).toBe(text);
  });

  it.each([
    ["that fails", node("process.exit(3)"), "REST failed; all files are written to ROOT: run it there to see why."],
    [
      "that fails and says why",
      node("console.error('boom'); process.exit(3)"),
      "REST failed; all files are written to ROOT: run it there to see why.\nboom",
    ],
    [
      "that is not there",
      { command: "no-such-program", words: [], ...REMEDY },
      "no-such-program is not installed; all files are written to ROOT: install it.",
    ],
  ])("one %s is a failure that says what to do, and the files stay", async (_, step, message) => {
    const { session: one, root } = await session();
    const called = `${name}${step.words[1] ?? ""}`;
    await expect(runSteps(one, [step])).rejects.toMatchObject({
      code: 1,
      message: message.replace("ROOT", root).replace("REST", called),
    });
  });
});

describe("what was done is said", () => {
  const summary = (folder: string) => [`done in "${folder}"`];

  it("in lines, for the folder as seen from here", async () => {
    const { session: one, root, said } = await session();
    conclude(one, { blueprint, changes: [CREATE], summary: () => summary("x") });
    expect(said()).toBe('done in "x"\n');
    const dry = await session({ "dry-run": true });
    conclude(dry.session, { blueprint, changes: [CREATE], summary });
    expect([dry.said(), root === dry.root]).toEqual(["", false]);
  });

  it.each([true, false])("or as a document, dry run: %j", async (dryRun) => {
    const { session: one, root, said } = await session({ json: true, "dry-run": dryRun });
    conclude(one, { blueprint, changes: [CREATE, UNCHANGED, DELETE], result: { repeat: "again" }, summary });
    const { blueprint: stored, ...rest } = JSON.parse(said());
    expect(toBlueprint(stored)).toEqual(blueprint);
    expect(rest).toEqual({
      root,
      dryRun,
      changes: [
        { action: "create", path: "a.ts", note: "" },
        { action: "delete", path: "old.ts", note: "no longer generated" },
      ],
      counts: { create: 1, update: 0, merge: 0, delete: 1, unchanged: 1, keep: 0, conflict: 0 },
      unresolved: [],
      repeat: "again",
    });
  });
});
