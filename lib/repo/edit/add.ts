import { ENVIRONMENTS, type StoreKind } from "../../answers/vocabulary.ts";
import { UsageError } from "../../errors.ts";
import type { Document } from "../../questions/document.ts";
import type { ListName } from "../../questions/fields.ts";

/** Edits of a document of answers that add something. Pure; what is wrong with the result, the blueprint's own rules say. */

export const items = (document: Document, list: ListName): Document[] =>
  (document[list] as Document[] | undefined) ?? [];

const ONE: Record<ListName, string> = {
  services: "service",
  databases: "database",
  caches: "cache",
  buckets: "bucket",
  clients: "client",
};

/** @throws {UsageError} where an item of that name is there */
export function addItem(document: Document, list: ListName, item: Document): Document {
  if (items(document, list).some(({ name }) => name === item.name)) {
    throw new UsageError(
      [{ path: "name", message: `there is a ${ONE[list]} called "${item.name}" already` }],
      "the command line",
    );
  }
  return { ...document, [list]: [...items(document, list), item] };
}

/**
 * Gives a database, a cache or a bucket to services.
 * @throws {UsageError} where one of them is not there, or has one already
 */
export function connect(document: Document, key: StoreKind, name: unknown, services: readonly string[]): Document {
  const all = items(document, "services");
  const problems = services.flatMap((wanted) => {
    const service = all.find((candidate) => candidate.name === wanted);
    if (service === undefined)
      return [
        {
          path: "--services",
          message: `there is no service called "${wanted}": there are ${all.map((item) => item.name).join(", ")}`,
        },
      ];
    return service[key] == null
      ? []
      : [{ path: "--services", message: `"${wanted}" has the ${key} "${service[key]}" already` }];
  });
  if (problems.length > 0) throw new UsageError(problems, "the command line");
  return {
    ...document,
    services: all.map((service) => (services.includes(String(service.name)) ? { ...service, [key]: name } : service)),
  };
}

/** @throws {UsageError} where it is there, or is none */
export function addStage(document: Document, name: string): Document {
  const stages = document.stages as string[];
  const problem = stages.includes(name)
    ? `there is a stage "${name}" already`
    : (ENVIRONMENTS as readonly string[]).includes(name)
      ? null
      : `"${name}" is not one of ${ENVIRONMENTS.join(", ")}; a client's stages come with \`client\``;
  if (problem !== null) throw new UsageError([{ path: "name", message: problem }], "the command line");
  return {
    ...document,
    stages: ENVIRONMENTS.filter((environment) => environment === name || stages.includes(environment)),
  };
}
