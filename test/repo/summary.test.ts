import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { costLines, editSummary, summary } from "../../lib/repo/summary.ts";
import type { Change } from "../../lib/repo/workspace/index.ts";
import { KEPT } from "../../lib/terminal/fold.ts";
import { Terminal } from "../../lib/terminal/terminal.ts";
import { viewOf } from "../support/view.ts";

/** What a kickoff and an edit say when they are done, as somebody reads it. */

const terminal = new Terminal({ out: new PassThrough(), env: {} });
const contents = Buffer.from("");
const change = (action: Change["action"], path: string, reason = action === "create" ? "new" : "new version"): Change =>
  ({ path, action, reason, contents, before: contents }) as Change;
const SIDES = { yours: contents, generated: contents };

const API = { domain: "acme.com", services: [{ name: "api" }] };

describe("a kickoff says", () => {
  /** As it is printed: a space at which no line may be broken is one as any other. */
  const says = (answers: object, changes: Change[], more: object = {}) =>
    [
      ...summary({
        ...{ view: viewOf({ ...answers }), changes, folder: "shop", command: "space-sst shop --yes", terminal },
        ...{ installed: false, priced: true, ...more },
      }),
    ].map((line) => line.replaceAll(KEPT, " "));

  it("what comes next, and no file of a new folder by its name", () => {
    expect(says(API, [change("create", "a"), change("create", "b")])).toEqual([
      "",
      "✔ acme: 2 files created.",
      "",
      "Next",
      "  cd shop",
      "  npm install",
      "  npm run check       types, lint and the infrastructure, offline",
      "  npm run deploy:dev  the first deploy; README.md says what it needs",
      "",
      "A deploy of dev needs",
      "  credentials of its AWS account  export AWS_PROFILE=<profile>",
      "  Docker, running                 images are built on the machine that deploys",
      "  a hosted zone of acme.com       in Route 53, in the account of the stage",
      "  all of that                     npx space-sst doctor dev looks at it",
      "",
      "This run again, without questions",
      "  space-sst shop --yes",
    ]);
  });

  it("no step that is done, where it is this folder and everything is installed", () => {
    const lines = says(API, [change("create", "a")], { folder: "", installed: true });
    expect(lines.slice(0, 5)).toEqual([
      "",
      "✔ acme: 1 file created.",
      "",
      "Next",
      expect.stringMatching(/^ {2}npm run check /),
    ]);
  });

  const NOTE = "! ";
  const notes = (answers: object, changes: Change[], more: object = {}) =>
    says(answers, changes, more)
      .filter((line) => line.startsWith(NOTE))
      .map((line) => line.slice(NOTE.length));
  const DOMAIN = "Without a domain a production deploy is refused: --domain acme.com gives one.";

  it.each<[string, object, Change[], string[]]>([
    ["that production wants a domain", {}, [change("create", "a")], [DOMAIN]],
    ["nothing of it without production", { stages: ["dev"] }, [change("create", "a")], []],
    [
      "that nothing has changed",
      API,
      [change("unchanged", "a")],
      [expect.stringMatching(/^Nothing has changed: an answer changes by its flag/)],
    ],
    [
      "which files have markers",
      API,
      [{ ...change("merge", "a"), unresolved: SIDES } as Change],
      ["a has conflict markers for you to resolve."],
    ],
    [
      "that a package.json is its owner's",
      API,
      [change("keep", "package.json", "your version")],
      ["package.json is yours: the scripts below need what --dry-run shows for it."],
    ],
    ["nothing of one that is kept for another reason", API, [change("keep", "package.json", "edited by you")], []],
    [
      "where CI looks for its files",
      { ...API, workingDirectory: "a/b" },
      [change("create", "../../.github/workflows/acme-ci.yml")],
      [
        "What CI runs is where it looks for it, at the top of the git repository (../../.github/workflows/acme-*.yml): for changes in a/b alone.",
      ],
    ],
    [
      "where Bitbucket does",
      { ...API, workingDirectory: "a", ci: "bitbucket" },
      [change("create", "../bitbucket-pipelines.yml")],
      [
        "What CI runs is where it looks for it, at the top of the git repository (../bitbucket-pipelines.yml): for changes in a alone.",
      ],
    ],
    [
      "that backups go abroad, and what is seldom meant",
      {
        ...{ ...API, services: [{ name: "api", path: "/v1", database: "d" }], databases: [{ name: "d" }] },
        ...{ region: "eu-west-1", backup: { region: "us-east-1" } },
      },
      [change("create", "a")],
      [
        "Copies of backups go from eu-west-1 to us-east-1: they leave the European Union.",
        "api answers /v1 alone, and nothing below it: /v1/* has all of it.",
      ],
    ],
  ])("%s", (_, answers, changes, wanted) => expect(notes(answers, changes)).toEqual(wanted));

  it("that this package comes along, where no registry has it", () => {
    const view = viewOf(API, "file:vendor/generator-space-sst.tgz");
    const tgz = change("create", "vendor/generator-space-sst.tgz");
    const lines = (changes: Change[]) => [
      ...summary({ view, changes, folder: "", command: "x", terminal, installed: true, priced: true }),
    ];
    const line = expect.stringMatching(
      /^! This generator is not from a registry: vendor\/\S* brings it along.* Commit it\.$/,
    );
    expect(lines([tgz])).toContainEqual(line);
    expect(lines([{ ...tgz, action: "unchanged" } as Change])).not.toContainEqual(line);
  });

  it("what becomes of files that were there, but for a list that nobody reads", () => {
    const many = Array.from({ length: 21 }, (_, index) => change("create", `f${index}`));
    const kept = change("keep", "kept", "edited by you");
    const lines = says(API, [kept, ...many]);
    expect(lines.slice(0, 4)).toEqual(["keep    kept  edited by you", "create  f0", "create  f1", "create  f2"]);
    expect(lines.slice(19, 23)).toEqual([
      "create  f18",
      "… and 2 more",
      "",
      "✔ acme: 21 files created, 1 file kept as you have them.",
    ]);
    expect(says(API, [kept, ...many.slice(0, 19)])[20]).toBe("");
    // In a repo that was there, what is new says less than what becomes of its own files.
    expect(says({ ...API, adopted: true }, [kept, ...many]).slice(0, 3)).toEqual([
      "keep    kept  edited by you",
      "",
      "✔ acme: 21 files created, 1 file kept as you have them.",
    ]);
  });

  it("what it costs, where that was not on the screen before", () => {
    const lines = says(API, [change("create", "a")], { priced: false });
    expect(lines[3]).toMatch(/^A month costs about, without visitors, by prices of \d{4}-\d{2}-\d{2}$/);
    expect(lines.slice(4, 8).map((line) => line.replace(/\$\d+/, "$").replace(/ +/g, " "))).toEqual([
      " dev $",
      " staging $",
      " production $",
      " all together $",
    ]);
  });
});

it("costs are of each client while they are few, and of all together where they are many", () => {
  const rows = (count: number, stages: string[] = ["dev"]) => {
    const clients = Array.from({ length: count }, (_, n) => ({
      ...{ name: `c${n}`, account: "111111111111", domain: `c${n}.com`, stages: ["dev"] },
    }));
    return costLines(viewOf({ stages, clients }))
      .slice(1)
      .map((line) => line.replace(/ *\$.*/, "").trim());
  };
  expect(rows(6)).toEqual(["dev", "c0", "c1", "c2", "c3", "c4", "c5", "all together"]);
  expect(rows(7)).toEqual(["dev", "7 clients", "all together"]);
  expect(rows(0)).toEqual(["dev"]);
});

describe("an edit says", () => {
  it("what it did, what to know, and what comes next", () => {
    const changes = [
      change("update", "infra/index.ts"),
      change("delete", "infra/old.ts", "no longer generated"),
      { ...change("merge", "README.md", "conflict markers to resolve"), unresolved: SIDES } as Change,
    ];
    const of = (folder: string) => [
      ...editSummary({
        view: viewOf(API),
        changes,
        folder,
        terminal,
        notes: ["Mind this."],
        next: "npm run deploy:dev",
      }),
    ];
    expect(of("shop")).toEqual([
      "update  infra/index.ts",
      "delete  infra/old.ts  no longer generated",
      "merge   README.md     conflict markers to resolve",
      "",
      "✔ acme: 1 file updated, 1 file merged, 1 file deleted.",
      "! README.md has conflict markers for you to resolve.",
      "! Mind this.",
      "",
      "Next: cd shop && npm run check, read the diff in git, then npm run deploy:dev",
    ]);
    expect(of("").at(-1)).toBe("Next: npm run check, read the diff in git, then npm run deploy:dev");
  });
});
