import { stageName } from "../answers/names.ts";
import { parseBlueprint } from "../answers/parse.ts";
import { SETTINGS } from "../answers/settings.ts";
import { type Environment, STORES, type StoreKind } from "../answers/vocabulary.ts";
import type { Problem } from "../errors.ts";
import { type Asker, askItem, askPrompt, confirm, contextOf } from "./ask.ts";
import { type Document, getPath, setPath } from "./document.ts";
import { placeOf } from "./place.ts";
import { callers, naming, withCallers } from "./prompts/calls.ts";
import { CLIENT_PROMPTS } from "./prompts/client.ts";
import { CUSTOM, FIRST_PROMPTS, LAST_PROMPTS, PRESET_PROMPT } from "./prompts/kickoff.ts";
import { apisThatName, asksPages, ORIGINS_PROMPT, PAGES, pagesQuestion } from "./prompts/origins.ts";
import { givers, QUEUE_PROMPTS, withGivers } from "./prompts/queues.ts";
import { SERVICE_PROMPTS } from "./prompts/service.ts";
import { ownSizes, sizePrompts, sizesInWords } from "./prompts/sizes.ts";
import { NEW, STORE_PROMPTS, storeChoices, storeQuestion, storesOf } from "./prompts/stores.ts";
import type { Prompt } from "./prompts/types.ts";

/** The kickoff's conversation: what is not answered yet is asked, one question after the other. */

export interface Conversation extends Asker {
  /** Lays the answers of a preset under a document. */
  withPreset: (name: string, document: Document) => Document;
  /** Answered questions are asked again, with their answers as defaults. */
  again: boolean;
  /** Hears of every answer about the project. */
  heard?: (document: Document) => void;
}

const items = (document: Document, list: string): Document[] => (document[list] as Document[] | undefined) ?? [];

/** Where an object of the document is null, all of its answers are given. */
const isAnswered = (document: Document, path: string): boolean =>
  getPath(document, path) !== undefined || getPath(document, path.split(".")[0] as string) === null;

/** The questions that somebody is on the way through. */
interface Way {
  prompts: readonly Prompt[];
  /** What was answered before the first of them. */
  given: Document;
  /** How many questions came before them. */
  before: number;
  /** Lists are asked for in between, of nobody knows what length. */
  about: boolean;
}

/** Which of how many questions this one is, as far as the answers tell. */
function placeOn(
  { prompts, given, before, about }: Way,
  { path }: Prompt,
  conversation: Conversation,
  answers: Document,
) {
  const context = contextOf(conversation, answers, answers);
  const asked = prompts.filter(
    (prompt) => (conversation.again || !isAnswered(given, prompt.path)) && prompt.when?.(context) !== false,
  );
  const at = before + asked.findIndex((prompt) => prompt.path === path) + 1;
  return `${at} of ${about ? "about " : ""}${before + asked.length}`;
}

/** Asks the prompts that the document does not answer. */
async function askDocument(
  conversation: Conversation,
  prompts: readonly Prompt[],
  document: Document,
  way?: Way,
): Promise<Document> {
  let answers = document;
  for (const prompt of prompts) {
    const context = contextOf(conversation, answers, answers);
    if ((isAnswered(answers, prompt.path) && !conversation.again) || prompt.when?.(context) === false) continue;
    const value = await askPrompt(conversation, prompt, context, "document", {
      current: getPath(answers, prompt.path),
      ...(way === undefined ? {} : { place: placeOn(way, prompt, conversation, answers) }),
    });
    answers = setPath(answers, placeOf(prompt.path, value), value);
    conversation.heard?.(answers);
  }
  return answers;
}

/** Says what is wrong; true where something is. */
function tell({ terminal }: Asker, problems: readonly Problem[]): boolean {
  for (const { path, message } of problems) terminal.print(terminal.paint("red", `${path}: ${message}`));
  return problems.length > 0;
}

const problemsOf = (document: Document): Problem[] => {
  const result = parseBlueprint(document);
  return "problems" in result ? result.problems : [];
};

/** Asks for the database, the cache or the bucket of a service: one that is there, or a new one. */
async function askStore(
  conversation: Asker,
  document: Document,
  kind: StoreKind,
  source: unknown,
): Promise<{ document: Document; name: unknown }> {
  const list = STORES[kind];
  const stores = items(document, list);
  const question = { ...storeQuestion(kind), type: "select" as const, choices: storeChoices(kind, stores) };
  const name = await conversation.ask(question);
  if (name !== NEW) return { document, name };
  const store = await askItem(conversation, STORE_PROMPTS[kind](source, stores), document, list);
  return { document: { ...document, [list]: [...stores, store] }, name: store.name };
}

/** Asks which of some services name another one. */
export async function askOthers(
  conversation: Asker,
  name: string,
  message: string,
  able: readonly string[],
): Promise<string[]> {
  if (able.length === 0) return [];
  const choices = able.map((value) => ({ value, name: value }));
  return (await conversation.ask({ type: "checkbox", name, message, loop: false, choices })) as string[];
}

/** Asks whose pages may call an API. */
async function askPages(conversation: Asker, document: Document, item: Document): Promise<Document> {
  if ("origins" in item || !asksPages(document, item)) return item;
  const pages = await conversation.ask({ type: "select", ...pagesQuestion(document) });
  if (pages === PAGES.some) return askItem(conversation, [ORIGINS_PROMPT], document, "services", item);
  return pages === PAGES.none ? { ...item, origins: null } : item;
}

/** Asks who calls a private service, which has no other way in, who gives a worker jobs, and which APIs a page calls. */
async function askUsers(conversation: Asker, document: Document, item: Document, called: boolean): Promise<Document> {
  const able = item.private === true && !called ? callers(document) : [];
  const calling = await askOthers(conversation, "services-callers", "Services that call it", able);
  const reached = withCallers(document, item.name, calling);
  const giving = await askOthers(conversation, "services-givers", "Services that give it jobs", givers(document, item));
  const given = withGivers(reached, item.name, giving);
  const apis = apisThatName(document, item);
  const message = "APIs that its pages may call";
  return naming(given, "origins", item.name, await askOthers(conversation, "services-apis", message, apis));
}

/**
 * Asks for a service, and adds it to the document.
 * @param called it is said already which services call it
 */
export async function askService(
  conversation: Asker,
  document: Document,
  given: Document = {},
  called = false,
): Promise<Document> {
  const services = items(document, "services");
  conversation.terminal.print(conversation.terminal.paint("bold", `\nService ${services.length + 1}`));
  let item = await askItem(conversation, SERVICE_PROMPTS, document, "services", given);
  let answers = document;
  for (const kind of storesOf(item, document)) {
    if (kind in given) continue;
    const store = await askStore(conversation, answers, kind, item.source);
    answers = store.document;
    item = { ...item, [kind]: store.name };
  }
  item = await askItem(conversation, QUEUE_PROMPTS, answers, "services", item);
  item = await askPages(conversation, answers, item);
  answers = await askUsers(conversation, answers, item, called);
  const grown = { ...answers, services: [...items(answers, "services"), item] };
  // What clashes with an earlier answer is said at once, while it is easy to answer again.
  const clashes = problemsOf(grown).filter(
    ({ path }) =>
      path.startsWith(`services[${services.length}]`) || /^(databases|caches|buckets)\[\d+\]\.name$/.test(path),
  );
  return tell(conversation, clashes) ? askService(conversation, document) : grown;
}

async function askServices(conversation: Conversation, document: Document): Promise<Document> {
  let answers = document;
  do {
    answers = await askService(conversation, answers);
    conversation.heard?.(answers);
  } while (await confirm(conversation.ask, "another-service", "Add another service?", false));
  return answers;
}

async function askClients(conversation: Conversation, document: Document): Promise<Document> {
  const clients = items(document, "clients");
  const message = clients.length === 0 ? "Add a client, with an AWS account of its own?" : "Add another client?";
  if (!(await confirm(conversation.ask, "another-client", message, false))) return document;
  const client = await askItem(conversation, CLIENT_PROMPTS, document, "clients");
  const grown = { ...document, clients: [...clients, client] };
  const clashes = problemsOf(grown).filter(({ path }) => path.startsWith(`clients[${clients.length}]`));
  return askClients(conversation, tell(conversation, clashes) ? document : grown);
}

/** Asks about a client that joins a repo: its stages' sizes too, each with the project's as default. */
export async function askClient(conversation: Asker, document: Document, given: Document): Promise<Document> {
  let client = await askItem(conversation, CLIENT_PROMPTS, document, "clients", given);
  if (given.sizes !== undefined) return client;
  for (const environment of client.stages as Environment[]) {
    const stage = stageName(environment, String(client.name));
    const context = contextOf(conversation, document, client);
    const words = sizesInWords(SETTINGS[environment], context);
    const message = `Has ${stage} the project's sizes (${words})?`;
    if (await confirm(conversation.ask, `sizes-${environment}`, message, true)) continue;
    const answers = await askItem({ ...conversation }, sizePrompts(environment), document, "clients");
    client = setPath(client, `sizes.${environment}`, ownSizes(environment, answers));
  }
  return client;
}

/** Asks again for what the rules between answers refuse, as long as a question can mend it. */
async function mend(conversation: Conversation, document: Document): Promise<Document> {
  const prompts = [...FIRST_PROMPTS, ...LAST_PROMPTS];
  const problems = problemsOf(document);
  const asked = prompts.filter(({ path }) => problems.some((problem) => problem.path === path));
  if (asked.length === 0) return document;
  tell(conversation, problems);
  return mend(conversation, await askDocument({ ...conversation, again: true }, asked, document));
}

/** Where services are chosen one by one, everything is; else what a preset leaves open. */
const open = (prompts: readonly Prompt[], all: boolean): readonly Prompt[] =>
  prompts.filter(({ detail }) => all || detail !== true);

/** Asks one question anew, and those that hang on its answer. */
export async function reconsider(conversation: Conversation, document: Document, prompt: Prompt): Promise<Document> {
  const answers = await askDocument({ ...conversation, again: true }, [prompt], document);
  const led = (prompt.leads ?? []).filter((path) => getPath(answers, path) != null);
  const unanswered = led.reduce((rest, path) => setPath(rest, path, undefined), answers);
  const prompts = open([...FIRST_PROMPTS, ...LAST_PROMPTS], false);
  return mend(conversation, await askDocument(conversation, prompts, unanswered));
}

/** The document with everything answered that a person was asked for. */
export async function converse(conversation: Conversation, given: Document): Promise<Document> {
  const [project, ...rest] = FIRST_PROMPTS;
  let document = await askDocument(conversation, [project as Prompt], given);
  const begins = document.services === undefined;
  if (begins) {
    const context = contextOf(conversation, document, {});
    const preset = await askPrompt(conversation, PRESET_PROMPT, context, "document");
    if (preset !== CUSTOM) document = conversation.withPreset(String(preset), document);
    conversation.heard?.(document);
  }
  const all = conversation.again || document.services === undefined;
  const [first, last] = [open(rest, all), open(LAST_PROMPTS, all)];
  const before = (document.project === given.project ? 0 : 1) + (begins ? 1 : 0);
  const way = { prompts: [...first, ...last], given: document, before, about: document.services === undefined };
  document = await askDocument(conversation, first, document, way);
  if (document.services === undefined) document = await askServices(conversation, document);
  document = await askDocument(conversation, last, document, way);
  if (all && document.clients === undefined) document = await askClients(conversation, document);
  return mend(conversation, document);
}
