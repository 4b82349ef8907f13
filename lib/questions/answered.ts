import type { Blueprint } from "../answers/normalise.ts";
import { getPath } from "./document.ts";
import { LAST_PROMPTS } from "./prompts/operation.ts";
import { FIRST_PROMPTS } from "./prompts/project.ts";
import type { Prompt } from "./prompts/types.ts";

/** Answers as a person reads them again. */

export interface Answered {
  /** The question that it answers; none of a list, which several questions make. */
  prompt: Prompt | null;
  label: string;
  value: string;
}

const inWords = (value: unknown): string =>
  value == null ? "none" : Array.isArray(value) ? value.join(", ") || "none" : String(value);

const names = (items: readonly { name: string }[]): string => inWords(items.map(({ name }) => name));

/** The answers of a blueprint, in the order of the questions; services, databases, caches, buckets and clients by their names. */
export function answered(blueprint: Blueprint): Answered[] {
  const document = blueprint as unknown as Record<string, unknown>;
  const context = { document, item: document, folder: "", root: "" };
  const of = (prompts: readonly Prompt[]): Answered[] =>
    prompts
      .filter(({ when }) => when?.(context) !== false)
      .map((prompt) => ({
        prompt,
        label: prompt.label ?? prompt.message,
        value: inWords(getPath(document, prompt.path)),
      }));
  const lists = [
    ["Services", blueprint.services],
    ["Databases", blueprint.databases],
    ["Caches", blueprint.caches],
    ...(blueprint.buckets.length > 0 ? [["Buckets", blueprint.buckets] as const] : []),
    ["Clients", blueprint.clients],
  ] as const;
  return [
    ...of(FIRST_PROMPTS),
    ...lists.map(([label, items]) => ({ prompt: null, label, value: names(items) })),
    ...of(LAST_PROMPTS),
  ];
}
