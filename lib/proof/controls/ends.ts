import { containersOf } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import { endingIn, hasCome } from "./bases.ts";
import type { Control } from "./control.ts";

const task = "aws:ecs/taskDefinition:TaskDefinition";

/**
 * The last day on which AWS supports a version without extra charge, by what names it in a resource. From the pages of AWS on
 * Lambda runtimes, and on the release calendars of RDS, Aurora and ElastiCache, as they were in November 2026.
 */
const ENDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  runtime: {
    "nodejs18.x": "2025-09-01",
    "nodejs20.x": "2026-04-30",
    "nodejs22.x": "2027-04-30",
    "nodejs24.x": "2028-04-30",
    "python3.9": "2025-12-15",
    "python3.10": "2026-10-31",
    "python3.11": "2027-06-30",
    "python3.12": "2028-10-31",
  },
  postgres: { 13: "2026-02-28", 14: "2027-02-28", 15: "2028-02-29", 16: "2029-02-28", 17: "2030-02-28" },
  "aurora-postgresql": { 13: "2026-02-28", 14: "2027-02-28", 15: "2028-02-29", 16: "2029-02-28", 17: "2030-02-28" },
  mysql: { "8.0": "2026-07-31", "8.4": "2029-07-31" },
  "aurora-mysql": { "8.0": "2028-04-30" },
  redis: { 6: "2027-01-31" },
};

/** What a resource runs on, and its version. */
function runsOn({ inputs }: Resource): { what: string; version: string } {
  const { runtime, engine, engineVersion } = inputs;
  return runtime === undefined
    ? { what: String(engine ?? ""), version: String(engineVersion ?? "") }
    : { what: "runtime", version: String(runtime) };
}

/** What AWS runs: the end of its version, or of the major version where no more of it is listed. */
function endsAtAws(resource: Resource): string[] {
  const { what, version } = runsOn(resource);
  const listed = Object.keys(ENDS[what] ?? {}).find((key) => version === key || version.startsWith(`${key}.`));
  const end = listed === undefined ? undefined : ENDS[what]?.[listed];
  return hasCome(end) ? [`AWS supports ${what === "runtime" ? version : `${what} ${version}`} until ${end}`] : [];
}

export const endControls: Control[] = [
  {
    id: "OWN.end-of-life",
    title: "nothing runs on a version whose end is less than half a year away",
    why: "after it there are no fixes, AWS charges for more time or upgrades by itself, and a function can neither be made nor changed",
    fix: "take a newer version: `version` of a database in its answers, `runtime` of a function where it is made, the tag of an image",
    severity: "advisory",
    when: "always",
    of: [
      "aws:lambda/function:Function",
      "aws:rds/instance:Instance",
      "aws:rds/cluster:Cluster",
      "aws:elasticache/replicationGroup:ReplicationGroup",
      task,
    ],
    problem: (resource) =>
      resource.type === task
        ? containersOf(resource).flatMap(({ image }) => endingIn(String(image ?? "")))
        : endsAtAws(resource),
  },
];
