import { type Event, type Run, runsOf, type Workflow } from "../../support/actions/runs.ts";
import { workflowsOf } from "./rendered-workflows.ts";

/** What happens in a repository at GitHub, and what its workflows run for it. */

export const REPOSITORY = "acme/shop";
export const VARIABLES = { DIFF_STAGES: "dev,staging,production", AWS_ROLE_ARN: "arn:role" };

const COMMIT = { sha: "0a1b2c3", repository: REPOSITORY, run_id: "7" };

export const push = (branch: string, allowed = "false"): Event => ({
  name: "push",
  github: { ...COMMIT, ref: `refs/heads/${branch}`, actor: "ann" },
  vars: VARIABLES,
  outputs: { label: { allowed } },
});

interface Pull {
  /** The repository whose branch it is. */
  from?: string;
  user?: string;
  labels?: string[];
  /** What somebody has just done to it. */
  action?: string;
  vars?: Record<string, string>;
}

export const pull = (
  base: string,
  { from = REPOSITORY, user = "ann", labels = [], action = "opened", vars = VARIABLES }: Pull = {},
): Event => ({
  name: "pull_request",
  github: {
    ...COMMIT,
    ref: "refs/pull/1/merge",
    base_ref: base,
    action,
    event: {
      pull_request: {
        number: 1,
        base: { sha: "base" },
        head: { repo: { full_name: from } },
        user: { login: user },
        labels: labels.map((name) => ({ name })),
      },
    },
  },
  vars,
});

const byHand = (inputs: Event["inputs"] = {}): Event => ({
  name: "workflow_dispatch",
  github: { ...COMMIT, ref: "refs/heads/main" },
  vars: VARIABLES,
  inputs,
});

/** The workflows of a repo with these answers, and what they run. */
export function repositoryWith(answers: object) {
  const workflows = new Map<string, Workflow>(
    workflowsOf(answers).map(({ path, workflow }) => [path, workflow as unknown as Workflow]),
  );
  return {
    workflows,
    runs: (event: Event): Run[] => runsOf(workflows, event),
    /** A workflow by hand is one of several: GitHub runs the one that was chosen. */
    chosen(path: string, inputs?: Event["inputs"], more: Partial<Event> = {}): Run[] {
      const others = ({ on: { workflow_dispatch: _, ...on }, ...one }: Workflow): Workflow => ({ ...one, on });
      const known = [...workflows].map(([name, one]) => [name, name.endsWith(`/${path}`) ? one : others(one)] as const);
      return runsOf(new Map(known), { ...byHand(inputs), ...more });
    },
  };
}

export const withCommand = (runs: readonly Run[], command: RegExp): Run[] =>
  runs.filter(({ steps }) => steps.some(({ run }) => command.test(run ?? "")));
export const deploysIn = (runs: readonly Run[]): Run[] => withCommand(runs, /sst deploy/);
export const diffsIn = (runs: readonly Run[]): Run[] =>
  withCommand(runs, /scripts\/diff\.mjs/).filter((run) => deploysIn([run]).length === 0);
export const stepWith = ({ steps }: Run, command: RegExp) => steps.find(({ run }) => command.test(run ?? ""));
