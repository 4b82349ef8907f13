import { STORES, type StoreKind } from "../answers/vocabulary.ts";
import { type Asker, askItem } from "./ask.ts";
import { items, problemsOf, tell } from "./clashes.ts";
import type { Document } from "./document.ts";
import { callers, naming, withCallers } from "./prompts/calls.ts";
import { apisThatName, asksPages, ORIGINS_PROMPT, PAGES, pagesQuestion } from "./prompts/origins.ts";
import { givers, QUEUE_PROMPTS, withGivers } from "./prompts/queues.ts";
import { SERVICE_PROMPTS } from "./prompts/service.ts";
import { NEW, STORE_PROMPTS, storeChoices, storeQuestion, storesOf } from "./prompts/stores.ts";

/** The questions about one service, and about those that it is used by. */

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
