import { nameIn, regionOf } from "../../aws/arn.ts";
import type { Aws } from "../../aws/client.ts";
import type { Output } from "../../aws/services.ts";
import { type Deployed, outputsOf } from "../deployed.ts";
import { lastLine } from "../logs/last.ts";
import type { AlarmStatus } from "./types.ts";

/** CloudWatch takes so many names at a time. */
const MOST_ALARMS = 100;

type MetricAlarm = NonNullable<Output<"cloudwatch", "DescribeAlarms">["MetricAlarms"]>[number];

/** The log of what an alarm listens to, by a dimension of its metric. */
const LOGS: Readonly<Record<string, (name: string) => string>> = {
  LogGroupName: (name) => name,
  FunctionName: (name) => `/aws/lambda/${name}`,
};

/**
 * An alarm that tells people of silence has no data then, and has none before the first run of what it listens to either: the
 * log knows which of the two it is.
 */
async function isSilent(aws: Aws, { StateValue, InsufficientDataActions = [], Dimensions = [] }: MetricAlarm) {
  if (StateValue !== "INSUFFICIENT_DATA" || InsufficientDataActions.length === 0) return false;
  const [log] = Dimensions.flatMap(({ Name = "", Value = "" }) => LOGS[Name]?.(Value) ?? []);
  return log !== undefined && (await lastLine(aws, log)) !== null;
}

/** Those of one region that ring, of the names that the stage's alarms have. */
async function ringing(aws: Aws, names: readonly string[]): Promise<AlarmStatus[]> {
  const found: AlarmStatus[] = [];
  for (let first = 0; first < names.length; first += MOST_ALARMS) {
    const AlarmNames = names.slice(first, first + MOST_ALARMS);
    const { MetricAlarms = [] } = await aws.call("cloudwatch", "DescribeAlarms", { AlarmNames });
    for (const alarm of MetricAlarms) {
      const { AlarmName: name = "", StateTransitionedTimestamp, StateReason: reason = "" } = alarm;
      if (alarm.StateValue === "ALARM" || (await isSilent(aws, alarm)))
        found.push({ name, since: StateTransitionedTimestamp?.toISOString() ?? null, reason });
    }
  }
  return found;
}

/** Alarms of what CloudFront serves are in another region than the stage. */
export async function alarms(deployed: Deployed): Promise<AlarmStatus[]> {
  const arns = outputsOf(deployed, "alarm");
  const regions = [...new Set(arns.map(regionOf))];
  // arn:aws:cloudwatch:REGION:ACCOUNT:alarm:NAME
  const names = (region: string) => arns.filter((arn) => regionOf(arn) === region).map((arn) => nameIn(arn));
  return (await Promise.all(regions.map((region) => ringing(deployed.aws.in(region), names(region))))).flat();
}
