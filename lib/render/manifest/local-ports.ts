import type { View } from "../view.ts";

/**
 * The ports on a developer's machine. A port depends on what it belongs to and not on its place in the list, so that
 * adding or removing something leaves the others (and the `.env` files that name them) as they are; only two that wish
 * for the same port are told apart by their order.
 */

/** FNV-1a: small, and the same everywhere. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) as number), 0x01000193) >>> 0;
  return value;
}

function assign(wishes: readonly (readonly [name: string, port: number])[]): Map<string, number> {
  const taken = new Set<number>();
  return new Map(
    wishes.map(([name, wish]) => {
      let port = wish;
      while (taken.has(port)) port += 1;
      taken.add(port);
      return [name, port];
    }),
  );
}

/** A service that answers for a whole host has a priority of 20000, 20010, …: 3000, 3001, … Others follow theirs. */
const servicePort = (priority: number): number =>
  priority >= 20_000 ? 3000 + Math.floor((priority - 20_000) / 10) : 4000 + (Math.floor(priority / 10) % 1000);

export const localServicePorts = (view: View): Map<string, number> =>
  assign(
    view.services.flatMap(({ name, priority }) => (priority === null ? [] : [[name, servicePort(priority)] as const])),
  );

export const localDatabasePorts = (view: View): Map<string, number> =>
  assign(view.databases.map(({ name }) => [name, 15_000 + (hash(name) % 1000)]));

export const localCachePorts = (view: View): Map<string, number> =>
  assign(view.caches.map(({ name }) => [name, 16_000 + (hash(name) % 1000)]));
