import { turnOf } from "../judges/sleep.ts";
import type { Control } from "./control.ts";

const schedules = "aws:scheduler/schedule:Schedule";

/** What is stopped at night. */
export const sleepControls: Control[] = [
  {
    id: "OWN.awake",
    title: "production does not sleep",
    why: "its visitors come when nobody works",
    fix: "set `sleeps: false` for production in infra/stage.ts",
    severity: "mandatory",
    when: "production",
    of: [schedules],
    problem: (schedule) => {
      const turn = turnOf(schedule);
      return turn !== null && !turn.awake ? `it stops ${turn.what}` : undefined;
    },
  },
  {
    id: "OWN.wakes",
    title: "what is stopped at night is started again",
    why: "the first who comes in the morning finds nothing",
    fix: "keep both schedules of infra/kit/sleep.ts",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: [schedules],
    where: (schedule) => turnOf(schedule)?.awake === false,
    problem: (schedule, stack) => {
      const stopped = turnOf(schedule)?.what;
      const started = stack
        .of(schedules)
        .map(turnOf)
        .some((turn) => turn?.awake && turn.what === stopped);
      return started ? undefined : `nothing starts ${stopped} again`;
    },
  },
];
