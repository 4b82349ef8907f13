import { answersHttp } from "../../answers/assign.ts";
import type { Kind } from "../../answers/vocabulary.ts";
import type { Document } from "../document.ts";
import { type Choice, type Prompt, plain } from "./types.ts";

/** The questions about services that call each other. Nobody without a private one is asked. */

export const servicesOf = (document: Document): Document[] => (document.services as Document[] | undefined) ?? [];

const kindOf = ({ kind }: Document): Kind => (kind as Kind | undefined) ?? "api";

const callable = (document: Document): Choice[] =>
  plain(
    servicesOf(document)
      .filter((service) => answersHttp({ kind: kindOf(service) }))
      .map(({ name }) => String(name)),
  );

export const CALL_PROMPTS: readonly Prompt[] = [
  {
    path: "private",
    message: "Who reaches it?",
    choices: () => [
      { value: false, name: "everybody, through the load balancer" },
      { value: true, name: "services that call it, and no other", description: "inside the VPC, by name; no host" },
    ],
    when: ({ document, item }) => item.kind === "api" && servicesOf(document).length > 0,
  },
  {
    path: "calls",
    message: "Services that it calls",
    help: "Inside the VPC; none is an answer too.",
    several: true,
    optional: true,
    choices: ({ document }) => callable(document),
    initial: () => [],
    when: ({ document, item }) => item.kind !== "static" && servicesOf(document).some((service) => service.private),
  },
];

/** Those that can call a service: whatever has a server. */
export const callers = (document: Document): string[] =>
  servicesOf(document)
    .filter((service) => kindOf(service) !== "static")
    .map(({ name }) => String(name));

/** The document in which some services name another one: as one that they call, give jobs to, or answer the pages of. */
export const naming = (
  document: Document,
  key: "calls" | "jobs" | "origins",
  name: unknown,
  by: readonly string[],
): Document => ({
  ...document,
  services: servicesOf(document).map((service) =>
    by.includes(String(service.name))
      ? { ...service, [key]: [...((service[key] as unknown[] | undefined) ?? []), name] }
      : service,
  ),
});

/** The document in which some services call another one. */
export const withCallers = (document: Document, name: unknown, calling: readonly string[]): Document =>
  naming(document, "calls", name, calling);
