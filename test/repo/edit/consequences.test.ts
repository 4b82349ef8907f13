import { describe, expect, it } from "vitest";
import { toBlueprint } from "../../../lib/answers/parse.ts";
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

  it("one line says what happens", () => {
    const [found] = consequences(
      toBlueprint(answers as Document),
      toBlueprint({ ...answers, backup: { region: "eu-west-1" } } as Document),
    );
    expect(found?.message).toBe(
      "copies go to eu-west-1 from the next deploy on; those in us-west-2 stay there until you delete them",
    );
  });
});
