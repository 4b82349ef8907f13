import { type Asker, askItem, askPrompt, confirm, contextOf } from "./ask.ts";
import { askService } from "./ask-service.ts";
import { items, problemsOf, tell } from "./clashes.ts";
import { type Document, getPath, setPath } from "./document.ts";
import { placeOf } from "./place.ts";
import { CLIENT_PROMPTS } from "./prompts/client.ts";
import { LAST_PROMPTS } from "./prompts/operation.ts";
import { CUSTOM, FIRST_PROMPTS, PRESET_PROMPT } from "./prompts/project.ts";
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
