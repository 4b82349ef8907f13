import { Writable } from "node:stream";
import { Terminal } from "../../lib/terminal/terminal.ts";

/** A terminal of a width that keeps what it is given; without a width, a pipe. */
export function kept(columns?: number, env: NodeJS.ProcessEnv = {}): { terminal: Terminal; text: () => string } {
  let found = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      found += chunk;
      done();
    },
  });
  const out = Object.assign(stream, columns === undefined ? {} : { isTTY: true, columns });
  return { terminal: new Terminal({ out, env }), text: () => found };
}
