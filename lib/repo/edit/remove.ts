import { STORE_KINDS, STORES, type StoreKind } from "../../answers/vocabulary.ts";
import { UsageError } from "../../errors.ts";
import type { Document } from "../../questions/document.ts";
import { didYouMean } from "../../system/nearest.ts";
import { items } from "./add.ts";

/** Edits of a document of answers that take something away. Pure. */

export const REMOVABLE = { service: "services", ...STORES, client: "clients" } as const;
export type Removable = keyof typeof REMOVABLE;

export interface Removal {
  document: Document;
  /** Databases, caches and buckets that go: what they hold is lost. */
  lost: { what: StoreKind; name: string }[];
  /** Services that lose one of these, or one that they called or gave jobs to. */
  without: string[];
}

/** Where the code of a service knows others: whom it calls, and whom it gives jobs to. */
const KNOWN = ["calls", "jobs"] as const;
/** Where a service names others: besides them, those whose pages may call it. */
const NAMED = [...KNOWN, "origins"] as const;

const namedIn = (service: Document, key: (typeof NAMED)[number]): string[] =>
  Array.isArray(service[key]) ? service[key].map(String) : [];

/** Whether the code of a service uses what is to go: its database, its cache, its bucket, or another service. */
const uses = (service: Document, what: Removable, name: string): boolean =>
  what === "service" ? KNOWN.some((key) => namedIn(service, key).includes(name)) : service[what] === name;

/** A service without its cache: with it go the queue in it, and the jobs that it gives by way of it. Those of SQS stay. */
function withoutCache({ backlog, jobs, queue, ...service }: Document, sqs: ReadonlySet<unknown>): Document {
  const given = namedIn({ jobs }, "jobs").filter((name) => sqs.has(name));
  const own = { queue, ...(backlog === undefined ? {} : { backlog }) };
  return {
    ...service,
    cache: null,
    ...(given.length > 0 ? { jobs: given } : {}),
    ...(queue === "sqs" ? own : service.min === 0 ? { min: 1 } : {}),
  };
}

/** A service without what is to go. */
function withoutUse(service: Document, what: Removable, name: string, services: readonly Document[]): Document {
  if (what !== "service" && !uses(service, what, name)) return service;
  if (what === "cache")
    return withoutCache(service, new Set(services.filter(({ queue }) => queue === "sqs").map((one) => one.name)));
  if (what !== "service") return { ...service, [what]: null };
  const naming = NAMED.filter((key) => namedIn(service, key).includes(name));
  const left = naming.map((key) => [key, namedIn(service, key).filter((other) => other !== name)]);
  return { ...service, ...Object.fromEntries(left) };
}

/** Stores that no service names any more. */
function unused(document: Document): Removal["lost"] {
  const services = items(document, "services");
  return STORE_KINDS.flatMap((what) =>
    items(document, REMOVABLE[what])
      .filter(({ name }) => !services.some((service) => service[what] === name))
      .map(({ name }) => ({ what, name: String(name) })),
  );
}

/**
 * The document without an item, and without the databases, caches and buckets that nothing uses then.
 * @throws {UsageError} where it is not there, or is the last service
 */
export function removeItem(document: Document, what: Removable, name: string): Removal {
  const list = items(document, REMOVABLE[what]);
  const names = list.map((item) => String(item.name));
  const refuse = (message: string) => new UsageError([{ path: "name", message }], "the command line");
  if (!names.includes(name)) throw refuse(`there is no ${what} called "${name}"${didYouMean(name, names)}`);
  if (what === "service" && names.length === 1) throw refuse(`"${name}" is the last service: a repo has at least one`);
  const rest = { ...document, [REMOVABLE[what]]: list.filter((item) => item.name !== name) };
  const services = items(rest, "services");
  const users = services.filter((service) => uses(service, what, name)).map((service) => String(service.name));
  const disconnected = { ...rest, services: services.map((service) => withoutUse(service, what, name, services)) };
  const gone = unused(disconnected);
  const left = (kind: StoreKind) =>
    items(disconnected, STORES[kind]).filter(
      (item) => !gone.some((one) => one.what === kind && one.name === item.name),
    );
  return {
    document: {
      ...disconnected,
      ...Object.fromEntries(STORE_KINDS.map((kind) => [STORES[kind], left(kind)])),
    },
    lost: [...(what === "service" || what === "client" ? [] : [{ what, name }]), ...gone],
    without: users,
  };
}
