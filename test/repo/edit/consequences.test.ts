import { describe, expect, it } from "vitest";
import { type Blueprint, toBlueprint } from "../../../lib/answers/parse.ts";
import type { Document } from "../../../lib/questions/document.ts";
import { consequences } from "../../../lib/repo/edit/consequences.ts";

const client = { name: "acme", account: "111111111111", domain: "acme.com", backup: { region: "us-west-2" } };
const answers = {
  project: "shop",
  region: "us-east-1",
  domain: "shop.com",
  services: [{ name: "api", database: "main", cache: "queue", bucket: "files" }],
  databases: [{ name: "main", engine: "postgres" }],
  caches: [{ name: "queue", engine: "valkey" }],
  buckets: [{ name: "files" }],
  backup: { region: "us-west-2" },
  clients: [client],
};

/** What is said of other answers: paths, those that lose data with a sign. */
const said = (change: object) =>
  consequences(toBlueprint(answers as Document), toBlueprint({ ...answers, ...change } as Document)).map(
    ({ path, loses }) => `${loses ? "! " : ""}${path}`,
  );

describe("what other answers do to data", () => {
  it.each<[string, object, string[]]>([
    ["the same", {}, []],
    ["another domain", { domain: "shop.org" }, []],
    ["another project", { project: "store" }, ["! project"]],
    ["another region", { region: "eu-west-1", backup: { region: "us-west-2" } }, ["! region", "! clients.acme.region"]],
    ["a stage less", { stages: ["dev", "production"] }, ["! stages.staging", "! clients.acme.stages.staging"]],
    ["another engine", { databases: [{ name: "main", engine: "mysql" }] }, ["! databases.main.engine"]],
    ["a newer version", { databases: [{ name: "main", version: "18" }] }, ["databases.main.version"]],
    [
      "no cache any more",
      { caches: [], services: [{ name: "api", database: "main", bucket: "files" }] },
      ["! caches.queue"],
    ],
    ["Redis for Valkey", { caches: [{ name: "queue", engine: "redis" }] }, ["! caches.queue.engine"]],
    [
      "no bucket any more",
      { buckets: [], services: [{ name: "api", database: "main", cache: "queue" }] },
      ["! buckets.files"],
    ],
    ["another region for copies", { backup: { region: "eu-west-1" } }, ["backup.region"]],
    ["no backups", { backup: null }, ["! backup"]],
    ["no client", { clients: [] }, ["! clients.acme"]],
    ["another account of a client", { clients: [{ ...client, account: "222222222222" }] }, ["! clients.acme.account"]],
    ["other addresses", { clients: [{ ...client, network: 9 }] }, ["! clients.acme.network"]],
    [
      "a client's copies elsewhere",
      { clients: [{ ...client, backup: { region: "us-east-2" } }] },
      ["clients.acme.backup.region"],
    ],
  ])("%s", (_, change, expected) => {
    expect(said(change)).toEqual(expected);
  });

  it("Valkey takes the place of Redis with what is in it", () => {
    const redis = { ...answers, caches: [{ name: "queue", engine: "redis" }] };
    expect(consequences(toBlueprint(redis as Document), toBlueprint(answers as Document))).toEqual([]);
  });

  it.each<[string, object, object, [path: string, message: string, loses: boolean][]]>([
    [
      "a place",
      {},
      { project: "store", region: "eu-west-1", clients: [{ ...client, region: "us-east-1" }] },
      [
        [
          "project",
          "the stages in shop stay in AWS with their data, and nothing here knows them any more; store gets new, empty ones",
          true,
        ],
        [
          "region",
          "the stages in us-east-1 stay in AWS with their data, and nothing here knows them any more; eu-west-1 gets new, empty ones",
          true,
        ],
      ],
    ],
    [
      "a client's account",
      {},
      { clients: [{ ...client, account: "222222222222" }] },
      [
        [
          "clients.acme.account",
          "the stages of acme in 111111111111 stay in AWS with their data, and nothing here knows them any more; 222222222222 gets new, empty ones",
          true,
        ],
      ],
    ],
    [
      "a newer version",
      {},
      { databases: [{ name: "main", version: "18" }] },
      [
        [
          "databases.main.version",
          'the next deploy upgrades it to 18, which cannot be taken back; production refuses until you let it ("A new major version" in RUNBOOK.md)',
          false,
        ],
      ],
    ],
    [
      "an older version",
      {},
      { databases: [{ name: "main", version: "16" }] },
      [["databases.main.version", "RDS goes back to no older version: it refuses the next deploy", false]],
    ],
    [
      "another engine",
      {},
      { databases: [{ name: "main", engine: "mysql" }] },
      [
        [
          "databases.main.engine",
          "the next deploy deletes it, and makes an empty mysql in its place; production refuses: give the new one another name",
          true,
        ],
      ],
    ],
    [
      "no database",
      {},
      { databases: [], services: [{ name: "api", cache: "queue", bucket: "files" }] },
      [
        [
          "databases.main",
          "the next deploy deletes it and all that is in it; production refuses until you let go",
          true,
        ],
      ],
    ],
    [
      "no backups of a client",
      {},
      { clients: [{ ...client, backup: null }] },
      [
        [
          "clients.acme.backup",
          "AWS Backup ends: outside production the next deploy deletes the backups, in production they stay",
          true,
        ],
      ],
    ],
    [
      "copies elsewhere",
      {},
      { backup: { region: "eu-west-1" } },
      [
        [
          "backup.region",
          "copies go to eu-west-1 from the next deploy on; those in us-west-2 stay there until you delete them",
          false,
        ],
      ],
    ],
    ["backups that are new", { backup: null }, {}, []],
    [
      "copies of nothing",
      { databases: [], services: [{ name: "api", cache: "queue", bucket: "files" }] },
      { databases: [], services: [{ name: "api", cache: "queue", bucket: "files" }], backup: null },
      [],
    ],
  ])("of %s is said in one line", (_, before, after, wanted) => {
    const [was, is] = [before, after].map((change) => toBlueprint({ ...answers, ...change } as Document));
    expect(consequences(was as Blueprint, is as Blueprint)).toEqual(
      wanted.map(([path, message, loses]) => ({ path, message, loses })),
    );
  });

  it("the jobs that wait in a queue of SQS go with it", () => {
    const worker = { name: "mailer", kind: "worker", queue: "sqs" };
    const of = (...services: object[]) =>
      consequences(
        toBlueprint({ project: "shop", services: [{ name: "api" }, worker] } as Document),
        toBlueprint({ project: "shop", services: [{ name: "api" }, ...services] } as Document),
      ).map(({ path, loses }) => [path, loses]);
    const gone = [["services.mailer.queue", true]];
    expect([of(worker), of(), of({ ...worker, queue: null }), of({ ...worker, name: "other" })]).toEqual([
      [],
      gone,
      gone,
      gone,
    ]);
  });
});
