import { Resolver } from "node:dns/promises";

/** Names in DNS. */

/** Public resolvers see what the world sees, unlike those of an office; the machine's own are for where these are blocked. */
const PUBLIC_RESOLVERS = ["1.1.1.1", "8.8.8.8"];

/** Milliseconds for the first answer of a name server, and how often it is asked: a packet gets lost. Each time it may take twice as long. */
const PATIENCE = { timeout: 1_000, tries: 3 };

/** @param nameServers to ask instead, such as `1.1.1.1` or `127.0.0.1:5353` */
export function resolverAt(nameServers: readonly string[] | undefined): Resolver {
  const dns = new Resolver(PATIENCE);
  dns.setServers(nameServers ?? [...PUBLIC_RESOLVERS, ...dns.getServers()]);
  return dns;
}

/** A name without the dot at its end. */
export const plain = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/** The domain itself, then what it is below: `app.acme.com`, `acme.com`. */
export const upwards = (domain: string): string[] => {
  const labels = domain.split(".");
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
};

/** Records of a name; none where there is no such name, or none of that kind. */
export async function records<T>(query: Promise<T[]>): Promise<T[]> {
  try {
    return await query;
  } catch (error) {
    const { code = "" } = error as { code?: string };
    if (code === "ENOTFOUND" || code === "ENODATA") return [];
    throw error;
  }
}
