import { existsSync } from "node:fs";
import { join } from "node:path";
import { ownersText } from "../owners-text.ts";
import { isObject } from "../simulate/engine/wire.ts";
import type { Control, Finding } from "./control.ts";

/** A finding that the owner accepts for a while, as infra/waivers.json has it. */
export interface Waiver {
  /** Id of the control. */
  control: string;
  /** Name of the resource, as a finding shows it; without one, every resource. */
  resource?: string;
  reason: string;
  /** Last day on which it holds: 2027-01-31. */
  until: string;
}

const waiversFile = "infra/waivers.json";

const words = ["control", "resource", "reason", "until"];
const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";
const isDay = (value: unknown): value is string =>
  isText(value) &&
  /^\d{4}-\d{2}-\d{2}$/.test(value) &&
  Number.isFinite(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value);

/** What is wrong with one entry of the file. */
function problem(entry: unknown, controls: readonly Control[], today: string): string | undefined {
  if (!isObject(entry)) return "is no object with control, reason and until";
  const { control, resource, reason, until } = entry;
  const unknown = Object.keys(entry).find((key) => !words.includes(key));
  if (unknown !== undefined) return `has "${unknown}"; it may have ${words.join(", ")}`;
  if (!isText(control)) return "names no control";
  if (!controls.some(({ id }) => id === control)) return `names ${control}, which is in no list: see CONTROLS.md`;
  if (resource !== undefined && !isText(resource)) return `(${control}) has a resource that is no name`;
  if (!isText(reason)) return `(${control}) gives no reason`;
  if (!isDay(until)) return `(${control}) needs a last day, such as "until": "2027-01-31"`;
  if (until < today) return `(${control}) has expired on ${until}: repair what it waives, or give it a new day`;
  return undefined;
}

/**
 * The waivers of a file, and one line for everything that is wrong with it.
 * @param text what is in the file
 * @param today as 2026-12-31
 */
export function parseWaivers(text: string, controls: readonly Control[], today: string) {
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch (error) {
    return { waivers: [], problems: [`${waiversFile}: ${(error as Error).message}`] };
  }
  if (!Array.isArray(entries)) return { waivers: [], problems: [`${waiversFile}: it must be a list`] };
  const problems = entries.flatMap((entry, index) => {
    const found = problem(entry, controls, today);
    return found === undefined ? [] : [`${waiversFile}: waiver ${index + 1} ${found}`];
  });
  return { waivers: problems.length === 0 ? (entries as Waiver[]) : [], problems };
}

/**
 * The waivers of a repo: none where it has no such file.
 * @param root folder of the repo
 */
export function readWaivers(root: string, controls: readonly Control[], today: string) {
  const file = join(root, waiversFile);
  return parseWaivers(existsSync(file) ? ownersText(file) : "[]", controls, today);
}

/** Today, as waivers write it. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** The waiver that accepts a finding. */
export const waiverOf = ({ control, resource }: Finding, waivers: readonly Waiver[]): Waiver | undefined =>
  waivers.find((waiver) => waiver.control === control.id && [undefined, resource.name].includes(waiver.resource));
