import { seconds, type Terminal } from "../terminal/terminal.ts";
import { nameOf } from "./diagnose.ts";
import { answerInterrupts, type Words } from "./interrupts.ts";
import { Progress, type ProgressOptions } from "./progress.ts";
import { type Outcome, type SstOptions, startSst } from "./sst.ts";

/** Milliseconds between two looks of the block on a terminal. */
const DRAW_MS = 250;
/** Milliseconds after which a log gets its first line, and between the others. */
const FIRST_LINE_MS = 5_000;
const LINE_MS = 15_000;

export interface WatchOptions extends Omit<SstOptions, "signal">, ProgressOptions {
  terminal: Terminal;
  /** What runs, for people: `Deploying dev`. */
  title: string;
  /** Told to whoever presses Ctrl-C. */
  interrupts: Omit<Words, "making">;
}

/** Runs SST and shows how far it is: in one block that changes on a terminal, as a line now and then elsewhere. */
export async function watchSst({
  terminal,
  title,
  interrupts,
  kept,
  goal,
  onEvent,
  ...options
}: WatchOptions): Promise<Outcome> {
  const progress = new Progress(Date.now(), { kept, goal });
  const block = terminal.liveBlock();
  const draw = () => {
    const now = Date.now();
    const head = `${title} … ${terminal.paint("dim", seconds(now - progress.started))}  ${progress.far()}`;
    block?.draw([head, ...progress.making(now).map((line) => terminal.paint("dim", `  ${line}`))]);
  };
  const print = (line: string) => {
    block?.clear();
    terminal.print(line);
    if (block !== null) draw();
  };

  const run = await startSst({
    ...options,
    onEvent: (event) => {
      progress.take(event, Date.now());
      if (event.type === "error") {
        const what = nameOf(event.error.resource) ?? "SST";
        print(`${terminal.paint("red", "✖")} ${what} failed after ${seconds(Date.now() - progress.started)}`);
      }
      if (event.type === "warning") print(`${terminal.paint("yellow", "!")} ${event.text}`);
      onEvent?.(event);
    },
  });

  terminal.print(`${title}: everything that SST says is in ${run.log}`);
  const answered = answerInterrupts(run, { ...interrupts, making: () => progress.making(Date.now()) }, print);
  const say = () => terminal.print(`  ${progress.line(Date.now())}`);
  let timer = block === null ? setTimeout(first, FIRST_LINE_MS) : setInterval(draw, DRAW_MS);
  function first() {
    say();
    timer = setInterval(say, LINE_MS);
  }
  try {
    return await run.outcome;
  } finally {
    answered();
    clearInterval(timer);
    clearTimeout(timer);
    block?.clear();
    terminal.print(`  ${progress.end(Date.now())}`);
  }
}
