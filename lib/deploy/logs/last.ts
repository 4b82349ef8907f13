import type { Aws } from "../../aws/client.ts";
import { type Line, lineOf } from "./line.ts";

/**
 * The last line of a log; null where nothing was ever written. Which of its streams is the newest, CloudWatch knows within
 * an hour.
 * @throws {AwsFailure}
 */
export async function lastLine(aws: Aws, logGroupName: string, service = ""): Promise<Line | null> {
  const newest = { logGroupName, orderBy: "LastEventTime" as const, descending: true, limit: 1 };
  const { logStreams: [stream] = [] } = await aws.call("logs", "DescribeLogStreams", newest);
  if (stream?.logStreamName === undefined) return null;
  const input = { logGroupName, logStreamName: stream.logStreamName, limit: 1, startFromHead: false };
  const { events: [event] = [] } = await aws.call("logs", "GetLogEvents", input);
  return event === undefined ? null : lineOf(service, event);
}
