import { expect, it } from "vitest";
import { PRESETS } from "../../lib/answers/presets.ts";
import { viewOf } from "../support/view.ts";

/** What the presets' own descriptions promise, of what they mean to the templates. */

const seen = (name: string) => viewOf({ ...PRESETS[name]?.answers });
const those = <One extends { name: string }>(all: readonly One[], are: (one: One) => unknown) =>
  all.filter(are).map(({ name }) => name);

it.each(["saas", "multi-tenant"])("%s is an API, web, worker and cron on PostgreSQL and Valkey", (preset) => {
  const { services, databases, caches, backup, region } = seen(preset);
  expect(services.map(({ kind, source }) => [kind, source])).toEqual([
    ["api", "nestjs"],
    ["web", "react"],
    ["worker", "node"],
    ["cron", "node"],
  ]);
  expect([databases.map(({ engine }) => engine), caches.map(({ engine }) => engine)]).toEqual([
    ["postgres"],
    ["valkey"],
  ]);
  expect(those(services, ({ database }) => database)).toEqual(["api", "worker", "nightly"]);
  // What the API asks for, the worker finds in the cache that both have.
  expect(those(services, ({ cache }) => cache)).toEqual(["api", "worker"]);
  expect(services.map(({ jobs }) => jobs.map(({ name }) => name))).toEqual([["worker"], [], [], []]);
  expect(backup?.region).toMatch(/^[a-z]+-[a-z]+-\d$/);
  expect(backup?.region).not.toBe(region);
});

it("minimal is an API behind the load balancer, and nothing else", () => {
  const { services, databases, caches, clients, backup } = seen("minimal");
  expect(services).toMatchObject([
    { name: "api", kind: "api", source: "nestjs", routed: true, database: null, cache: null },
  ]);
  expect({ databases, caches, clients, backup }).toEqual({ databases: [], caches: [], clients: [], backup: null });
});

it("multi-tenant has clients, each with an account and a domain of its own", () => {
  const { clients } = seen("multi-tenant");
  expect(clients.length).toBe(2);
  for (const own of ["account", "domain", "name"] as const)
    expect(new Set(clients.map((one) => one[own])).size).toBe(2);
  expect(seen("saas").clients).toEqual([]);
});
