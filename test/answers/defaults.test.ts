import { describe, expect, it } from "vitest";
import { toDocument } from "../../lib/answers/document.ts";
import { toBlueprint } from "../../lib/answers/parse.ts";
import type { Answers } from "../../lib/answers/schema.ts";

/** What a repo has of which little is said, and that what is said is kept as it is. */

const OF_A_SERVICE = {
  port: 5000,
  health: "/health",
  path: "/*",
  cpu: "0.25 vCPU",
  memory: "1 GB",
  min: 2,
  max: 4,
  writable: [],
  database: null,
  cache: null,
  secrets: [],
};

const keptOf = (answers: Answers): Answers => toDocument(toBlueprint(answers));

describe("what nobody says", () => {
  it("of a repo is stored all the same: another version may think otherwise", () => {
    expect(keptOf({ project: "shop" })).toEqual({
      blueprint: 1,
      project: "shop",
      region: "us-east-1",
      stages: ["dev", "staging", "production"],
      domain: null,
      dns: "route53",
      certificate: null,
      services: [{ name: "api", kind: "api", source: "nestjs", host: "api", ...OF_A_SERVICE, priority: 34_567 }],
      databases: [],
      caches: [],
      backup: null,
      alerts: { email: null, slack: null },
      capacity: "on-demand",
      architecture: "x86_64",
      tunnel: "always",
      sleep: null,
      ci: "github",
      packageManager: "npm",
      adopted: false,
      clients: [],
    });
  });

  it.each<[Partial<NonNullable<Answers["services"]>[number]>, object]>([
    [{ kind: "web" }, { source: "react", memory: "0.5 GB" }],
    [{ kind: "worker" }, { source: "nestjs", memory: "1 GB" }],
    [{ kind: "cron" }, { schedule: "cron(0 3 * * ? *)", timeout: 60 }],
    [{ kind: "static" }, { source: "react" }],
    // NestJS wants more than the least only where the least is half a gigabyte.
    [{ cpu: "0.5 vCPU" }, { memory: "1 GB" }],
    [{ cpu: "1 vCPU" }, { memory: "2 GB" }],
    [{ source: "node" }, { memory: "0.5 GB" }],
    [{ min: 4 }, { max: 4 }],
    [{ min: 5 }, { max: 5 }],
    [{ min: 1 }, { max: 4 }],
  ])("of a service that is %j", (said, wanted) => {
    expect(keptOf({ project: "shop", services: [{ name: "one", ...said }] }).services?.[0]).toMatchObject(wanted);
  });

  it("of stores, backups, nights and clients", () => {
    const kept = keptOf({
      project: "shop",
      services: [{ name: "api", database: "d", cache: "c", bucket: "b" }],
      databases: [{ name: "d" }],
      caches: [{ name: "c" }],
      buckets: [{ name: "b" }],
      backup: {},
      sleep: {},
      clients: [{ name: "acme", account: "111111111111", domain: "acme.com" }],
    });
    const backup = { region: "us-west-2", retentionDays: 35, copyRetentionDays: 35 };
    expect(kept.databases).toEqual([{ name: "d", engine: "postgres", version: "17", migrations: "typeorm" }]);
    expect(kept.caches).toEqual([{ name: "c", engine: "valkey" }]);
    expect(kept.buckets).toEqual([{ name: "b" }]);
    expect(kept.backup).toEqual(backup);
    expect(kept.sleep).toEqual({ hours: "19:00-07:00 and weekends", timezone: "UTC", stages: ["dev"] });
    const { domain, account, name } = { name: "acme", account: "111111111111", domain: "acme.com" };
    expect(kept.clients).toEqual([
      {
        ...{ name, account, region: "us-east-1", domain, certificate: null },
        ...{ backup, stages: ["staging", "production"], network: 1 },
      },
    ]);
  });

  it.each([
    ["aurora-postgres", "17"],
    ["mysql", "8.4"],
    ["aurora-mysql", "8.0"],
  ] as const)("of %s is version %s", (engine, version) => {
    const answers = { services: [{ name: "api", database: "d" }], databases: [{ name: "d", engine }] };
    expect(keptOf({ project: "shop", ...answers }).databases?.[0]?.version).toBe(version);
  });

  it("of the stages of a client are those that face its users", () => {
    const client = { name: "acme", account: "111111111111", domain: "acme.com" };
    const of = (stages: Answers["stages"]) =>
      keptOf({ project: "shop", stages, clients: [client] }).clients?.[0]?.stages;
    expect([of(["dev", "staging"]), of(["dev"]), of(["staging"])]).toEqual([["staging"], ["production"], ["staging"]]);
  });

  it("of networks are the lowest that are free", () => {
    const client = (name: string, network?: number) => ({
      ...{ name, account: "111111111111", domain: `${name}.com` },
      ...(network === undefined ? {} : { network }),
    });
    const { clients } = keptOf({
      project: "shop",
      clients: [client("a"), client("b", 1), client("c", 3), client("d")],
    });
    expect(clients?.map(({ network }) => network)).toEqual([2, 1, 3, 4]);
  });
});

/** Everything that may be said, in the order of the schema. */
const ALL: Answers = {
  blueprint: 1,
  project: "shop",
  region: "eu-west-1",
  stages: ["staging", "production"],
  domain: "acme.com",
  dns: "cloudflare",
  certificate: null,
  services: [
    {
      ...{ name: "api", kind: "api", source: "node", port: 4000, health: "/alive", host: "@", aliases: ["*.app"] },
      ...{ redirects: ["www"], path: "/v1/*", cpu: "1 vCPU", memory: "3 GB", min: 3, max: 9, writable: [] },
      ...{ database: "main", cache: "main", bucket: "files", email: "noreply", calls: ["inside"], jobs: ["mailer"] },
      ...{ origins: ["https://a.com"], secrets: ["KEY"], priority: 7, redirectsPriority: 8, balancer: 2 },
    },
    {
      ...{
        name: "inside",
        kind: "api",
        source: "existing",
        port: 5000,
        private: true,
        health: "/health",
        host: "inside",
      },
      ...{ path: "/*", cpu: "0.25 vCPU", memory: "1 GB", min: 2, max: 4, directory: "apps/inside", writable: ["/x"] },
      ...{ database: null, cache: null, secrets: [] },
    },
    {
      ...{ name: "mailer", kind: "worker", source: "image", port: 5000, health: "/health", host: "mailer", path: "/*" },
      ...{ cpu: "0.25 vCPU", memory: "1 GB", min: 0, max: 4, queue: "bullmq", backlog: 5, image: "nginx:1" },
      ...{ writable: [], database: null, cache: "main", secrets: [] },
    },
    {
      ...{ name: "night", kind: "cron", source: "node", port: 5000, health: "/health", host: "night", path: "/*" },
      ...{ cpu: "0.25 vCPU", memory: "1 GB", min: 2, max: 4, schedule: "rate(1 day)", timeout: 9, writable: [] },
      ...{ database: null, cache: null, secrets: [] },
    },
  ],
  databases: [{ name: "main", engine: "aurora-mysql", version: "8.4", migrations: "prisma" }],
  caches: [{ name: "main", engine: "redis" }],
  buckets: [{ name: "files" }],
  backup: { region: "eu-west-3", retentionDays: 8, copyRetentionDays: 9 },
  alerts: { email: "a@acme.com", slack: "T0123ABCD/C0123ABCD" },
  capacity: "spot",
  architecture: "arm64",
  tunnel: "none",
  tracing: 5,
  sleep: { hours: "20:00-06:00", timezone: "Europe/Berlin", stages: ["staging"] },
  ci: "none",
  packageManager: "pnpm",
  adopted: true,
  workingDirectory: "platform/shop",
  clients: [
    {
      ...{ name: "globex", account: "222222222222", region: "us-east-1", domain: "globex.com", certificate: null },
      ...{ backup: { region: "us-west-2", retentionDays: 30, copyRetentionDays: 20 }, stages: ["production"] },
      ...{ network: 9, sizes: { production: { fullScale: true, logDays: 30, cache: { node: "t4g.small" } } } },
    },
  ],
};

describe("what is said", () => {
  it("is stored as it is, in the order of the schema", () => {
    expect(JSON.stringify(keptOf(ALL), null, 1)).toBe(JSON.stringify(ALL, null, 1));
  });

  it("is stored in that order, however it was given", () => {
    const turned = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(turned)
        : value !== null && typeof value === "object"
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, one]) => [key, turned(one)]),
            )
          : value;
    const { sizes, ...client } = ALL.clients?.[0] ?? {};
    const plain = { ...ALL, clients: [client], alerts: {} } as Answers;
    expect(sizes).toBeDefined();
    expect(JSON.stringify(keptOf(turned(plain) as Answers))).toBe(JSON.stringify(keptOf(plain)));
  });

  it("of sizes is left out where it is nothing", () => {
    const client = {
      name: "acme",
      account: "111111111111",
      domain: "acme.com",
      sizes: { production: { database: {} } },
    };
    expect(keptOf({ project: "shop", clients: [client] }).clients?.[0]).not.toHaveProperty("sizes");
  });
});
