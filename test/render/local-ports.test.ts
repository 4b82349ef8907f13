import { expect, test } from "vitest";
import {
  localBucketPort,
  localCachePorts,
  localDatabasePorts,
  localServicePorts,
} from "../../lib/render/manifest/local-ports.ts";
import { viewOf } from "../support/view.ts";

/** The ports on a developer's machine. */

const names = (what: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `${what}-${index}` }));

const view = viewOf({
  services: names("api", 30).map((one, index) => ({
    ...one,
    ...(index < 10 ? { database: `db-${index}`, cache: `cache-${index}` } : {}),
  })),
  databases: names("db", 10),
  caches: names("cache", 10),
});

test("each kind has a thousand of its own, below those that the system gives to whoever asks", () => {
  const between = (ports: Iterable<number>) => [...ports].map((port) => Math.floor(port / 1000));
  const thousands = {
    services: between(localServicePorts(view).values()),
    databases: between(localDatabasePorts(view).values()),
    caches: between(localCachePorts(view).values()),
    buckets: between(["acme", "shop", "a", "b"].map((project) => localBucketPort(viewOf({ project })))),
  };
  const only = (ports: number[]) => [...new Set(ports)];
  expect(Object.fromEntries(Object.entries(thousands).map(([kind, all]) => [kind, only(all)]))).toEqual({
    services: [3],
    databases: [15],
    caches: [16],
    buckets: [17],
  });
});

test("no two have the same", () => {
  for (const ports of [localServicePorts(view), localDatabasePorts(view), localCachePorts(view)])
    expect(new Set(ports.values()).size).toBe(ports.size);
});
