import type { Aws } from "../aws/client.ts";
import type { Diagnosis } from "./diagnose.ts";
import { eventsOf, lastLinesOf, logIn, type StoppedTask, stoppedTask } from "./tasks.ts";

/** What AWS knows about a failure that SST's error only hints at, as lines to show. */
export interface Evidence {
  lines: string[];
  /** The end of the log that matters, if there is one. */
  log: string[];
}

/** A stopped task in words. */
export const sayStopped = ({ id, version, reason, exitCode, logCommand }: StoppedTask): string[] => [
  `Task ${id} of ${version} stopped${exitCode === null ? "" : ` with exit code ${exitCode}`}: ${reason}`,
  ...(logCommand === null ? [] : [`All of its log: ${logCommand}`]),
];

/** The reason and the last words of a service that does not become healthy. */
export async function serviceEvidence(aws: Aws, cluster: string, service: string, version?: string): Promise<Evidence> {
  const [stopped, events] = await Promise.all([
    stoppedTask(aws, cluster, service, version),
    eventsOf(aws, cluster, service),
  ]);
  const said = events.map((event) => `ECS: ${event}`);
  return { lines: [...(stopped === null ? [] : sayStopped(stopped)), ...said], log: stopped?.log ?? [] };
}

const SERVICE = /service\/(?<cluster>[^/\s)]+)\/(?<service>[^/\s)]+)/;

/**
 * Looks at what the error names: the ECS service that did not become healthy, or the task that failed. Nothing where it
 * names neither, or where AWS cannot be asked: a diagnosis is never worse for want of evidence.
 */
export async function evidenceFor({ message }: Diagnosis, aws: Aws): Promise<Evidence> {
  const named = logIn(message);
  if (named !== null) return { lines: [], log: await lastLinesOf(aws, named) };
  const { cluster, service } = SERVICE.exec(message)?.groups ?? {};
  if (cluster === undefined || service === undefined) return { lines: [], log: [] };
  return serviceEvidence(aws, cluster, service).catch((error: Error) => ({ lines: [error.message], log: [] }));
}
