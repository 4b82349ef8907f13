import { expect, it } from "vitest";
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
