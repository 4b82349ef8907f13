import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RenderedFile } from "../../../lib/render/types.ts";
import { clientProblems } from "../../../lib/repo/edit/client.ts";
import { removalNotes } from "../../../lib/repo/edit/client-removal.ts";
import { removeCode } from "../../../lib/repo/edit/code.ts";
import { removeItem } from "../../../lib/repo/edit/remove.ts";
import { viewOf } from "../../support/view.ts";
import { temporaryFolder } from "../workspace/trees.ts";

/** What goes with a client, a service or a cache, and what is said of it. */

describe("a client that goes", () => {
  const notes = (client: object, rest: object = {}) => {
    const view = viewOf({
      services: [{ name: "api", database: "d" }],
      databases: [{ name: "d" }],
      clients: [
        { name: "acme", account: "111111111111", domain: "acme.com", region: "eu-west-1", network: 7, ...client },
      ],
      ...rest,
    });
    return removalNotes(view.clients[0] as (typeof view.clients)[0], view);
  };
  const FIRST =
    "Its stages were to be removed first, in account 111111111111 (eu-west-1): AWS_PROFILE=acme space-sst destroy acme-staging; AWS_PROFILE=acme space-sst destroy acme-production.";
  const REST = [
    "SST's own remains in the account: the bucket sst-state-…, the bucket sst-asset-… and the parameters /sst/bootstrap and /sst/passphrase/acme/…; delete them when nothing else there uses SST.",
    "Yours to delete: the hosted zone of acme.com, if nothing else is in it, the role that CI deploys with, and the CI environments acme-staging and acme-production.",
    "10.7.0.0/16 is free again: the next client may get it.",
  ];
  const production = (kept: string) =>
    `acme-production is protected and keeps its data: RUNBOOK.md says how to let go. What stays even then: ${kept}its buckets and KMS keys, and final snapshots of its caches.`;

  it("leaves much in its account", () => {
    expect(notes({ backup: { region: "eu-west-3" } })).toEqual([
      FIRST,
      production("its databases, with what they stand on, backups in eu-west-1 and eu-west-3, "),
      ...REST,
    ]);
    expect(notes({})).toEqual([FIRST, production("its databases, with what they stand on, "), ...REST]);
    const none = { services: [{ name: "api" }], databases: [] };
    expect(notes({ backup: {} }, none)).toEqual([FIRST, production(""), ...REST]);
  });

  it("leaves less without production, and without CI", () => {
    expect(notes({ stages: ["staging"] }, { ci: "none" })).toEqual([
      "Its stages were to be removed first, in account 111111111111 (eu-west-1): AWS_PROFILE=acme space-sst destroy acme-staging.",
      REST[0],
      "Yours to delete: the hosted zone of acme.com, if nothing else is in it.",
      REST[2],
    ]);
  });
});

it("a client that is wrong is told by its flags", () => {
  const document = { project: "shop", clients: [{ name: "first", account: "111111111111", domain: "a.com" }] };
  const item = {
    name: "acme",
    account: "1",
    domain: "b.com",
    sizes: { dev: { logDays: 2 } },
    backup: { retentionDays: 1 },
  };
  const problems = (item: object) => {
    try {
      clientProblems(document, item as never);
      return [];
    } catch (error) {
      return (error as { problems: { path: string }[] }).problems.map(({ path }) => path);
    }
  };
  expect(problems(item)).toEqual(["--account", "--backup-retention-days", "--size dev.logDays", "--size dev"]);
  expect(problems({ name: "first", account: "111111111111", domain: "b.com" })).toEqual(["name"]);
  expect(problems({ name: "acme", account: "111111111111", domain: "b.com" })).toEqual([]);
});

describe("the code of a service that goes", () => {
  const RENDERED: RenderedFile[] = [{ path: "services/api/src/main.ts", contents: "main\n", owner: "yours" }];
  async function folder(files: Record<string, string>): Promise<string> {
    const root = temporaryFolder();
    for (const [path, text] of Object.entries({ "services/api/src/main.ts": "main\n", ...files })) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    return root;
  }
  const of = async (files: Record<string, string>, all = false) => {
    const { changes, kept } = await removeCode(await folder(files), "services/api", RENDERED, all);
    return {
      kept,
      gone: changes.map(({ path, action, reason, before }) => `${action} ${path}: ${reason} (${before})`),
    };
  };
  const MAIN = "delete services/api/src/main.ts: its service goes (main\n)";

  it("is what was rendered, and not what tools have made", async () => {
    const made = ["node_modules/x/a.js", "dist/a.js", "coverage/a", "src/generated/a.ts", ".env"];
    expect(await of(Object.fromEntries(made.map((path) => [`services/api/${path}`, "x"])))).toEqual({
      kept: [],
      gone: [MAIN],
    });
  });

  it("stays with what its owner wrote, unless told otherwise", async () => {
    const mine = { "services/api/src/mine.ts": "mine\n" };
    expect(await of(mine)).toEqual({ kept: ["services/api/src/mine.ts"], gone: [] });
    expect(await of({ "services/api/src/main.ts": "edited\n" })).toEqual({
      kept: ["services/api/src/main.ts"],
      gone: [],
    });
    expect(await of(mine, true)).toEqual({
      kept: [],
      gone: [MAIN, "delete services/api/src/mine.ts: its service goes (mine\n)"],
    });
  });

  it("is nothing where there is no folder", async () => {
    expect(await removeCode(temporaryFolder(), "services/api", RENDERED, false)).toEqual({ changes: [], kept: [] });
  });
});

it("without a cache, workers keep the queues that are of SQS, and those who give them jobs", () => {
  const document = {
    services: [
      { name: "api", cache: "main", jobs: ["resizer", "mailer"], min: 2 },
      { name: "other", cache: "spare", jobs: ["mailer"] },
      { name: "resizer", kind: "worker", cache: "main", queue: "sqs", backlog: 5, min: 0 },
      { name: "mailer", kind: "worker", cache: "main", queue: "bullmq", backlog: 5, min: 0 },
    ],
    caches: [{ name: "main" }, { name: "spare" }],
    databases: [],
  };
  const { document: after, lost, without } = removeItem(document, "cache", "main");
  expect(after.services).toEqual([
    { name: "api", cache: null, jobs: ["resizer"], min: 2 },
    document.services[1],
    { name: "resizer", kind: "worker", cache: null, queue: "sqs", backlog: 5, min: 0 },
    { name: "mailer", kind: "worker", cache: null, min: 1 },
  ]);
  expect(after.caches).toEqual([{ name: "spare" }]);
  expect({ lost, without }).toEqual({ lost: [{ what: "cache", name: "main" }], without: ["api", "resizer", "mailer"] });
});

it("with the last service that uses them, stores go too, and a client takes none along", () => {
  const document = {
    services: [
      { name: "api", database: "d", bucket: "b" },
      { name: "jobs", cache: "c" },
    ],
    databases: [{ name: "d" }],
    caches: [{ name: "c" }],
    buckets: [{ name: "b" }],
    clients: [{ name: "acme" }, { name: "globex" }],
  };
  const { document: after, lost } = removeItem(document, "service", "api");
  expect(lost).toEqual([
    { what: "database", name: "d" },
    { what: "bucket", name: "b" },
  ]);
  expect([after.databases, after.caches, after.buckets]).toEqual([[], [{ name: "c" }], []]);
  const client = removeItem(document, "client", "acme");
  expect([client.document.clients, client.lost, client.without]).toEqual([[{ name: "globex" }], [], []]);
});
