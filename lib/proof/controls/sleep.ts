import { fires } from "../judges/alarms.ts";
import { asleep, sleeps, turnOf } from "../judges/sleep.ts";
import type { Stack } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import { metricOf, watchedBy } from "./alarms.ts";
import type { Control } from "./control.ts";

const schedules = "aws:scheduler/schedule:Schedule";

const isService = ({ type }: Resource): boolean => type === "aws:ecs/service:Service";
const isCheck = ({ type }: Resource): boolean => type === "aws:route53/healthCheck:HealthCheck";

/** Whether an alarm fires for what is not there while a stage sleeps: a task, or an answer from outside. */
function ringsAtNight(alarm: Resource, stack: Stack): boolean {
  if (metricOf(alarm, stack)?.silence !== "ill" || !sleeps(stack)) return false;
  const stopped = asleep(stack);
  return watchedBy(alarm, stack).watched.some(
    (one) =>
      (isService(one) && stopped.includes(String(one.inputs.name))) ||
      (isCheck(one) && (!stopped.includes(String(one.id)) || fires(alarm, "nothing"))),
  );
}

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
      const what = turnOf(schedule)?.what;
      const started = stack
        .of(schedules)
        .map(turnOf)
        .some((turn) => turn?.awake && turn.what === what);
      return started ? undefined : `nothing starts ${what} again`;
    },
  },
  {
    id: "OWN.quiet",
    title: "no alarm rings because a stage sleeps",
    why: "who is woken for nothing does not get up for the next one",
    fix: "compare the alarm with those of infra/kit/ecs-service.ts, and let infra/kit/sleep.ts stop the checks from outside",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: ["aws:cloudwatch/metricAlarm:MetricAlarm"],
    problem: (alarm, stack) => (ringsAtNight(alarm, stack) ? "it rings every night" : undefined),
  },
];
