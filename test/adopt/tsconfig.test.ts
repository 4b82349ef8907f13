import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { tsconfigChanges } from "../../lib/repo/adopt/tsconfig.ts";
import { temporaryFolder } from "../repo/workspace/trees.ts";

/** Configurations of TypeScript that were there: those that would take infra/ along leave it out. */

const OURS = '"infra", "policy", "sst.config.ts", ".sst"';

it.each<[what: string, text: string, now: string | null]>([
  ["takes all where it says nothing", "{}", `{\n  "exclude": ["node_modules", "dist", ${OURS}]}`],
  [
    "takes all by a pattern",
    '{ "include": ["**/*.ts"], "exclude": [] }',
    `{ "include": ["**/*.ts"], "exclude": [${OURS}] }`,
  ],
  [
    "takes all from here",
    '{ "include": ["./*"], "exclude": ["x"] }',
    `{ "include": ["./*"], "exclude": [${OURS}, "x"] }`,
  ],
  ["takes all of an empty list", '{ "include": [], "exclude": [] }', `{ "include": [], "exclude": [${OURS}] }`],
  ["takes some folders", '{ "include": ["src", "test/**/*"] }', null],
  ["takes some files", '{ "files": ["main.ts"] }', null],
  [
    "takes files and all",
    '{ "files": ["main.ts"], "include": ["**/*"], "exclude": [] }',
    `{ "files": ["main.ts"], "include": ["**/*"], "exclude": [${OURS}] }`,
  ],
  ["has what another one says", '{ "extends": "./base.json" }', null],
  [
    "has its own beside it",
    '{ "extends": "./base.json", "exclude": [] }',
    `{ "extends": "./base.json", "exclude": [${OURS}] }`,
  ],
  [
    "leaves out some of it",
    '{ "exclude": ["infra", ".sst"] }',
    '{ "exclude": ["policy", "sst.config.ts", "infra", ".sst"] }',
  ],
  ["leaves out all of it", `{ "exclude": [${OURS}] }`, null],
  ["cannot be read", "{", null],
])("one that %s", (_, text, now) => {
  const root = temporaryFolder();
  writeFileSync(join(root, "tsconfig.json"), text);
  const wanted = now === null ? [] : [["tsconfig.json", "merge", "yours, and leaves infra/ out", text, now]];
  const seen = tsconfigChanges(root).map(({ path, action, reason, before, contents }) => [
    path,
    action,
    reason,
    String(before),
    String(contents),
  ]);
  expect(seen).toEqual(wanted);
});

it("are those at the top that are called so", () => {
  const root = temporaryFolder();
  const names = ["tsconfig.json", "tsconfig.build.json", "tsconfig.x.y.json", "my-tsconfig.json", "tsconfig.jsonc"];
  for (const name of names) writeFileSync(join(root, name), "{}");
  expect(tsconfigChanges(root).map(({ path }) => path)).toEqual(["tsconfig.build.json", "tsconfig.json"]);
  expect(tsconfigChanges(join(root, "missing"))).toEqual([]);
});
