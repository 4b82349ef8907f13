import { stripVTControlCharacters } from "node:util";
import type { Operation, Resource, SstError, SstEvent } from "./events.ts";

/**
 * Reads what SST 4.17.1 prints where there is no terminal. Formats: `cmd/sst/mosaic/ui/ui.go` (printEvent, printProgress,
 * FormatURN, CompleteEvent) and `cmd/sst/main.go` (errors on standard error). A line of no known format is a "line".
 */

const OPERATIONS: Record<string, Operation> = {
  Created: "create",
  Updated: "update",
  Deleted: "delete",
  Imported: "import",
  Refreshed: "refresh",
};

const RESULTS: Record<string, "complete" | "failed" | "interrupted"> = {
  Complete: "complete",
  Generated: "complete",
  Removed: "complete",
  Refreshed: "complete",
  "No changes": "complete",
  "No resources to remove": "complete",
  Failed: "failed",
  Interrupted: "interrupted",
};

/** A name and a type. "at file:///repo/infra/index.ts:12:3" of a stack is neither. */
const WORDS = /^(\S+) (\w[^\s:]*(?::\w[^\s:]*)+)$/;

/** SST shows a name with a dot as a name and a type: `backup missing` of the alarm `backup.missing`. */
const ANY_WORDS = /^(\S+) (\S+)$/;

/**
 * `ApiService sst:aws:Service → ApiServiceTask aws:ecs:TaskDefinition`, or null.
 * @param words what a name and a type look like where the text may be something else
 */
export function readResource(text: string, words = WORDS): Resource | null {
  const resources = text.split(" → ").map((part) => words.exec(part.trim()));
  if (resources.some((match) => match === null) || resources.length > 2) return null;
  const [first, second] = resources.map((match) => ({ name: match?.[1] ?? "", type: match?.[2] ?? "" }));
  if (first === undefined) return null;
  return second === undefined ? first : { ...second, parent: first };
}

/** "|  Created     Api aws:ecs:Service (1.2s)": a label of eleven columns, and what it is about. */
const EVENT = /^\| {2}(\S[\S ]{10}) (.*)$/;
const DURATION = / \((\d+(?:\.\d+)?)s\)$/;
const RESULT = /^[✓✕] {2}(\S.*?) *$/;
const OUTPUT = /^ {3}([\w.-]+): (.*)$/;
/** Lines that begin something else than the error before them. */
const BEGINNING = /^(\| {2}|[✓✕~➜] {2})/;

interface State {
  /** The error whose lines are still coming. */
  open: SstError | null;
  result: "complete" | "failed" | "interrupted" | null;
  errors: SstError[];
}

/** Where SST's two streams are read, line by line. */
export interface Parser {
  line: (text: string, stream?: "stdout" | "stderr") => SstEvent[];
  /** The output has ended: what was still open is complete. */
  end: () => SstEvent[];
}

const tidy = ({ resource, message }: SstError): SstError => ({ resource, message: message.trim() });

/** The errors below "✕  Failed": a resource or none, the message, an empty line. */
function addFinal(errors: SstError[], text: string): void {
  const resource = readResource(text);
  const last = errors.at(-1);
  if (resource !== null) errors.push({ resource, message: "" });
  else if (last !== undefined) last.message += `\n${text}`;
  else if (text !== "") errors.push({ resource: null, message: text });
}

function readEvent(label: string, text: string): { event?: SstEvent; error?: SstError } {
  const operation = OPERATIONS[label];
  if (operation !== undefined) {
    const seconds = Number(DURATION.exec(text)?.[1] ?? 0);
    const resource = readResource(text.replace(DURATION, ""), ANY_WORDS);
    return resource === null ? {} : { event: { type: "done", operation, resource, seconds } };
  }
  if (label === "Error") {
    const resource = readResource(text);
    return { error: resource === null ? { resource, message: text } : { resource, message: "" } };
  }
  if (label === "Locked") return { event: { type: "locked" } };
  if (label === "Warning") return { event: { type: "warning", text } };
  const provider = /^Downloaded provider (\S+)/.exec(text)?.[1];
  return label === "Info" && provider !== undefined ? { event: { type: "downloaded", provider } } : {};
}

/** What follows "✓  Complete": outputs, or the changes of `sst diff`. */
function afterwards(text: string): SstEvent[] {
  const [, name, value = ""] = OUTPUT.exec(text) ?? [];
  if (name !== undefined) return [{ type: "output", name, value }];
  return text.trim() === "" || text.trim() === "---" ? [] : [{ type: "change", text }];
}

/** A parser of one run. It never throws. */
export function sstParser(): Parser {
  const out: State = { open: null, result: null, errors: [] };
  let complaint: SstError | null = null;

  const close = (): SstEvent[] => {
    const { open } = out;
    out.open = null;
    return open === null ? [] : [{ type: "error", error: tidy(open) }];
  };

  const stdout = (text: string): SstEvent[] => {
    const result = RESULTS[RESULT.exec(text)?.[1] ?? ""];
    if (result !== undefined) {
      out.result = result;
      return close();
    }
    if (out.result === "failed") {
      addFinal(out.errors, text);
      return [];
    }
    if (out.result === "complete") return afterwards(text);
    const version = /^SST (\S+)(?: \(experimental\))? +ready!$/.exec(text)?.[1];
    if (version !== undefined) return [{ type: "ready", version }];
    if (out.open !== null && !BEGINNING.test(text)) {
      out.open.message += `\n${text}`;
      return [];
    }
    const match = EVENT.exec(text);
    const closed = close();
    if (match === null) return text.trim() === "" ? closed : [...closed, { type: "line", text }];
    const { event, error } = readEvent((match[1] ?? "").trim(), match[2] ?? "");
    if (error !== undefined) out.open = error;
    else closed.push(event ?? { type: "line", text });
    return closed;
  };

  /** "✕  what failed", and below it its details. */
  const stderr = (text: string): SstEvent[] => {
    const message = /^✕ {2}(.*)$/.exec(text)?.[1];
    if (message !== undefined && complaint === null) complaint = { resource: null, message };
    else if (complaint !== null) complaint.message += `\n${text}`;
    else if (text.trim() !== "") return [{ type: "line", text }];
    return [];
  };

  return {
    line: (text, stream = "stdout") =>
      (stream === "stdout" ? stdout : stderr)(stripVTControlCharacters(text).replace(/\r$/, "")),
    end: () => {
      const events = close();
      if (complaint !== null) events.push({ type: "error", error: tidy(complaint) });
      const errors = [...out.errors.map(tidy), ...(complaint === null ? [] : [tidy(complaint)])];
      if (out.result !== null) events.push({ type: "finished", result: out.result, errors });
      return events;
    },
  };
}
