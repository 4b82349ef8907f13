import type { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";

/** The visible part of a line that fits; colours end with it. */
function cut(line: string, width: number): string {
  const plain = stripVTControlCharacters(line);
  return plain.length <= width ? line : `${plain.slice(0, Math.max(width - 1, 0))}…`;
}

/** A few lines at the bottom of a terminal that change in place, while others pass above them. */
export class LiveBlock {
  readonly #out: Writable;
  readonly #width: number;
  #drawn = 0;

  constructor(out: Writable, width: number) {
    this.#out = out;
    this.#width = width;
  }

  /** Puts these lines in the place of those before. */
  draw(lines: readonly string[]): void {
    this.#out.write(`${this.#erasure()}${lines.map((line) => `${cut(line, this.#width - 1)}\n`).join("")}`);
    this.#drawn = lines.length;
  }

  /** Takes the lines away. */
  clear(): void {
    this.#out.write(this.#erasure());
    this.#drawn = 0;
  }

  /** From the left: a Ctrl-C that the terminal shows has moved the cursor. */
  #erasure(): string {
    return this.#drawn === 0 ? "" : `\r\u001b[${this.#drawn}A\u001b[0J`;
  }
}
