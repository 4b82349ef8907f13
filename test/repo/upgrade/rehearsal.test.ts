import { describe, expect, it, onTestFinished } from "vitest";
import { toBlueprint } from "../../../lib/answers/parse.ts";
import { Session } from "../../../lib/commands/session.ts";
import { rehearseUpgrade, sayRehearsed } from "../../../lib/commands/upgrade/rehearsal.ts";
import type { Deployed, Report } from "../../../lib/rehearse/report/types.ts";
import type { WorkTree } from "../../../lib/repo/upgrade/work-tree.ts";
import type { Change } from "../../../lib/repo/workspace/index.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { sitsDown } from "../../support/in-process.ts";
import { kept } from "../../support/kept.ts";

/** When an upgrade can be rehearsed before it is written. Of a rehearsal itself there is only that it would need SST here. */

const TREE: WorkTree = { head: "0123abcd", branch: "main", uncommitted: [], shallow: false };

const update = (path: string, before: object | string | null, after: object | string): Change => {
  const bytes = (value: object | string) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
  const contents = bytes(after);
  return before === null
    ? { path, action: "create", reason: "new", contents }
    : { path, action: "update", reason: "new version", before: bytes(before), contents };
};

async function rehearse(changes: Change[], options: Record<string, unknown>, tree: WorkTree | null = TREE) {
  const root = await temporaryFolder();
  const asked: string[] = [];
  const ask = async ({ name }: { name: string }) => asked.push(name) > 0;
  const session = new Session({ cwd: root, root, args: [], options, ask, terminal: kept().terminal });
  const upgrade = { stored: null, blueprint: toBlueprint({ project: "shop" }), tree, changes };
  const error = await rehearseUpgrade(session, upgrade).then(
    () => null,
    (thrown: Error) => thrown,
  );
  return { asked, error: error?.message };
}

const NO_COMMIT = "the repo has no commit to compare it with";
const PACKAGES = "it asks for packages that are to be installed first";
const NEEDS_SST = /SST is not installed|npm (install|ci)|sst/i;

describe("with --rehearse", () => {
  const rows: [what: string, changes: Change[], obstacle: string | null, tree?: WorkTree | null][] = [
    ["outside git", [], NO_COMMIT, null],
    ["before the first commit", [], NO_COMMIT, { ...TREE, head: null }],
    [
      "a conflict",
      [{ ...update("a.ts", "a", "b"), unresolved: { yours: Buffer.from(""), generated: Buffer.from("") } } as Change],
      "its conflicts are for somebody to resolve first",
    ],
    ["a package", [update("package.json", { dependencies: { a: "1" } }, { dependencies: { a: "2" } })], PACKAGES],
    ["a package for development", [update("package.json", {}, { devDependencies: { a: "2" } })], PACKAGES],
    ["a workspace", [update("package.json", { workspaces: ["a"] }, { workspaces: ["a", "b"] })], PACKAGES],
    ["a service with packages of its own", [update("services/x/package.json", null, {})], PACKAGES],
    ["a provider", [update("sst.config.ts", 'providers: { aws: "7.1.0" }', 'providers: { aws: "7.2.0" }')], PACKAGES],
    [
      "this package alone, which is at hand",
      [
        update(
          "package.json",
          { devDependencies: { "generator-space-sst": "0.1.0", b: "1" }, scripts: {} },
          { devDependencies: { "generator-space-sst": "0.2.0", b: "1" }, scripts: { check: "x" } },
        ),
      ],
      null,
    ],
    ["a program", [update("sst.config.ts", 'aws: "7.1.0" // a', 'aws: "7.1.0" // b')], null],
    ["a file of no packages", [update("infra/index.ts", "a", "b")], null],
    ["one that is deleted", [{ path: "package.json", action: "delete", reason: "x", before: Buffer.from("{}") }], null],
  ];
  it.each(rows)("%s", async (_, changes, obstacle, tree) => {
    const { error } = await rehearse(changes, { rehearse: true }, tree);
    if (obstacle === null) {
      expect(error).toMatch(NEEDS_SST);
      expect(error).not.toContain("no rehearsal before");
    } else expect(error).toBe(`no rehearsal before the upgrade is written: ${obstacle}, then npm run rehearse`);
  });
});

it.each([
  ["where nobody sits", false, {}],
  ["in a dry run", true, { "dry-run": true }],
  ["where there can be none", true, {}],
])("without it nothing is rehearsed or refused, and nobody is asked: %s", async (_, sits, options) => {
  if (sits) onTestFinished(sitsDown());
  expect(await rehearse([], options)).toEqual({ asked: [], error: undefined });
});

describe("what a rehearsal has found", () => {
  const done: Deployed = { status: "done", steps: [], problems: [], seconds: 1 };
  const report = (deploy: Partial<Deployed>): Report => ({
    rehearsal: 1,
    ...{ generator: "0.1.0", sst: "4.17.1", engine: "3.215.0", project: "shop", stage: "production" },
    ...{ account: "123456789012", region: "us-east-1", since: { revision: "HEAD", commit: "0123456789abcdef" } },
    ...{ resumed: null, again: done, removal: null, losses: [], gaps: [], outside: [], cannotShow: [] },
    deploy: { ...done, ...deploy },
  });
  const FAILED = report({ status: "failed", problems: [{ resource: null, message: "x is not defined" }] });
  const VERDICT = "a deploy of production would fail: x is not defined";

  const say = (rehearsed: Report, insists: boolean) => {
    const { terminal, text } = kept();
    const session = new Session({ cwd: "/", root: "/", args: [], options: {}, ask: async () => null, terminal });
    let error: unknown = null;
    try {
      sayRehearsed(session, rehearsed, insists);
    } catch (thrown) {
      error = thrown;
    }
    return { said: text().trimEnd().split("\n"), error };
  };

  it("is shown, and where nothing speaks against the upgrade that is all", () => {
    const { said, error } = say(report({}), true);
    expect([said.length > 1, error]).toEqual([true, null]);
    expect(said.join("\n")).not.toContain("✖");
  });

  it("speaks against it: who asked for it by a flag has nothing written, who was offered it decides", () => {
    expect(say(FAILED, true).error).toMatchObject({ code: 1, message: `${VERDICT}; nothing was written` });
    const { said, error } = say(FAILED, false);
    expect([said.at(-1), error]).toEqual([`✖ ${VERDICT}`, null]);
    expect(say(FAILED, true).said.join("\n").trimEnd()).toBe(said.slice(0, -1).join("\n").trimEnd());
  });
});
