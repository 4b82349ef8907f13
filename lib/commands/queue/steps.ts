import { queueVariable } from "../../answers/names.ts";
import type { Blueprint } from "../../answers/normalise.ts";
import { toBlueprint } from "../../answers/parse.ts";
import { queueOf } from "../../answers/queue-of.ts";
import { UsageError } from "../../errors.ts";
import { askItem } from "../../questions/ask.ts";
import { askOthers, askService } from "../../questions/ask-service.ts";
import type { Document } from "../../questions/document.ts";
import { givers, QUEUE_PROMPTS, queueIn, withGivers } from "../../questions/prompts/queues.ts";
import type { Prompt } from "../../questions/prompts/types.ts";
import { items } from "../../repo/edit/add.ts";
import { editing, saidOf } from "../edit.ts";
import type { Session } from "../session.ts";

/** Gives a worker a queue, and services that give it jobs. */

const refuse = (path: string, message: string) => new UsageError([{ path, message }], "the command line");

const replaced = (document: Document, worker: Document): Document => ({
  ...document,
  services: items(document, "services").map((one) => (one.name === worker.name ? worker : one)),
});

/** Where nobody says another one: in its cache, and without one in SQS. */
const withDefault = (worker: Document): Document => (queueIn(worker) === null ? { ...worker, queue: "sqs" } : worker);

/** Whoever gives a worker a queue does not want none. */
const withQueue = ({ choices, ...prompt }: Prompt): Prompt => ({
  ...prompt,
  ...(choices && { choices: (context) => choices(context).filter(({ value }) => value !== null) }),
});

/** The services that `--services` names. */
function givenUsers(session: Session, document: Document, worker: Document): string[] | undefined {
  const wanted = session.text("services")?.split(",");
  const able = givers(document, worker);
  const unable = (wanted ?? []).filter((name) => !able.includes(name));
  if (unable.length > 0)
    throw refuse(
      "--services",
      `${unable.join(", ")} cannot give jobs to "${worker.name}", or does: ${able.length === 0 ? "there are none" : able.join(", ")}`,
    );
  return wanted;
}

/** A worker that is there, with its queue. */
async function grown(session: Session, document: Document, known: Document, said: Document): Promise<Document> {
  if (known.kind !== "worker") throw refuse("worker", `"${known.name}" is no worker, and takes no jobs`);
  const about = QUEUE_PROMPTS.filter(({ path }) => path !== "jobs").map(withQueue);
  const worker = { ...known, ...said };
  const asked = session.interactive ? await askItem(session, about, document, "services", worker) : worker;
  return replaced(document, withDefault(asked));
}

/** Adds one that is not there. */
async function added(session: Session, document: Document, said: Document): Promise<Document> {
  const given = { ...said, kind: "worker" };
  if (session.interactive) return askService(session, document, given);
  if (said.name === undefined) throw refuse("worker", `is required: the name of the worker`);
  return { ...document, services: [...items(document, "services"), withDefault(given)] };
}

/** What those are told whose code is there already, and is theirs. */
function notesOf(before: Blueprint, after: Blueprint, name: string): string[] {
  const find = ({ services }: Blueprint, one: string) => services.find((service) => service.name === one);
  const queueIn = (blueprint: Blueprint) => {
    const worker = find(blueprint, name);
    return worker === undefined ? null : queueOf(worker);
  };
  const gives = (blueprint: Blueprint, one: string) => find(blueprint, one)?.jobs.includes(name) === true;
  const moved = queueIn(before) !== queueIn(after);
  const told = queueIn(after) === "sqs" ? `is given ${queueVariable(name)}` : "meets the queue in its cache";
  const takes =
    moved && find(before, name) ? [`${name} ${told}; its code is yours, and does not take jobs there yet.`] : [];
  const givers = before.services.filter((one) => gives(after, one.name) && (moved || !gives(before, one.name)));
  return [
    ...takes,
    ...givers.map((one) => `${one.name} ${told}; its code is yours, and does not give jobs there yet.`),
  ];
}

export const begin = editing(async (session, { document, blueprint: before }) => {
  const said = await saidOf(session, "services");
  const known = items(document, "services").find(({ name }) => name === said.name);
  const withWorker = await (known ? grown(session, document, known, said) : added(session, document, said));
  const name = String(said.name ?? items(withWorker, "services").at(-1)?.name);
  const worker = items(withWorker, "services").find((one) => one.name === name) ?? {};
  const able = known && session.interactive ? givers(withWorker, worker) : [];
  const users =
    givenUsers(session, withWorker, worker) ??
    (await askOthers(session, "services-givers", "Services that give it jobs", able));
  const blueprint = toBlueprint(withGivers(withWorker, name, users));
  return { blueprint, notes: notesOf(before, blueprint, name) };
});
