import type { SourceMap } from "node:module";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { SimulationError } from "../types.ts";

export interface Mapped {
  root: string;
  /** The name that the bundled program has in stack traces. */
  file: string;
  /** Folder that the paths in the source map are relative to. */
  base: string;
  map: SourceMap;
}

const frame = /\(?((?:file:\/\/)?[^\s()]+):(\d+):(\d+)\)?$/;

/** Rewrites the frames of the bundled program to the files that they come from. */
export function mapStack(stack: string, program: Mapped | undefined): string {
  if (!program) return stack;
  return stack
    .split("\n")
    .map((line) => {
      const [match, file, row, column] = frame.exec(line) ?? [];
      if (!match || file !== program.file) return line;
      const entry = program.map.findEntry(Number(row) - 1, Number(column) - 1);
      if (!("originalSource" in entry)) return line;
      const source = entry.originalSource;
      const path = source.startsWith("file:") ? fileURLToPath(source) : resolve(program.base, source);
      const position = `${relative(program.root, path)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
      return line.replace(frame, (text) => (text.startsWith("(") ? `(${position})` : position));
    })
    .join("\n");
}

/** The first place in the repo's own files that a mapped stack names. */
function place(stack: string): string | undefined {
  for (const line of stack.split("\n")) {
    const [, file, row] = frame.exec(line.trim()) ?? [];
    const own = file && !/^(\/|\.|node:|file:)/.test(file);
    if (own && !file.includes("node_modules") && !file.includes("infra/proof/")) return `${file}:${row}`;
  }
  return undefined;
}

interface BuildMessage {
  text: string;
  location: { file: string; line: number; column: number } | null;
}

/** What esbuild found, in one line per mistake. */
function buildMessages(error: Error): string {
  const { errors } = error as { errors?: BuildMessage[] };
  if (!Array.isArray(errors)) return error.message;
  return errors
    .map(({ text, location }) => (location ? `${location.file}:${location.line}:${location.column}: ${text}` : text))
    .join("\n");
}

/** Makes one clear line of anything that can be thrown, and keeps the rest as the stack. */
export function describeError(thrown: unknown, program?: Mapped): SimulationError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const stack = mapStack(error.stack ?? error.message, program);
  const lines = buildMessages(error)
    .split("\n")
    .map((line) => line.trim());
  const text = lines.filter((line) => line !== "" && !line.startsWith("at ")).join(" ") || error.name;
  const where = place(stack);
  return { message: where && !text.includes(where) ? `${text} (${where})` : text, stack };
}
