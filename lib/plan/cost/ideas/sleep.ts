import { SLEEP_AT } from "../../../answers/sleep/hours.ts";
import { sleepTimes } from "../../../answers/sleep/times.ts";
import { SLEEPERS } from "../../../answers/vocabulary.ts";
import { sleeps } from "../../../proof/judges/sleep.ts";
import { Stack } from "../../../proof/simulate/stack.ts";
import { type Resource, type Resources, text } from "../../resources/index.ts";
import { ofStage } from "./idea.ts";

/** Nights without tasks and databases. */

const NIGHTS = sleepTimes({ hours: SLEEP_AT[0], timezone: "UTC" });

/** A resource with the schedules that wake it, and let it sleep. */
const scheduled = (
  resource: Resource,
  times: { wake: string; sleep: string },
  operations: { wake: string; sleep: string },
  input: (awake: boolean) => object,
): Resource[] => [
  resource,
  ...(["wake", "sleep"] as const).map((turn) => ({
    ...resource,
    urn: `${resource.urn}.${turn}`,
    type: "aws:scheduler/schedule:Schedule",
    inputs: {
      scheduleExpression: times[turn],
      target: {
        arn: `arn:aws:scheduler:::aws-sdk:${operations[turn]}`,
        input: JSON.stringify(input(turn === "wake")),
      },
    },
  })),
];

const SLEEPS: Record<string, (resource: Resource) => Resource | Resource[]> = {
  "aws:ecs/service:Service": (service) =>
    scheduled(service, NIGHTS.services, { wake: "ecs:updateService", sleep: "ecs:updateService" }, (awake) => ({
      Service: text(service.inputs.name, service.name),
      DesiredCount: awake ? 1 : 0,
    })),
  "aws:rds/instance:Instance": (database) =>
    scheduled(database, NIGHTS.databases, { wake: "rds:startDBInstance", sleep: "rds:stopDBInstance" }, () => ({
      DbInstanceIdentifier: text(database.inputs.identifier),
    })),
  // Whether a task runs is asked beside whether one is wanted.
  "aws:cloudwatch/metricAlarm:MetricAlarm": (alarm) =>
    alarm.inputs.metricName === "RunningTaskCount"
      ? { ...alarm, inputs: { ...alarm.inputs, metricQueries: [{ metric: {} }, { metric: {} }] } }
      : alarm,
};

const environmentOf = ({ simulation }: Resources): string => simulation.stage.split("-").at(-1) ?? "";

/** The first of the sleepers sleeps where nobody names another. */
const answersFor = (environment: string): string =>
  `--sleep-hours "${SLEEP_AT[0]}"${environment === SLEEPERS[0] ? "" : ` --sleep-stages ${SLEEPERS.join()}`}`;

/** Only stages that the answers may let sleep, and that do not yet. */
export const sleep = ofStage(
  (resources) => SLEEPERS.some((name) => name === environmentOf(resources)) && !sleeps(new Stack(resources.simulation)),
  (resources) => ({
    id: "sleep",
    what: "let it sleep at night and at weekends",
    how: answersFor(environmentOf(resources)),
    price: "who works late wakes it, and waits some minutes",
    loss: "comfort",
    edit: (resource) => SLEEPS[resource.type]?.(resource) ?? resource,
  }),
);
