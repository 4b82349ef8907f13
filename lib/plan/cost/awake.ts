import { awakeShare } from "../../answers/sleep/times.ts";
import { turnOf } from "../../proof/judges/sleep.ts";
import { type Resources, text } from "../resources/index.ts";

/** The share of the month that a service or a database is awake: all of it where no schedule lets it sleep and wakes it. */
export function awakeOf(name: string, resources: Resources): number {
  const found = resources.of("aws:scheduler/schedule:Schedule").flatMap((schedule) => {
    const turn = turnOf(schedule);
    return turn?.what === name ? [{ awake: turn.awake, at: text(schedule.inputs.scheduleExpression) }] : [];
  });
  const wake = found.find(({ awake }) => awake)?.at;
  const sleep = found.find(({ awake }) => !awake)?.at;
  return wake === undefined || sleep === undefined ? 1 : awakeShare({ wake, sleep });
}
