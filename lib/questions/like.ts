import { resolve } from "node:path";
import { UsageError } from "../errors.ts";
import { type Document, isObject } from "./document.ts";
import { parseAnswers, readIfThere, STORE_FILE, STORE_KEY } from "./files.ts";

/** Another repo's answers as the beginning of a new one's. */

/** What is another repo's alone: who it is, where it stands and answers, whom it serves, and what this generator wrote down of it. */
const ITS_OWN = [
  ...["$schema", "generator", "project", "domain", "certificate", "clients"],
  ...["adopted", "workingDirectory"],
];

const without = (document: Document, keys: readonly string[]): Document =>
  Object.fromEntries(Object.entries(document).filter(([key]) => !keys.includes(key)));

/** Its answers without its name, domain, clients and assigned numbers. */
export function likeness(document: Document): Document {
  const rest = without(document, ITS_OWN);
  const { services } = rest;
  return Array.isArray(services)
    ? {
        ...rest,
        services: services.map((service) =>
          isObject(service) ? without(service, ["priority", "redirectsPriority", "balancer"]) : service,
        ),
      }
    : rest;
}

/**
 * The answers of `--like ../acme`: a repo's folder.
 * @returns the file that they come from, too
 * @throws {UsageError} where it is none
 */
export async function answersLike(given: string, cwd: string): Promise<{ document: Document; source: string }> {
  const source = resolve(cwd, given, STORE_FILE);
  const text = readIfThere(source);
  const refuse = (message: string) => new UsageError([{ path: "--like", message }], "the flags");
  if (text === null) throw refuse(`${resolve(cwd, given)} is not a repo of space-sst: it has no ${STORE_FILE}`);
  if (!text.includes(`"${STORE_KEY}"`)) throw refuse(`${source} has no answers of space-sst`);
  return { document: likeness(await parseAnswers(text, source)), source };
}
