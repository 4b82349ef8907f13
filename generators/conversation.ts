import { CACHE_ENGINES, DATABASE_ENGINES, MIGRATIONS } from "../lib/blueprint/vocabulary.ts";
import type { Terminal } from "../lib/cli/terminal.ts";
import { cacheHint, databaseHint } from "../lib/cost/hints.ts";
import { type Document, getPath, setPath } from "../lib/questions/document.ts";
import { type ListName, problemOf } from "../lib/questions/fields.ts";
import {
  type Choice,
  CLIENT_PROMPTS,
  type Context,
  CUSTOM,
  DATABASE_ENGINE_NAMES,
  FIRST_PROMPTS,
  LAST_PROMPTS,
  PRESET_PROMPT,
  type Prompt,
  SERVICE_PROMPTS,
} from "../lib/questions/prompts.ts";

/** The kickoff's conversation: what is not answered yet is asked, one question after the other. */

/** What a terminal can be asked: Inquirer's questions, as Yeoman's adapter takes them. */
export type AskQuestion = (question: Record<string, unknown>) => Promise<{ answer: unknown }>;

export interface Conversation {
  ask: AskQuestion;
  terminal: Terminal;
  /** Name of the folder that the repo goes to. */
  folder: string;
  /** Lays the answers of a preset under a document. */
  withPreset: (name: string, document: Document) => Document;
  /** Answered questions are asked again, with their answers as defaults. */
  again: boolean;
}

type Scope = ListName | "document";

const NEW = Symbol("new");

const toWords = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== "");

/** Text as the value that a prompt asks for. */
function read(prompt: Prompt, initial: unknown, text: string): unknown {
  const trimmed = text.trim();
  if (prompt.words) return toWords(trimmed);
  if (prompt.optional && trimmed === "") return null;
  return typeof initial === "number" && /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed;
}

async function askOne(
  conversation: Conversation,
  prompt: Prompt,
  context: Context,
  scope: Scope,
  current: unknown,
): Promise<unknown> {
  const { ask, terminal } = conversation;
  if (prompt.help !== undefined) terminal.help(prompt.help);
  const initial = current ?? prompt.initial?.(context);
  const choices = prompt.choices?.(context);
  const question = { name: "answer", message: prompt.message };
  if (choices !== undefined) {
    const shown = prompt.several
      ? choices.map((choice) => ({ ...choice, checked: (initial as unknown[]).includes(choice.value) }))
      : choices;
    const validate = (chosen: unknown) => (Array.isArray(chosen) && chosen.length === 0 ? "choose at least one" : true);
    const { answer } = await ask({
      ...question,
      type: prompt.several ? "checkbox" : "select",
      choices: shown,
      loop: false,
      pageSize: 10,
      ...(prompt.several ? { validate } : { default: initial }),
    });
    return answer;
  }
  const validate = (text: string) => problemOf(scope, prompt.path, read(prompt, initial, text)) ?? true;
  const { answer } = await ask({
    ...question,
    type: "input",
    ...(initial == null ? {} : { default: String(initial) }),
    validate,
  });
  return read(prompt, initial, String(answer ?? ""));
}

/** Asks for the part of an item that hangs on the names of others: its database or its cache. */
async function askStore(
  conversation: Conversation,
  document: Document,
  kind: "database" | "cache",
  source: unknown,
): Promise<{ document: Document; name: string | null }> {
  const list = `${kind}s` as const;
  const stores = (document[list] as Document[] | undefined) ?? [];
  const choices: Choice[] = [
    { value: null, name: "none" },
    ...stores.map(({ name }) => ({
      value: name,
      name: String(name),
      description: `shared: a ${kind === "database" ? "logical database and a role" : "connection"} of its own`,
    })),
    { value: NEW, name: `a new ${kind}` },
  ];
  const { answer } = await conversation.ask({
    type: "select",
    name: "answer",
    message: kind === "database" ? "Database" : "Cache",
    choices,
    loop: false,
  });
  if (answer !== NEW) return { document, name: answer as string | null };
  const context: Context = { document, item: {}, folder: conversation.folder };
  const item = await askPrompts(conversation, STORE_PROMPTS[kind](source, stores), context, list);
  return { document: { ...document, [list]: [...stores, item] }, name: String(item.name) };
}

const STORE_PROMPTS = {
  database: (source: unknown, stores: Document[]): Prompt[] => [
    { path: "name", message: "Name of the database", initial: () => (stores.length === 0 ? "main" : undefined) },
    {
      path: "engine",
      message: "Engine",
      choices: () =>
        DATABASE_ENGINES.map((value) => ({
          value,
          name: DATABASE_ENGINE_NAMES[value] as string,
          description: databaseHint(value),
        })),
    },
    ...(source === "nestjs" || source === "node"
      ? [
          {
            path: "migrations",
            message: "Migrations",
            choices: () => MIGRATIONS.map((value) => ({ value, name: value })),
          },
        ]
      : []),
  ],
  cache: (_: unknown, stores: Document[]): Prompt[] => [
    { path: "name", message: "Name of the cache", initial: () => (stores.length === 0 ? "main" : undefined) },
    {
      path: "engine",
      message: "Engine",
      choices: () =>
        CACHE_ENGINES.map((value) => ({
          value,
          name: value === "valkey" ? "Valkey" : "Redis OSS",
          description: cacheHint(value),
        })),
    },
  ],
};

/** Asks a table of prompts and returns the item that they make. */
async function askPrompts(
  conversation: Conversation,
  prompts: readonly Prompt[],
  context: Context,
  scope: Scope,
): Promise<Document> {
  let { item } = context;
  for (const prompt of prompts) {
    const now = { ...context, item };
    if (prompt.when?.(now) === false) continue;
    const value = await askOne(conversation, prompt, now, scope, undefined);
    item = prompt.path === "size" ? { ...item, ...(value as Document) } : setPath(item, prompt.path, value);
  }
  return item;
}

/** Asks the prompts that the document does not answer. */
async function askDocument(
  conversation: Conversation,
  prompts: readonly Prompt[],
  document: Document,
): Promise<Document> {
  let answers = document;
  for (const prompt of prompts) {
    const context: Context = { document: answers, item: answers, folder: conversation.folder };
    const current = getPath(answers, prompt.path);
    const parent = getPath(answers, prompt.path.split(".")[0] as string);
    const answered = current !== undefined || parent === null;
    if ((answered && !conversation.again) || prompt.when?.(context) === false) continue;
    const value = await askOne(conversation, prompt, context, "document", current);
    answers =
      value === null && prompt.path.endsWith(".region")
        ? setPath(answers, prompt.path.split(".")[0] as string, null)
        : setPath(answers, prompt.path, value);
  }
  return answers;
}

const confirm = async ({ ask }: Conversation, message: string, initial: boolean): Promise<boolean> =>
  (await ask({ type: "confirm", name: "answer", message, default: initial })).answer === true;

async function askServices(conversation: Conversation, document: Document): Promise<Document> {
  const { terminal } = conversation;
  let answers = document;
  do {
    const services = (answers.services as Document[] | undefined) ?? [];
    terminal.print(terminal.paint("bold", `\nService ${services.length + 1}`));
    let item = await askPrompts(
      conversation,
      SERVICE_PROMPTS,
      { document: answers, item: {}, folder: conversation.folder },
      "services",
    );
    if (item.kind !== "static") {
      for (const kind of ["database", "cache"] as const) {
        const store = await askStore(conversation, answers, kind, item.source);
        answers = store.document;
        item = { ...item, [kind]: store.name };
      }
    }
    answers = { ...answers, services: [...services, item] };
  } while (await confirm(conversation, "Add another service?", false));
  return answers;
}

async function askClients(conversation: Conversation, document: Document): Promise<Document> {
  let answers = document;
  while (
    await confirm(
      conversation,
      answers.clients === undefined ? "Add a client, with an AWS account of its own?" : "Add another client?",
      false,
    )
  ) {
    const client = await askPrompts(
      conversation,
      CLIENT_PROMPTS,
      { document: answers, item: {}, folder: conversation.folder },
      "clients",
    );
    answers = { ...answers, clients: [...((answers.clients as Document[] | undefined) ?? []), client] };
  }
  return answers;
}

/** The document with everything answered that a person was asked for. */
export async function converse(conversation: Conversation, given: Document): Promise<Document> {
  const [project, ...first] = FIRST_PROMPTS;
  let document = await askDocument(conversation, [project as Prompt], given);
  if (document.services === undefined) {
    const preset = await askOne(
      conversation,
      PRESET_PROMPT,
      { document, item: {}, folder: conversation.folder },
      "document",
      undefined,
    );
    if (preset !== CUSTOM) document = conversation.withPreset(String(preset), document);
  }
  document = await askDocument(conversation, first, document);
  if (document.services === undefined) document = await askServices(conversation, document);
  document = await askDocument(conversation, LAST_PROMPTS, document);
  return document.clients === undefined ? askClients(conversation, document) : document;
}
