import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { possibleActions, secretAction } from "../../../lib/deploy/secrets/action.ts";
import { type ComparedSecret, compareSecrets, type SecretState } from "../../../lib/deploy/secrets/compare.ts";
import { secretLines } from "../../../lib/deploy/secrets/lines.ts";
import { withoutValue } from "../../../lib/deploy/secrets/missing.ts";
import { secretFile, writeSecretFile } from "../../../lib/deploy/secrets/output-file.ts";
import { changesOf, missingOf } from "../../../lib/deploy/secrets/push.ts";
import { setSecret } from "../../../lib/deploy/secrets/set.ts";
import type { Terminal } from "../../../lib/terminal/terminal.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { git } from "../../support/git.ts";

/** How secrets stand, what is done about it, and where their values go. */

describe("the flags of a command line", () => {
  const rows: [words: Record<string, unknown>, possible: string[], problems: [action: string, message: string][]][] = [
    [
      {},
      ["diff"],
      [
        ["push", "--from: name a .env file, or - for standard input"],
        ["pull", "--to: name a file that git ignores, or - for standard output"],
      ],
    ],
    [{ from: "-" }, ["push", "diff"], [["pull", "--from: is for push and diff"]]],
    [
      { to: "x" },
      ["pull"],
      [
        ["push", "--to: is for pull"],
        ["diff", "--to: is for pull"],
      ],
    ],
    [{ to: "-" }, ["pull"], []],
    [{ to: "x", json: true }, ["pull"], []],
    [{ to: "-", json: true }, [], [["pull", "--json: standard output cannot carry the values and a document"]]],
    [{ from: "-", to: "-" }, [], []],
  ];
  it.each(rows)("%j allow %j", (words, possible, problems) => {
    expect(possibleActions(words)).toEqual(possible);
    for (const action of possible) expect(secretAction(action, words)).toBe(action);
    for (const [action, message] of problems) expect(() => secretAction(action, words)).toThrow(message);
  });

  it("name an action", () => {
    expect(() => secretAction(undefined, {})).toThrow("action: is required: push, pull, diff");
    expect(() => secretAction("pul", {})).toThrow('action: "pul" is none (did you mean "pull"?): push, pull, diff');
  });
});

const secret = (name: string) => ({ name, service: "api", variable: name.toUpperCase() });

describe("a secret is", () => {
  const rows: [file: string | undefined, own: string | undefined, fallback: string | undefined, state: SecretState][] =
    [
      ["1", "1", undefined, "same"],
      ["1", "2", undefined, "different"],
      ["1", undefined, undefined, "new"],
      // What all stages share is none of its own.
      ["1", undefined, "1", "new"],
      [undefined, "1", undefined, "set"],
      [undefined, undefined, "1", "set"],
      [undefined, undefined, undefined, "missing"],
      // A value that is empty is one.
      [undefined, "", undefined, "set"],
    ];
  const map = (value: string | undefined) => new Map(value === undefined ? [] : [["Key", value]]);
  it.each(rows)("with %j in the file, %j in the stage and %j for all: %s", (file, own, fallback, state) => {
    const stored = { own: map(own), fallback: map(fallback) };
    const compared = compareSecrets([secret("Key")], map(file), stored);
    expect(compared).toEqual([{ ...secret("Key"), state }]);
    expect(changesOf(compared).length).toBe(state === "new" || state === "different" ? 1 : 0);
    expect(missingOf(compared).length).toBe(state === "missing" ? 1 : 0);
    expect(withoutValue([secret("Key")], stored)).toHaveLength(own === undefined && fallback === undefined ? 1 : 0);
  });

  it("one that nobody declares, after those that somebody does", () => {
    const stored = {
      own: new Map([
        ["Z", ""],
        ["Key", ""],
        ["A", ""],
      ]),
      fallback: new Map([["B", ""]]),
    };
    expect(compareSecrets([secret("Key")], null, stored).map(({ name, state }) => `${name} ${state}`)).toEqual([
      "Key set",
      "A undeclared",
      "Z undeclared",
    ]);
  });
});

it("is shown by its state and what that means, and never by its value", () => {
  const terminal = { paint: (style: string, text: string) => `<${style}>${text}` } as unknown as Terminal;
  const states: SecretState[] = ["same", "different", "new", "set", "missing"];
  const compared: ComparedSecret[] = [
    ...states.map((state) => ({ ...secret("Key"), state })),
    { name: "OldKey", service: null, variable: null, state: "undeclared" },
  ];
  expect(secretLines(compared, terminal)).toEqual([
    "  <green>same        api.KEY  <dim>",
    "  <yellow>different   api.KEY  <dim>the stage has another value",
    "  <cyan>new         api.KEY  <dim>the stage has none yet",
    "  <green>set         api.KEY  <dim>",
    "  <red>missing     api.KEY  <dim>no value: a deploy stops here",
    "  <yellow>undeclared  OldKey   <dim>no service declares it: sst secret remove takes it away",
  ]);
});

describe("SST sets a value", () => {
  /** A repo whose SST is a script. */
  async function repo(script: string): Promise<string> {
    const root = await temporaryFolder();
    await mkdir(join(root, "node_modules/.bin"), { recursive: true });
    await writeFile(join(root, "node_modules/.bin/sst"), `#!/bin/sh\n${script}\n`);
    await chmod(join(root, "node_modules/.bin/sst"), 0o755);
    return root;
  }

  it("that it reads, for the stage of its command line, without what it needs for deploys", async () => {
    vi.stubEnv("SST_STAGE", "production");
    const root = await repo(
      'echo "$*|$SST_STAGE|$SST_SKIP_DEPENDENCY_CHECK|$SST_NO_BUN|$NO_COLOR" > said; cat >> said; pwd -P > cwd',
    );
    await setSecret({ root, stage: "dev" }, "ApiKey", "hush");
    expect(await readFile(join(root, "said"), "utf8")).toBe("secret set ApiKey --stage dev||true|true|1\nhush");
    expect((await stat((await readFile(join(root, "cwd"), "utf8")).trim())).ino).toBe((await stat(root)).ino);
  });

  it("or says in a line why not, without the value", async () => {
    const root = await repo('echo; echo "✕  Could not set"; echo "   | hush is bad, hush" >&2; exit 1');
    await expect(setSecret({ root, stage: "dev" }, "ApiKey", "hush")).rejects.toThrow(
      "SST could not set ApiKey in dev: Could not set … is bad, …",
    );
    const silent = await repo("exit 3");
    await expect(setSecret({ root: silent, stage: "dev" }, "ApiKey", "hush")).rejects.toThrow(/exit code 3/);
  });
});

describe("a file of values", () => {
  it("is refused where git would take it along, where there is no folder, and where something is", async () => {
    const root = await temporaryFolder();
    await expect(secretFile(".env", root, true)).rejects.toThrow("git does not ignore .env, so its values could");
    await git(root, "init", "--quiet");
    await writeFile(join(root, ".gitignore"), ".env*\n");
    await expect(secretFile("open.txt", root, true)).rejects.toThrow("git does not ignore open.txt");
    await expect(secretFile("none/.env", root, true)).rejects.toThrow(`there is no folder ${join(root, "none")}`);
    expect(await secretFile(".env.dev", root, false)).toBe(join(root, ".env.dev"));
    await writeFile(join(root, ".env.dev"), "MINE=1");
    await expect(secretFile(".env.dev", root, false)).rejects.toThrow(".env.dev is there already");
    expect(await secretFile(".env.dev", root, true)).toBe(join(root, ".env.dev"));
  });

  it("is its owner's alone, and nothing is left where it cannot be written", async () => {
    const root = await temporaryFolder();
    const path = join(root, ".env");
    await writeFile(path, "older and longer", { mode: 0o644 });
    await writeSecretFile(path, "A=1\n");
    expect([await readFile(path, "utf8"), (await stat(path)).mode & 0o777]).toEqual(["A=1\n", 0o600]);
    await expect(writeSecretFile(join(root, "none", ".env"), "A=1\n")).rejects.toThrow(
      /none\/\.env could not be written: ENOENT/,
    );
  });
});
