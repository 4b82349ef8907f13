import type { PlainObject } from "../../../lib/proof/simulate/types.ts";
import type { Damaged, Defect } from "./damage.ts";

/** What is stopped at night. */

const SCHEDULE = "aws:scheduler/schedule:Schedule";

/** The schedule of a task calls an operation of AWS instead, on the API's service. */
const calls =
  (operation: string, more: PlainObject = {}) =>
  ({ each }: Damaged): void => {
    let service: unknown;
    each("aws:ecs/service:Service", /^ApiService/, ({ name }) => {
      service = name;
    });
    each(SCHEDULE, /./, (inputs) => {
      const input = JSON.stringify({ Service: service, ...more });
      inputs.target = { ...(inputs.target as PlainObject), arn: `arn:aws:scheduler:::aws-sdk:${operation}`, input };
    });
  };

export const sleepDefects: Defect[] = [
  {
    what: "production is without tasks at night",
    by: "OWN.awake",
    damage: calls("ecs:updateService", { DesiredCount: 0 }),
  },
  {
    what: "nothing brings the tasks back that are taken away in the evening",
    by: "OWN.wakes",
    damage: calls("ecs:updateService", { DesiredCount: 0 }),
  },
  {
    what: "alarms ring for the tasks that are taken away in the evening",
    by: "OWN.quiet",
    damage: calls("ecs:updateService", { DesiredCount: 0 }),
  },
  {
    what: "the role that stops and starts services may not",
    by: "OWN.may-run",
    damage: calls("ecs:updateService", { DesiredCount: 2 }),
  },
];
