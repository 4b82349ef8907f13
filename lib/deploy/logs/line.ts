import { stripVTControlCharacters } from "node:util";
import type { Style, Terminal } from "../../terminal/terminal.ts";

/** A line of a log, and how people read it. */

export interface Line {
  /** CloudWatch's: no other line has it. */
  id: string;
  service: string;
  /** Moment in milliseconds. */
  at: number;
  /** Of a line that is JSON; null for any other. */
  level: string | null;
  /** As it was written. */
  text: string;
}

interface Event {
  eventId?: string | undefined;
  timestamp?: number | undefined;
  message?: string | undefined;
}

type Fields = Record<string, unknown>;

function fieldsOf(text: string): Fields | null {
  if (!text.startsWith("{")) return null;
  try {
    return JSON.parse(text) as Fields;
  } catch {
    return null;
  }
}

export function lineOf(service: string, { eventId = "", timestamp = 0, message = "" }: Event): Line {
  const text = message.trimEnd();
  const level = fieldsOf(text)?.level;
  return { id: eventId, service, at: timestamp, level: typeof level === "string" ? level : null, text };
}

/** What stands elsewhere on the line, or says nothing about it. */
const SHOWN = new Set(["level", "message", "msg", "timestamp", "time", "pid", "hostname", "stage", "stack", "err"]);

const said = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** A stack as it is written: by Nest beside the message, by pino in the error. */
function stackOf({ stack, err }: Fields): string | null {
  const found = stack ?? (err as Fields | undefined)?.stack;
  return typeof found === "string" ? found : null;
}

interface Readable {
  level: string;
  /** The message, and below it the stack. */
  lines: string[];
}

function readable({ text }: Line): Readable {
  const fields = fieldsOf(text);
  if (fields === null) return { level: "", lines: text.split("\n") };
  const rest = Object.entries(fields).filter(([name, value]) => !SHOWN.has(name) && value !== undefined);
  const message = said(fields.message ?? fields.msg ?? (fields.err as Fields | undefined)?.message ?? "");
  const more = rest.map(([name, value]) => `${name}=${said(value)}`);
  return {
    level: typeof fields.level === "string" ? fields.level : "",
    lines: [[message, ...more].join(" "), ...(stackOf(fields)?.split("\n") ?? [])],
  };
}

/** What a line says, in one line, without what a terminal would take for a command. */
export const messageOf = (line: Line): string => stripVTControlCharacters(readable(line).lines[0] ?? "");

/** Services are told apart by these. */
const COLOURS: readonly Style[] = ["cyan", "green", "yellow", "bold"];
const LEVELS: Readonly<Record<string, Style>> = { error: "red", fatal: "red", warn: "yellow", debug: "dim" };
const LEVEL_WIDTH = 5;

/**
 * A line for people: when, who, how grave, what, and the fields that it has. What a terminal would take for a command is
 * taken out: anybody may write into a log.
 * @param services in the order of their colours
 */
export function* shownLine(line: Line, services: readonly string[], terminal: Terminal): Iterable<string> {
  const { level, lines } = readable(line);
  const width = Math.max(...services.map(({ length }) => length));
  const colour = COLOURS[services.indexOf(line.service) % COLOURS.length] ?? "bold";
  const style = LEVELS[level];
  const time = new Date(line.at).toISOString().slice(11, 23);
  const grave = level.slice(0, LEVEL_WIDTH).padEnd(LEVEL_WIDTH);
  const [first = "", ...rest] = lines.map(stripVTControlCharacters);
  const who = terminal.paint(colour, line.service.padEnd(width));
  yield `${terminal.paint("dim", time)} ${who} ${style === undefined ? grave : terminal.paint(style, grave)} ${first}`;
  for (const more of rest) yield `${" ".repeat(time.length + width + LEVEL_WIDTH + 3)}${terminal.paint("dim", more)}`;
}
