import type { View } from "../../answers/view.ts";
import { code } from "../encode.ts";
import { CRONS } from "./alarms/crons.ts";
import { MAIL } from "./alarms/mail.ts";
import { STORES } from "./alarms/stores.ts";
import { TASKS } from "./alarms/tasks.ts";
import { TRAFFIC } from "./alarms/traffic.ts";
import { UPKEEP } from "./alarms/upkeep.ts";
import { table } from "./markdown.ts";

/** Every alarm and event, in the order in which the runbook explains them. */
const ALARMS = [...TRAFFIC, ...TASKS, ...CRONS, ...UPKEEP, ...MAIL, ...STORES];

/** The names that the table of a view explains. */
export const explained = (view: View): string[] =>
  ALARMS.filter(({ when }) => when(view)).flatMap(({ names }) => names);

/** A command of day two, with the stage in its place. */
function typedFor({ cli }: View, type: string | null): string {
  if (type === null) return "";
  const [command, ...rest] = type.split(" ");
  return code([cli, command, '"$stage"', ...rest].join(" "));
}

/** The alarms of a view; null where there is nothing to watch. */
export function alarmTable(view: View): string | null {
  const rows = ALARMS.filter(({ when }) => when(view));
  return rows.length === 0
    ? null
    : table(
        ["What rings", "What it means", "Type", "What to look at"],
        rows.map(({ names, means, type, act }) => [names.map(code).join(", "), means, typedFor(view, type), act]),
      );
}
