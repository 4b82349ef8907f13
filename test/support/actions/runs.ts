import { type Context, fill, holds, type Value } from "./expression.ts";

/** What GitHub would run for an event, by the workflows of a repository. */

interface Step {
  name?: string;
  id?: string;
  if?: string;
  run?: string;
  shell?: string;
  uses?: string;
  with?: Record<string, Value>;
  env?: Record<string, Value>;
}
interface Concurrency {
  group: string;
  "cancel-in-progress"?: Value;
}
interface Job {
  if?: string;
  needs?: string[];
  uses?: string;
  with?: Record<string, Value>;
  environment?: string;
  concurrency?: Concurrency;
  permissions?: Record<string, string>;
  env?: Record<string, Value>;
  steps?: Step[];
}
export interface Workflow {
  on: Record<string, { branches?: string[]; types?: string[]; inputs?: Record<string, { default?: Value }> } | null>;
  permissions: Record<string, string>;
  concurrency?: Concurrency;
  jobs: Record<string, Job>;
}

/** Something that happens in a repository. */
export interface Event {
  name: "push" | "pull_request" | "workflow_dispatch";
  /** Of github: its ref, its sha, who asks. */
  github: Record<string, Value>;
  inputs?: Record<string, Value>;
  vars?: Record<string, Value>;
  /** What the steps before have put out, by the id of the step. */
  outputs?: Record<string, Record<string, Value>>;
}

/** A job that runs on a machine, with all that is decided by then. */
export interface Run {
  job: string;
  environment: Value;
  group: Value;
  /** Whether the next run of the same kind ends it, or its workflow. */
  isCancelled: boolean;
  permissions: Record<string, string>;
  steps: { run?: string; shell?: string; uses?: string; with: Record<string, Value>; env: Record<string, Value> }[];
}

const isOn = ({ on }: Workflow, { name, github }: Event): boolean => {
  if (!(name in on)) return false;
  const branches = on[name]?.branches;
  const branch = String(github.ref).replace("refs/heads/", "");
  return name !== "push" || branches === undefined || branches.includes(branch);
};

const filled = (values: Record<string, Value> | undefined, context: Context): Record<string, Value> =>
  Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, fill(value, context)]));

/** The jobs of a workflow that run, with those of the workflows that they call. */
function jobsOf(
  path: string,
  workflows: ReadonlyMap<string, Workflow>,
  event: Event,
  inputs: Record<string, Value>,
): Run[] {
  const workflow = workflows.get(path) as Workflow;
  const outputs = Object.entries(event.outputs ?? {}).map(([id, values]) => [id, { outputs: values }]);
  const context: Context = {
    github: { event_name: event.name, ...event.github },
    vars: event.vars ?? {},
    inputs,
    secrets: {},
    steps: Object.fromEntries(outputs),
  };
  const going = new Set<string>();
  return Object.entries(workflow.jobs).flatMap(([name, job]) => {
    const isWaited = [job.needs ?? []].flat().every((needed) => going.has(needed));
    if (!isWaited || !holds(job.if, context)) return [];
    going.add(name);
    if (job.uses !== undefined) {
      const called = workflows.get(job.uses.replace("./", ""));
      const defaults = Object.entries(called?.on.workflow_call?.inputs ?? {}).map(([key, input]) => [
        key,
        input.default ?? null,
      ]);
      const given = { ...Object.fromEntries(defaults), ...filled(job.with, context) };
      // What is called may do no more than the job that calls it.
      const may = job.permissions ?? workflow.permissions;
      return jobsOf(job.uses.replace("./", ""), workflows, event, given).map((run) => ({
        ...run,
        job: `${name}/${run.job}`,
        permissions: Object.fromEntries(
          Object.entries(run.permissions).filter(([scope, access]) => may[scope] === access),
        ),
      }));
    }
    const steps = (job.steps ?? []).filter((step) => holds(step.if, context));
    return [
      {
        job: name,
        environment: fill(job.environment ?? null, context),
        group: fill(job.concurrency?.group ?? null, context),
        isCancelled: [workflow.concurrency, job.concurrency].some(
          (one) => fill(one?.["cancel-in-progress"] ?? false, context) === true,
        ),
        permissions: job.permissions ?? workflow.permissions,
        steps: steps.map((step) => ({
          ...(step.run === undefined ? {} : { run: step.run }),
          ...(step.shell === undefined ? {} : { shell: step.shell }),
          ...(step.uses === undefined ? {} : { uses: step.uses }),
          with: filled(step.with, context),
          env: filled({ ...job.env, ...step.env }, context),
        })),
      },
    ];
  });
}

/** Everything that an event starts. */
export const runsOf = (workflows: ReadonlyMap<string, Workflow>, event: Event): Run[] =>
  [...workflows]
    .filter(([, workflow]) => isOn(workflow, event))
    .flatMap(([path]) => jobsOf(path, workflows, event, event.inputs ?? {}));
