import type { Writable } from "node:stream";
import { styleText } from "node:util";
import { documentGiven } from "./document.ts";
import { fold, KEPT, wrap } from "./fold.ts";
import { LiveBlock } from "./live.ts";

/** What a command says to people. With `--json`, standard output is for the document alone and people read standard error. */

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

type Stream = Writable & { isTTY?: boolean; columns?: number };

/** Colour is for terminals, and not where NO_COLOR asks for none (https://no-color.org). */
export const hasColour = (stream: Stream, env: NodeJS.ProcessEnv = process.env): boolean =>
  stream.isTTY === true && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";

/** Lines that are easy to read. */
const WIDEST = 100;
/** What every reader has room for, where nobody says how wide it is: a file, a log, a terminal that says 0. */
const USUAL = 80;

/** Steps shorter than this pass without a clock. */
const CLOCK_AFTER_MS = 2000;
const TICK_MS = 250;

/** `12 s`, `3 min 5 s`. */
export const seconds = (ms: number): string =>
  ms < 60_000 ? `${Math.round(ms / 1000)} s` : `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1000)} s`;

export interface TerminalOptions {
  json?: boolean;
  out?: Stream;
  err?: Stream;
  env?: NodeJS.ProcessEnv;
}

export class Terminal {
  readonly #out: Stream;
  readonly #people: Stream;
  readonly #colour: boolean;
  /** Lines that wait, while they do. */
  #held: string[] | null = null;
  /** The same with people at standard error: for who needs standard output for something else than a document. */
  readonly aside: Terminal;

  constructor({ json = false, out = process.stdout, err = process.stderr, env = process.env }: TerminalOptions = {}) {
    this.aside = json ? this : new Terminal({ json: true, out, err, env });
    this.#out = out;
    this.#people = json ? err : out;
    this.#colour = hasColour(this.#people, env);
  }

  paint(style: Style, text: string): string {
    return this.#colour ? styleText(style, text, { validateStream: false }) : text;
  }

  /** Lines for people. A terminal would cut them inside words; what reads a pipe takes them as they are. */
  print(text = ""): void {
    const { isTTY, columns } = this.#people;
    const lines = isTTY && columns ? text.split("\n").flatMap((line) => wrap(line, columns)) : [text];
    const printed = `${lines.join("\n").replaceAll(KEPT, " ")}\n`;
    if (this.#held === null) this.#people.write(printed);
    else this.#held.push(printed);
  }

  /** What is printed from here on waits; what has waited until now is forgotten. */
  hold(): void {
    this.#held = [];
  }

  /** Prints what has waited, and waits no longer. */
  release(): void {
    for (const printed of this.#held ?? []) this.#people.write(printed);
    this.#held = null;
  }

  /** A line that the next one replaces, for what changes while somebody watches: only on a terminal. */
  live(text: string): void {
    if (this.#people.isTTY === true)
      this.#people.write(`\r\u001b[2K${text.slice(0, (this.#people.columns || USUAL) - 1)}`);
  }

  /** Somebody watches what is printed. */
  get watched(): boolean {
    return this.#people.isTTY === true;
  }

  /** A line or two that explain what is asked next, folded to the width of the terminal. */
  help(text: string): void {
    this.print();
    for (const line of fold(text, Math.min(this.#people.columns || USUAL, WIDEST))) this.print(this.paint("dim", line));
  }

  /** The document that `--json` promises. */
  document(value: unknown): void {
    documentGiven();
    this.#out.write(`${JSON.stringify(value, null, 2)}\n`);
  }

  /** A document that is not JSON. */
  raw(text: string): void {
    documentGiven();
    this.#out.write(text);
  }

  /** The width that lines may have. */
  get width(): number {
    return Math.min(this.#people.columns || USUAL, WIDEST);
  }

  /** Lines that are drawn again and again at the bottom of a terminal; null where there is none. */
  liveBlock(): LiveBlock | null {
    return this.#people.isTTY === true ? new LiveBlock(this.#people, this.#people.columns || USUAL) : null;
  }

  /** Runs a step and shows its name, with a clock on a terminal once it takes longer than two seconds. */
  async step<T>(name: string, run: () => Promise<T>): Promise<T> {
    const live = this.#people.isTTY === true;
    const started = Date.now();
    const line = (text: string) => this.#people.write(live ? `\r\u001b[2K${text}` : `${text}\n`);
    line(`${name} …`);
    const clock = live
      ? setInterval(() => {
          const elapsed = Date.now() - started;
          if (elapsed >= CLOCK_AFTER_MS) line(`${name} … ${this.paint("dim", seconds(elapsed))}`);
        }, TICK_MS)
      : undefined;
    const end = (mark: string) =>
      line(`${mark} ${name} ${this.paint("dim", `(${seconds(Date.now() - started)})`)}${live ? "\n" : ""}`);
    try {
      const result = await run();
      end(this.paint("green", "✔"));
      return result;
    } catch (error) {
      end(this.paint("red", "✖"));
      throw error;
    } finally {
      clearInterval(clock);
    }
  }
}
