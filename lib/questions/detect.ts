import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../errors.ts";
import { withoutMark } from "../system/mark.ts";
import { type Document, isObject } from "./document.ts";

/** What a Dockerfile says about the service that it builds. */
export interface Detected {
  port?: number;
  health?: string;
}

/** The last of these instructions, as later ones win. */
const last = (text: string, instruction: RegExp): string | undefined => [...text.matchAll(instruction)].at(-1)?.[1];

/** Reads the port and the health path off a Dockerfile's text. */
export function readDockerfile(text: string): Detected {
  const whole = text.replace(/\\\r?\n/g, " ");
  const port = last(whole, /^\s*EXPOSE\s+(\d+)/gim) ?? last(whole, /^\s*ENV\s+PORT[=\s]\s*"?(\d+)/gim);
  const health = last(whole, /^\s*HEALTHCHECK\s.*https?:\/\/[^\s/"']+(\/[^\s"'|;)]*)/gim);
  return { ...(port === undefined ? {} : { port: Number(port) }), ...(health === undefined ? {} : { health }) };
}

function read(root: string, directory: unknown, file: string): string | null {
  try {
    return withoutMark(readFileSync(join(root, String(directory), file), "utf8"));
  } catch {
    return null;
  }
}

/** What is known of code that is in the repo. */
export const detect = (root: string, directory: unknown): Detected =>
  readDockerfile(read(root, directory, "Dockerfile") ?? "");

function builds(manifest: string): boolean {
  try {
    return typeof JSON.parse(manifest).scripts?.build === "string";
  } catch {
    return false;
  }
}

/** A site is built by the script of its package.json; without one, its files are served as they are. */
function siteLacks(root: string, directory: unknown): string | null {
  const manifest = read(root, directory, "package.json");
  if (manifest !== null)
    return builds(manifest) ? null : `${directory}/package.json has no script "build", which writes dist`;
  if (directory === ".")
    return "everything in the repo would be public: a site that nothing builds has a folder of its own";
  return read(root, directory, "index.html") === null
    ? `${directory} has neither index.html nor a package.json with a script "build", which writes dist`
    : null;
}

/** What a folder lacks of what code that is in the repo must have; null where it lacks nothing. */
export function lacking(root: string, directory: unknown, kind: unknown): string | null {
  if (kind === "static") return siteLacks(root, directory);
  return read(root, directory, "Dockerfile") === null ? `${directory} has no Dockerfile` : null;
}

const servicesOf = (document: Document): unknown[] => (Array.isArray(document.services) ? document.services : []);

const isExisting = (service: unknown): service is Document =>
  isObject(service) && service.source === "existing" && typeof service.directory === "string";

/** A service with what its code says of itself, where nobody says it. */
export const withDetected = (root: string, service: Document): Document =>
  isExisting(service) && service.kind !== "static" ? { ...detect(root, service.directory), ...service } : service;

/** A document in which every service of code that is in the repo has what its code says. */
export const allDetected = (root: string, document: Document): Document =>
  document.services === undefined
    ? document
    : { ...document, services: servicesOf(document).map((one) => (isObject(one) ? withDetected(root, one) : one)) };

/**
 * What the folders of services lack.
 * @param stored the answers that the repo has: its services were looked at when they came
 */
export function foldersLack(root: string, document: Document, stored: Document | null): Problem[] {
  const known = new Set(servicesOf(stored ?? {}).map((one) => (isObject(one) ? one.name : undefined)));
  return servicesOf(document).flatMap((service, i) => {
    if (!isExisting(service) || known.has(service.name)) return [];
    const message = lacking(root, service.directory, service.kind);
    return message === null ? [] : [{ path: `services[${i}].directory`, message }];
  });
}
