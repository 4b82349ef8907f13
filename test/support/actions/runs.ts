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
  secrets?: "inherit";
  "runs-on"?: string;
  "timeout-minutes"?: number;
  environment?: string;
  concurrency?: Concurrency;
  permissions?: Record<string, string>;
  env?: Record<string, Value>;
  steps?: Step[];
}
interface Trigger {
  branches?: string[];
  types?: string[];
  inputs?: Record<string, { default?: Value; required?: boolean }>;
}
export interface Workflow {
  on: Record<string, Trigger | null>;
  permissions: Record<string, string>;
  concurrency?: Concurrency;
  jobs: Record<string, Job>;
}

/** Something that happens in a repository. */
export interface Event {
  name: "push" | "pull_request" | "workflow_dispatch" | "schedule";
  /** Of github: its ref, its sha, who asks. */
  github: Record<string, Value>;
  inputs?: Record<string, Value>;
  vars?: Record<string, Value>;
  secrets?: Record<string, Value>;
  /** Whether somebody stops every job before its end. */
  isCancelled?: boolean;
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
  machine: string;
  minutes: number | undefined;
  steps: {
    name?: string;
    run?: string;
    shell?: string;
    uses?: string;
    with: Record<string, Value>;
    env: Record<string, Value>;
  }[];
}

/** What somebody does to a pull request, where a workflow does not say which of it starts it. */
const USUAL = ["opened", "synchronize", "reopened"];

const isOn = ({ on }: Workflow, { name, github }: Event): boolean => {
  if (!(name in on)) return false;
  const { branches, types = USUAL } = on[name] ?? {};
  const branch = String(github.ref).replace("refs/heads/", "");
  if (name === "push") return branches === undefined || branches.includes(branch);
  return name !== "pull_request" || types.includes(String(github.action ?? "opened"));
};

const refuse = (why: string): never => {
  throw new Error(`GitHub refuses it: ${why}`);
};

/** What a workflow that is called is given, with its defaults. */
function inputsOf(path: string, { on }: Workflow, given: Record<string, Value>): Record<string, Value> {
  if (!("workflow_call" in on)) return refuse(`${path} may not be called`);
  const inputs = Object.entries(on.workflow_call?.inputs ?? {});
  const unknown = Object.keys(given).filter((key) => !inputs.some(([name]) => name === key));
  const missing = inputs.flatMap(([name, { required }]) => (required && !(name in given) ? [name] : []));
  if (unknown.length + missing.length > 0) return refuse(`${path} is called with ${Object.keys(given).join(", ")}`);
  return { ...Object.fromEntries(inputs.map(([name, input]) => [name, input.default ?? null])), ...given };
}

/** After a job was stopped, only the steps run that say so. */
const isAfterwards = ({ if: condition = "" }: Step): boolean => /\b(cancelled|always)\(\)/.test(condition);

const filled = (values: Record<string, Value> | undefined, context: Context): Record<string, Value> =>
  Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, fill(value, context)]));

/** The jobs of a workflow that run, with those of the workflows that they call. */
function jobsOf(
  path: string,
  workflows: ReadonlyMap<string, Workflow>,
  event: Event,
  inputs: Record<string, Value>,
): Run[] {
  const workflow = workflows.get(path) ?? refuse(`there is no ${path}`);
  const outputs = Object.entries(event.outputs ?? {}).map(([id, values]) => [id, { outputs: values }]);
  const context: Context = {
    github: { event_name: event.name, token: "of GitHub", ...event.github },
    vars: event.vars ?? {},
    inputs,
    secrets: event.secrets ?? {},
    steps: Object.fromEntries(outputs),
  };
  const going = new Set<string>();
  return Object.entries(workflow.jobs).flatMap(([name, job]) => {
    const isWaited = [job.needs ?? []].flat().every((needed) => going.has(needed));
    if (!isWaited || !holds(job.if, context)) return [];
    going.add(name);
    if (job.uses !== undefined) {
      const at = job.uses.replace("./", "");
      const given = inputsOf(at, workflows.get(at) ?? refuse(`there is no ${at}`), filled(job.with, context));
      const told = { ...event, secrets: job.secrets === "inherit" ? (event.secrets ?? {}) : {} };
      // What is called may do no more than the job that calls it.
      const may = job.permissions ?? workflow.permissions;
      return jobsOf(at, workflows, told, given).map((run) => ({
        ...run,
        job: `${name}/${run.job}`,
        permissions: Object.fromEntries(
          Object.entries(run.permissions).filter(([scope, access]) => may[scope] === access),
        ),
      }));
    }
    const steps = (job.steps ?? []).filter((step) =>
      event.isCancelled === true ? isAfterwards(step) : holds(step.if, context),
    );
    return [
      {
        job: name,
        environment: fill(job.environment ?? null, context),
        group: fill(job.concurrency?.group ?? null, context),
        isCancelled: [workflow.concurrency, job.concurrency].some(
          (one) => fill(one?.["cancel-in-progress"] ?? false, context) === true,
        ),
        permissions: job.permissions ?? workflow.permissions,
        machine: job["runs-on"] ?? refuse(`${name} runs on no machine`),
        minutes: job["timeout-minutes"],
        steps: steps.map((step) => ({
          ...(step.name === undefined ? {} : { name: step.name }),
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
