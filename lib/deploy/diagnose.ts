import { CAUSES, type Cause, type Place } from "./causes/index.ts";
import { LOGS } from "./causes/logs.ts";
import type { Resource, SstError } from "./events.ts";

/** Which of a run's errors matters, what it means and what to do. */
export interface Diagnosis {
  /** The first failure that is not the consequence of another. */
  error: SstError;
  /** Its message, without what only SST and Pulumi need. */
  message: string;
  /** `no known cause` has neither. */
  id: string | null;
  cause: string | null;
  next: string[];
  /** How many more failed by themselves. */
  more: number;
}

/** What Pulumi says of resources that were stopped because another one failed. */
const CONSEQUENCE =
  /context canceled|operation was canceled|update (failed|cancelled)|resource monitor (has terminated|shut down)|code = (Canceled|Unavailable)|failed to register new resource/i;

const CLUTTER: [RegExp, string][] = [
  [/sdk-v2\/provider2\.go:\d+: sdk\.helper_schema: /g, ""],
  [/: provider=\w+@[\d.]+/g, ""],
  [/, https response error StatusCode: \d+, RequestID: [^,]*,/g, ":"],
  [/operation error [\w ]+: \w+: api error /g, ""],
  [/^ +at .*$/gm, ""],
  [/^(Visible)?Error: /, ""],
];

/** A Lambda function that fails answers with JSON: `{"errorType":"Error","errorMessage":"…","trace":[…]}`. */
function unwrap(message: string): string {
  const json = /\{"errorType".*\}/s.exec(message)?.[0];
  try {
    return json === undefined ? message : String(JSON.parse(json).errorMessage);
  } catch {
    return message;
  }
}

/** An error's own words. */
export const readable = (message: string): string =>
  CLUTTER.reduce((text, [what, by]) => text.replace(what, by), unwrap(message))
    .replace(/\s*\n\s*/g, "\n")
    .trim();

/** `ApiServiceTask (aws:ecs:TaskDefinition)`; the program itself has no name that helps. */
export const nameOf = (resource: Resource | null): string | null =>
  resource === null || resource.type === "pulumi:pulumi:Stack" ? null : `${resource.name} (${resource.type})`;

type Meaning = Pick<Diagnosis, "id" | "cause" | "next">;

/** What the first row that fits says of a text; null where none does. */
function meaningOf(text: string, causes: readonly Cause[], place: Place): Meaning | null {
  for (const { id, when, cause, next } of causes) {
    const match = when.exec(text);
    if (match === null) continue;
    return { id, cause: typeof cause === "string" ? cause : cause(match, place), next: next(place, match) };
  }
  return null;
}

/** Finds the error that matters. Null where there is none. */
export function diagnose(errors: readonly SstError[], place: Place): Diagnosis | null {
  const real = errors.filter(({ message }) => !CONSEQUENCE.test(message));
  const [error = errors[0]] = real;
  if (error === undefined) return null;
  const message = readable(error.message);
  const meaning = meaningOf(message, CAUSES, place) ?? { id: null, cause: null, next: [] };
  return { error, message, more: Math.max(real.length - 1, 0), ...meaning };
}

/** A diagnosis, by what the container that failed has written: it knows more than AWS does. */
export const withLog = (diagnosis: Diagnosis, log: readonly string[], place: Place): Diagnosis => ({
  ...diagnosis,
  ...meaningOf(log.join("\n"), LOGS, place),
});
