import { describe, expect, it } from "vitest";
import { toBlueprint } from "../../lib/answers/parse.ts";
import type { Answers } from "../../lib/answers/schema.ts";
import type { View } from "../../lib/answers/view.ts";
import { viewOf } from "../support/view.ts";

/** What templates are told of answers. */

type Service = NonNullable<Answers["services"]>[number];

describe("a service", () => {
  const seen = (name: string, services: Service[], rest: object = {}) =>
    viewOf({ services, ...rest }).services.find((one) => one.name === name);

  it("knows those that it calls, gives jobs and is called by", () => {
    const services: Service[] = [
      { name: "order-api", calls: ["in-side"], jobs: ["re-sizer"] },
      { name: "in-side", private: true, port: 4000 },
      { name: "re-sizer", kind: "worker", queue: "sqs", calls: ["in-side"] },
    ];
    expect(seen("order-api", services)).toMatchObject({
      ...{ id: "orderApi", Id: "OrderApi", callers: [], endpoint: false, http: true, routed: true, balancer: 1 },
      calls: [{ name: "in-side", id: "inSide", Id: "InSide", port: 4000, variable: "IN_SIDE_URL" }],
      jobs: [{ name: "re-sizer", id: "reSizer", queue: "sqs", variable: "RE_SIZER_QUEUE" }],
    });
    expect(seen("in-side", services)).toMatchObject({
      ...{ callers: ["order-api", "re-sizer"], endpoint: true, http: true, routed: false, balancer: null, queue: null },
    });
    expect(seen("re-sizer", services)).toMatchObject({ http: false, routed: false, queue: "sqs", container: true });
  });

  it("has its stores, with all who share them", () => {
    const stores = {
      databases: [{ name: "d", engine: "aurora-postgres" }],
      caches: [{ name: "c" }],
      buckets: [{ name: "b" }],
    };
    const services: Service[] = [
      { name: "api", database: "d", cache: "c", bucket: "b" },
      { name: "web", kind: "web", bucket: "b", aliases: ["*.t", "app"] },
      { name: "other", source: "existing", directory: "x", database: "d" },
      { name: "partner", bucket: "b", origins: ["https://a.com", "web"] },
    ];
    expect(seen("api", services, stores)).toMatchObject({
      database: { name: "d", family: "postgres", aurora: true, services: ["api", "other"], shared: true },
      cache: { name: "c", services: ["api"] },
      bucket: {
        services: ["api", "web", "partner"],
        // Its own of a service that has pages, and those that may call an API; tenants of all names are none.
        origins: { services: [{ name: "web", hosts: ["web", "app"] }], others: ["https://a.com"] },
      },
      origins: { services: [{ name: "web" }], others: [] },
      migrates: true,
      built: true,
    });
    expect(seen("other", services, stores)).toMatchObject({ cache: null, bucket: null, migrates: false, built: true });
    expect(seen("web", services, stores)).toMatchObject({ origins: null, migrates: false });
    expect(
      seen("one", [{ name: "one", database: "m" }], {
        databases: [{ name: "m", engine: "mysql", migrations: "none" }],
      }),
    ).toMatchObject({
      database: { family: "mysql", aurora: false, shared: false },
      migrates: false,
    });
  });

  it("is awake by day where a stage sleeps", () => {
    const night: Service[] = [{ name: "night", kind: "cron", schedule: "cron(0 3 * * ? *)" }];
    expect(seen("night", night)).toMatchObject({ awake: null, within: 26 });
    expect(seen("night", night, { sleep: {} })).toMatchObject({ awake: "cron(0 8 ? * MON-FRI *)", within: 74 });
    // None of its stages is one that sleeps.
    expect(seen("night", night, { sleep: {}, stages: ["production"] })).toMatchObject({ awake: null });
    const clients = [{ name: "acme", account: "111111111111", domain: "a.com", stages: ["dev"] }];
    expect(seen("night", night, { sleep: {}, stages: ["production"], clients })?.awake).not.toBeNull();
  });
});

describe("a repo", () => {
  const layoutOf = (answers: object): Partial<View["layout"]> => viewOf({ project: "shop", ...answers }).layout;

  it("stands where other tools look, unless they have been there before", () => {
    expect(layoutOf({})).toMatchObject({
      readme: "README.md",
      script: "",
      workflow: "",
      gitTop: "",
      inTitle: "",
      up: "",
    });
    expect(layoutOf({ adopted: true })).toMatchObject({
      readme: "infra/README.md",
      script: "infra:",
      workflow: "infra-",
      gitTop: "",
      up: "../",
    });
    const inside = { workflow: "shop-", gitTop: "../../", inTitle: " (shop)" };
    expect(layoutOf({ workingDirectory: "a/b" })).toMatchObject({ ...inside, readme: "README.md" });
    expect(layoutOf({ workingDirectory: "a/b", adopted: true })).toMatchObject({
      ...inside,
      readme: "infra/README.md",
    });
  });

  it("has its package manager's words, and this package from a registry or along with it", () => {
    const words = ({ pm, cli }: View) => [
      pm.name,
      pm.install,
      pm.ci,
      pm.run,
      pm.exec,
      pm.lockfile,
      pm.runAll("x"),
      cli,
    ];
    expect(words(viewOf({}))).toEqual([
      ...["npm", "npm install", "npm ci", "npm run", "npx", "package-lock.json"],
      ...["npm run x --workspaces --if-present", "npx space-sst"],
    ]);
    expect(words(viewOf({ packageManager: "pnpm" }))).toEqual([
      ...["pnpm", "pnpm install", "pnpm install --frozen-lockfile", "pnpm run", "pnpm exec", "pnpm-lock.yaml"],
      ...["pnpm --recursive --if-present run x", "pnpm exec space-sst"],
    ]);
    expect([viewOf({}).vendored, viewOf({}, "file:vendor/x.tgz").vendored]).toEqual([false, true]);
  });

  it("has the numbers of its load balancers in their order", () => {
    const services = [
      { name: "c", balancer: 3 },
      { name: "a" },
      { name: "b", balancer: 2 },
      { name: "w", kind: "worker" },
    ];
    expect(viewOf({ services }).balancers).toEqual([1, 2, 3]);
    expect(viewOf({ services: [{ name: "w", kind: "worker" }] }).balancers).toEqual([]);
  });

  it("has of a client's sizes what they are for", () => {
    const own = {
      ...{ fullScale: true, logDays: 30 },
      database: {
        ...{ instance: "t4g.large", multiAz: true, storage: "100 GB", connections: 9, backupDays: 8 },
        ...{ capacity: { min: "1 ACU", max: "2 ACU" }, replicas: 2 },
      },
      cache: { node: "t4g.small" },
    };
    const client = { name: "acme", account: "111111111111", domain: "a.com", sizes: { production: own } };
    const of = (answers: object) => viewOf({ ...answers, clients: [client] }).clients[0]?.sizes?.production;
    const withDatabase = (engine: string) => ({
      services: [{ name: "api", database: "d", cache: "c" }],
      databases: [{ name: "d", engine }],
      caches: [{ name: "c" }],
    });
    const { capacity, replicas, backupDays, ...instance } = own.database;
    expect(of({})).toEqual({ fullScale: true, logDays: 30 });
    expect(of({ services: [{ name: "www", kind: "static" }] })).toEqual({ logDays: 30 });
    expect(of(withDatabase("mysql"))).toEqual({ ...own, database: { ...instance, backupDays } });
    expect(of(withDatabase("aurora-mysql"))).toEqual({ ...own, database: { capacity, replicas, backupDays } });
    expect(toBlueprint({ project: "shop", clients: [client] } as never).clients[0]?.sizes).toEqual({ production: own });
  });
});
