import type { Blueprint } from "../answers/normalise.ts";
import { toBlueprint } from "../answers/parse.ts";
import { STORES, type StoreKind } from "../answers/vocabulary.ts";
import { type Problem, UsageError } from "../errors.ts";
import { askItem } from "../questions/ask.ts";
import type { Document } from "../questions/document.ts";
import { STORE_PROMPTS } from "../questions/prompts/stores.ts";
import { addItem, connect, items } from "../repo/edit/add.ts";
import { editing, givenItem } from "./edit.ts";
import type { Session } from "./session.ts";
import type { Begin } from "./steps.ts";

/** Adds a database, a cache or a bucket to a repo, and gives it to services. */

const VARIABLES: Record<StoreKind, string> = {
  database: "DATABASE_URL and DB_*",
  cache: "REDIS_URL and REDIS_*",
  bucket: "BUCKET_NAME and BUCKET_REGION",
};

function checkComplete(kind: StoreKind, given: Document, users: string[] | undefined): void {
  const problems: Problem[] = [
    ...("name" in given ? [] : [{ path: "name", message: `is required: the name of the ${kind}` }]),
    ...(users === undefined ? [{ path: "--services", message: `is required: the services that use the ${kind}` }] : []),
  ];
  if (problems.length > 0) throw new UsageError(problems, "the command line: nobody can be asked here");
}

/** Services without one: a service has one of each kind. */
function withoutStore(document: Document, kind: StoreKind): Document[] {
  const free = items(document, "services").filter((service) => service.kind !== "static" && service[kind] == null);
  if (free.length > 0) return free;
  const message = `every service has a ${kind} already: a new one would have no user`;
  throw new UsageError([{ path: "services", message }], "the repo");
}

async function askUsers(session: Session, document: Document, kind: StoreKind): Promise<string[]> {
  const free = withoutStore(document, kind);
  const taken = items(document, "services").filter((service) => service[kind] != null);
  if (taken.length > 0)
    session.terminal.help(
      `${taken.map((service) => `${service.name} has ${service[kind]}`).join(", ")}; a service has one ${kind}.`,
    );
  const choices = free.map(({ name }) => ({ value: name, name }));
  const validate = (chosen: unknown[]) => (chosen.length === 0 ? "choose at least one" : true);
  const message = "Services that use it";
  return (await session.ask({
    type: "checkbox",
    name: "services",
    message,
    choices,
    validate,
    loop: false,
  })) as string[];
}

const usersOf = ({ services }: Blueprint, kind: StoreKind): string[] =>
  services.filter((service) => service[kind] !== null).map(({ name }) => name);

export const addingStore = (kind: StoreKind): Begin =>
  editing(async (session, { document, blueprint: before }) => {
    const list = STORES[kind];
    const given = await givenItem(session, document, list);
    const users = session.text("services")?.split(",");
    if (!session.interactive) checkComplete(kind, given, users);
    // Before anything is asked that could not be used.
    if (users === undefined) withoutStore(document, kind);
    else connect(document, kind, given.name, users);
    const prompts = STORE_PROMPTS[kind]("nestjs", items(document, list));
    const item = session.interactive ? await askItem(session, prompts, document, list, given) : given;
    const services = users ?? (await askUsers(session, document, kind));
    const blueprint = toBlueprint(connect(addItem(document, list, item), kind, item.name, services));
    const already = new Set(usersOf(before, kind));
    return {
      blueprint,
      notes: usersOf(blueprint, kind)
        .filter((name) => !already.has(name))
        .map((name) => `${name} is given ${VARIABLES[kind]}; its code is yours, and does not use them yet.`),
    };
  });
