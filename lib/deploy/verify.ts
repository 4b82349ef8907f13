import { setTimeout as sleep } from "node:timers/promises";
import { lastPart } from "../aws/arn.ts";
import type { Aws } from "../aws/client.ts";
import { serviceEvidence } from "./evidence.ts";
import type { DnsRecord, Expected, ServiceExpected } from "./expected.ts";
import { type Answer, askHealth, askRedirect } from "./health.ts";
import { mainContainer } from "./tasks.ts";

/** Whether what was deployed is what runs. */
export interface Check {
  /** `api`, or the address that was asked. */
  what: string;
  result: "ok" | "failed" | "unknown";
  /** What was seen. */
  evidence: string;
  /** More about a failure: reasons, commands. */
  details: string[];
  log: string[];
}

const POLL_MS = 3_000;

const shortDigest = (image: string): string => /sha256:[0-9a-f]{12}/.exec(image)?.[0] ?? "";

interface Seen {
  /** Null while ECS is still at it. */
  result: "ok" | "failed" | null;
  evidence: string;
}

/** One look at a service: its primary deployment is of the wanted version, complete, and has all of its tasks. */
async function look(aws: Aws, cluster: string, { service, task }: ServiceExpected): Promise<Seen> {
  const { services = [] } = await aws.call("ecs", "DescribeServices", { cluster, services: [service] });
  const found = services.find(({ status }) => status === "ACTIVE");
  if (found === undefined) return { result: "failed", evidence: `there is no ECS service ${service} in ${cluster}` };
  const { deployments = [] } = found;
  const primary = deployments.find(({ status }) => status === "PRIMARY");
  const failed = deployments.find(({ rolloutState }) => rolloutState === "FAILED");
  const running = lastPart(primary?.taskDefinition);
  if (primary?.taskDefinition !== task) {
    const why = failed?.rolloutStateReason === undefined ? "" : ` (${failed.rolloutStateReason})`;
    return { result: "failed", evidence: `ECS went back: ${running} runs, not ${lastPart(task)}${why}` };
  }
  const tasks = `${primary.runningCount ?? 0} of ${primary.desiredCount ?? 0} tasks`;
  if (primary.rolloutState === "FAILED")
    return { result: "failed", evidence: `${running} failed: ${primary.rolloutStateReason ?? "no reason given"}` };
  const done = primary.rolloutState === "COMPLETED" && primary.runningCount === primary.desiredCount;
  return { result: done ? "ok" : null, evidence: `${running}, ${tasks}` };
}

/** The image that the running tasks have, which must be the one that the task definition names by its digest. */
async function image(aws: Aws, cluster: string, { service, task }: ServiceExpected): Promise<Seen> {
  const [{ taskDefinition }, { taskArns = [] }] = await Promise.all([
    aws.call("ecs", "DescribeTaskDefinition", { taskDefinition: task }),
    aws.call("ecs", "ListTasks", { cluster, serviceName: service, desiredStatus: "RUNNING" }),
  ]);
  const main = mainContainer(taskDefinition);
  const wanted = shortDigest(main?.image ?? "");
  if (taskArns.length === 0) return { result: "ok", evidence: "" };
  const { tasks = [] } = await aws.call("ecs", "DescribeTasks", { cluster, tasks: taskArns });
  const ofVersion = tasks.filter(({ taskDefinitionArn }) => taskDefinitionArn === task);
  const runs = ofVersion.map(({ containers = [] }) => containers.find(({ name }) => name === main?.name));
  const digests = runs.map((container) => shortDigest(container?.imageDigest ?? ""));
  const other = wanted === "" ? undefined : digests.find((digest) => digest !== "" && digest !== wanted);
  if (other !== undefined) return { result: "failed", evidence: `a task runs the image ${other}, not ${wanted}` };
  const [shown = wanted] = digests;
  return { result: "ok", evidence: shown === "" ? "" : `, image ${shown}` };
}

async function checkService(aws: Aws, cluster: string, expected: ServiceExpected, deadline: number): Promise<Check> {
  const { name: what } = expected;
  try {
    let seen = await look(aws, cluster, expected);
    while (seen.result === null && Date.now() < deadline) {
      await sleep(Math.min(POLL_MS, Math.max(deadline - Date.now(), 0)));
      seen = await look(aws, cluster, expected);
    }
    if (seen.result === "ok") {
      const { result, evidence } = await image(aws, cluster, expected);
      if (result === "ok") return { what, result, evidence: seen.evidence + evidence, details: [], log: [] };
      return { what, result: "failed", evidence, details: [], log: [] };
    }
    const evidence = seen.result === null ? `${seen.evidence} after the wait: ECS is not done` : seen.evidence;
    const { lines, log } = await serviceEvidence(aws, cluster, expected.service, expected.task);
    return { what, result: "failed", evidence, details: lines, log };
  } catch (error) {
    return { what, result: "unknown", evidence: (error as Error).message, details: [], log: [] };
  }
}

/** Until its records are entered, nobody finds a host whose DNS is looked after elsewhere. */
function checkAddress(url: string, answer: Answer, records: Expected["records"]): Check {
  const { hostname } = new URL(url);
  const host = [hostname, hostname.replace(/^any\./, "*.")].find((one) => one in records);
  if (!answer.ok && answer.unknownHost && host !== undefined) {
    const { type, target } = records[host] as DnsRecord;
    const evidence = `the world does not know ${hostname} yet: make the record ${host} ${type} ${target}`;
    return { what: url, result: "unknown", evidence, details: [], log: [] };
  }
  return { what: url, result: answer.ok ? "ok" : "failed", evidence: answer.evidence, details: [], log: [] };
}

/**
 * Looks whether every service runs the version that was deployed, and whether every public address answers.
 * @param seconds how long services and addresses may take in all
 */
export async function verify(expected: Expected, aws: Aws, seconds: number): Promise<Check[]> {
  const deadline = Date.now() + seconds * 1000;
  const { cluster, services, addresses, redirects, records } = expected;
  return Promise.all([
    ...services.map((service) => checkService(aws, cluster, service, deadline)),
    ...addresses.map(async (url) => checkAddress(url, await askHealth(url, deadline), records)),
    ...Object.entries(redirects).map(async ([from, to]) =>
      checkAddress(from, await askRedirect(from, to, deadline), records),
    ),
  ]);
}
