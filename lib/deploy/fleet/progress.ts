import { seconds, type Terminal } from "../../terminal/terminal.ts";
import type { Outcome } from "./rollout.ts";
import type { Target } from "./targets.ts";

/** What is shown while a rollout runs. */

const TICK_MS = 500;
/** Where nobody watches a line change, a log says now and then that there is still work. */
const HEARTBEAT_MS = 60_000;

export interface Progress {
  start: (target: Target) => void;
  end: (target: Target, outcome: Outcome) => void;
  /** A line above the one that changes. */
  say: (text: string) => void;
  stop: () => void;
}

/** @param total how many stages there are to deploy */
export function progressOf(terminal: Terminal, total: number): Progress {
  const running = new Map<Target, number>();
  let done = 0;
  const words = () => {
    const each = [...running].map(([{ stage }, since]) => `${stage} ${seconds(Date.now() - since)}`);
    return `${done} of ${total} done; running: ${each.join(", ") || "none"}`;
  };
  const draw = () => terminal.live(running.size === 0 ? "" : words());
  const print = (text: string) => {
    terminal.live("");
    terminal.print(text);
    draw();
  };
  const clock = terminal.watched
    ? setInterval(draw, TICK_MS)
    : setInterval(() => running.size > 0 && terminal.print(words()), HEARTBEAT_MS);
  return {
    start: (target) => {
      running.set(target, Date.now());
      print(`  ${target.stage} …`);
    },
    end: (target, { status, error, log }) => {
      const took = seconds(Date.now() - (running.get(target) ?? Date.now()));
      running.delete(target);
      done += 1;
      const good = status === "complete";
      const mark = good ? terminal.paint("green", "✔") : terminal.paint("red", "✖");
      print(`${mark} ${target.stage} ${terminal.paint("dim", `(${took})`)}${good ? "" : `: ${error ?? status}`}`);
      if (!good && log !== null) print(`  ${terminal.paint("dim", log)}`);
    },
    say: print,
    stop: () => {
      clearInterval(clock);
      terminal.live("");
    },
  };
}
