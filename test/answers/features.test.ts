import { describe, expect, it } from "vitest";
import { viewOf } from "../support/view.ts";

/** What templates may ask of a repo by one word: which words hold for which answers, and no others. */

const hasOf = (answers: object): string[] =>
  Object.entries(viewOf({ ...answers }).has)
    .filter(([, has]) => has)
    .map(([name]) => name)
    .sort();

/** One API in one stage, of which nothing else is said. */
const API = { stages: ["dev"], ci: "none", services: [{ name: "api" }] };
const LEAST = ["built", "code", "containers", "routed", "services"];

describe("what a repo has", () => {
  it("is little for one API", () => expect(hasOf(API)).toEqual(LEAST));

  const alone = (service: object, rest: object = {}) => ({ ...API, services: [{ name: "one", ...service }], ...rest });
  const beside = (service: object, rest: object = {}) => ({
    ...API,
    services: [{ name: "api" }, { name: "one", ...service }],
    ...rest,
  });
  const database = (engine: string, service: object = {}) => ({
    ...API,
    services: [{ name: "api", database: "d", ...service }],
    databases: [{ name: "d", engine }],
  });
  const client = { name: "acme", account: "111111111111", domain: "acme.com", stages: ["production"] };

  it.each<[what: string, answers: object, more: string[], less?: string[]]>([
    ["production", { ...API, stages: ["production"] }, ["guarded", "production"]],
    ["staging", { ...API, stages: ["staging"] }, ["guarded"]],
    ["GitHub", { ...API, ci: "github" }, ["github"]],
    ["Bitbucket", { ...API, ci: "bitbucket" }, ["bitbucket"]],
    ["a domain", { ...API, domain: "a.com" }, ["domain"]],
    ["a client", { ...API, clients: [client] }, ["clients", "domain", "guarded", "production"]],
    [
      "a client's backups",
      { ...API, clients: [{ ...client, backup: {} }] },
      ["backup", "clients", "domain", "guarded", "production"],
    ],
    ["backups", { ...API, backup: {} }, ["backup"]],
    ["traces", { ...API, tracing: 5 }, ["tracing"]],
    ["a secret", beside({ secrets: ["KEY"] }), ["secrets"]],
    ["mail", beside({ email: "noreply" }, { domain: "a.com" }), ["domain", "email", "rights"]],
    ["a bucket", beside({ bucket: "b" }, { buckets: [{ name: "b" }] }), ["buckets", "rights"]],
    ["a cache", beside({ cache: "c" }, { caches: [{ name: "c" }] }), ["caches"]],
    ["a balancer", beside({ balancer: 2 }), ["balancers"]],
    ["a call", beside({ calls: ["api"] }), ["endpoints"]],
    ["a private API", beside({ private: true }), ["endpoints", "private"]],
    ["pages of its own", beside({ kind: "web" }), ["origins"]],
    ["pages of others", alone({ origins: ["https://a.com"] }), []],
    ["a cron", beside({ kind: "cron" }), ["crons"]],
    ["a site", beside({ kind: "static" }), ["origins", "sites"]],
    ["the domain itself", alone({ host: "@" }), ["apex"]],
    ["a way to the domain itself", alone({ redirects: ["@"] }), ["apex", "redirects"]],
    ["tenants", alone({ aliases: ["*.app"] }), ["aliases", "wildcards"]],
    ["a site's further hosts", beside({ kind: "static", aliases: ["www"] }), ["origins", "siteHosts", "sites"]],
    ["a site alone", alone({ kind: "static" }), ["code", "sites"], LEAST],
    ["a site alone, traced", alone({ kind: "static" }, { tracing: 5 }), ["code", "sites"], LEAST],
    ["a cron alone", alone({ kind: "cron" }), ["built", "code", "containers", "crons"], LEAST],
    ["a worker alone", alone({ kind: "worker" }), ["built", "code", "containers", "services", "workers"], LEAST],
    ["a web application alone", alone({ kind: "web" }), []],
    ["an image", alone({ source: "image", image: "nginx:1" }), ["containers", "routed", "services"], LEAST],
    ["own code", alone({ source: "existing", directory: "x" }), ["built", "containers", "routed", "services"], LEAST],
    ["PostgreSQL", database("postgres"), ["databases", "instances", "migrations", "postgres"]],
    ["Aurora", database("aurora-mysql"), ["aurora", "databases", "migrations", "mysql"]],
    [
      "own code on MySQL",
      database("mysql", { source: "existing", directory: "x" }),
      ["brought", "built", "containers", "databases", "instances", "mysql", "routed", "services"],
      LEAST,
    ],
    ["a queue", beside({ kind: "worker", queue: "sqs" }), ["rights", "sqs", "workers"]],
    [
      "a queue that it scales by",
      beside({ kind: "worker", queue: "sqs", backlog: 5, min: 0 }),
      ["idle", "queues", "rights", "sqs", "sqsScales", "workers"],
    ],
    [
      "a queue in a cache that it scales by",
      beside({ kind: "worker", cache: "c", backlog: 5 }, { caches: [{ name: "c" }] }),
      ["caches", "queues", "told", "workers"],
    ],
  ])("with %s", (_, answers, more, less = []) => {
    expect(hasOf(answers)).toEqual([...LEAST.filter((one) => !less.includes(one)), ...more].sort());
  });
});
