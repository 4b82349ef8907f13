import { expect, it, onTestFinished, vi } from "vitest";
import { progressOf } from "../../../lib/deploy/fleet/progress.ts";
import type { Outcome } from "../../../lib/deploy/fleet/rollout.ts";
import type { Target } from "../../../lib/deploy/fleet/targets.ts";
import type { Terminal } from "../../../lib/terminal/terminal.ts";

/** A terminal that somebody watches: lines as they are printed, and each state of the one that changes. */
function watched() {
  const shown: string[] = [];
  const terminal = {
    watched: true,
    paint: (_: string, text: string) => text,
    print: (text: string) => shown.push(text),
    live: (text: string) => shown.push(`~${text}`),
  } as unknown as Terminal;
  return { shown, terminal };
}

const target = (stage: string) => ({ stage }) as Target;
const outcome = (values: Partial<Outcome>) => ({ status: "complete", log: null, ...values }) as Outcome;

it("says how far a rollout is below each line that stays, and leaves no line that changes behind", () => {
  const { shown, terminal } = watched();
  const [acme, globex] = [target("acme-production"), target("globex-production")];
  const progress = progressOf(terminal, 2);
  progress.start(acme);
  progress.start(globex);
  progress.end(acme, outcome({}));
  progress.end(globex, outcome({ status: "failed", error: "AccessDenied", log: "logs/globex.log" }));
  progress.stop();
  const steady = shown.map((line) => line.replace(/\d+ s/g, "N s"));
  expect(steady).toEqual([
    "~",
    "  acme-production …",
    "~0 of 2 done; running: acme-production N s",
    "~",
    "  globex-production …",
    "~0 of 2 done; running: acme-production N s, globex-production N s",
    "~",
    "✔ acme-production (N s)",
    "~1 of 2 done; running: globex-production N s",
    "~",
    "✖ globex-production (N s): AccessDenied",
    "~",
    "~",
    "  logs/globex.log",
    "~",
    "~",
  ]);
});

it("says in a log every minute that there is still work, and nothing where there is none", () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const shown: string[] = [];
  const print = (text: string) => shown.push(text);
  const terminal = { watched: false, paint: (_: string, text: string) => text, print, live: () => undefined };
  const progress = progressOf(terminal as unknown as Terminal, 2);
  const acme = target("acme-production");
  vi.advanceTimersByTime(60_000);
  progress.start(acme);
  vi.advanceTimersByTime(120_000);
  progress.end(acme, outcome({ status: "killed", error: null, log: null }));
  vi.advanceTimersByTime(60_000);
  progress.say("Stopping");
  progress.stop();
  vi.advanceTimersByTime(600_000);
  expect(shown).toEqual([
    "  acme-production …",
    "0 of 2 done; running: acme-production 1 min 0 s",
    "0 of 2 done; running: acme-production 2 min 0 s",
    "✖ acme-production (2 min 0 s): killed",
    "Stopping",
  ]);
});
