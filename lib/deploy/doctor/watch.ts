import type { Terminal } from "../../terminal/terminal.ts";
import { type DoctorOptions, doctor } from "./doctor.ts";
import { checkLines, countLine } from "./lines.ts";
import type { Report } from "./types.ts";

const TICK_MS = 250;
/** What is quick passes without a clock. */
const CLOCK_AFTER_S = 2;

/** How many checks that are waited for are named. */
const NAMED = 3;

/**
 * Runs the checks while somebody watches: a line that says what is waited for and since when, then the table.
 * @throws only where the signal ends it
 */
export async function watchDoctor(terminal: Terminal, options: DoctorOptions): Promise<Report> {
  const started = Date.now();
  let line = "";
  const show = () => {
    const seconds = Math.round((Date.now() - started) / 1000);
    terminal.live(`${line}${seconds < CLOCK_AFTER_S ? "" : ` ${seconds} s`}`);
  };
  const clock = setInterval(show, TICK_MS);
  const onProgress = (done: number, all: number, waiting: readonly string[]) => {
    line = `${done} of ${all} checks, waiting for ${waiting.slice(0, NAMED).join(", ")} …`;
    show();
  };
  let report: Report;
  try {
    report = await doctor({ ...options, onProgress });
  } finally {
    clearInterval(clock);
    terminal.live("");
  }
  for (const check of checkLines(report.checks, terminal)) terminal.print(check);
  terminal.print();
  terminal.print(countLine(report));
  return report;
}
