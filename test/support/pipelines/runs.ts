import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";

/** What Bitbucket would run for an event, by bitbucket-pipelines.yml, and a step of it run in bash. */

export interface Step {
  name: string;
  script: string[];
  deployment?: string;
  trigger?: "automatic" | "manual";
  oidc?: boolean;
  services?: string[];
  size?: string;
  clone?: { depth?: number | "full" };
  condition?: { changesets: { includePaths: string[] } };
  runtime?: { cloud: { version: string } };
}

interface Variable {
  name: string;
  default?: string;
  "allowed-values"?: string[];
}

export type Item = { step: Step } | { variables: Variable[] };

export interface Pipelines {
  branches?: Record<string, Item[]>;
  "pull-requests"?: Record<string, Item[]>;
  custom?: Record<string, Item[]>;
}

export type Event =
  | { push: string }
  | { pull: string; into: string }
  | { custom: string; variables?: Record<string, string> };

/** What Bitbucket sets for the steps of an event, and what somebody has typed. */
export interface Started {
  steps: Step[];
  env: Record<string, string>;
}

const stepsOf = (items: readonly Item[]): Step[] => items.flatMap((item) => ("step" in item ? [item.step] : []));

/** A branch is a name or a glob: `**` alone is every branch. */
const listOf = (lists: Record<string, Item[]> = {}, branch: string): readonly Item[] =>
  lists[branch] ?? lists["**"] ?? [];

/** @throws {Error} where Bitbucket would refuse a value that was typed */
function typed(items: readonly Item[], given: Readonly<Record<string, string>>): Record<string, string> {
  const variables = items.flatMap((item) => ("variables" in item ? item.variables : []));
  return Object.fromEntries(
    variables.map(({ name, default: usual, "allowed-values": allowed }) => {
      const value = given[name] ?? usual ?? "";
      if (allowed !== undefined && !allowed.includes(value)) throw new Error(`${name}: ${value} is not allowed`);
      return [name, value];
    }),
  );
}

export function start(pipelines: Pipelines, event: Event): Started {
  if ("push" in event) {
    return { steps: stepsOf(listOf(pipelines.branches, event.push)), env: { BITBUCKET_BRANCH: event.push } };
  }
  if ("pull" in event) {
    return {
      steps: stepsOf(listOf(pipelines["pull-requests"], event.pull)),
      env: { BITBUCKET_BRANCH: event.pull, BITBUCKET_PR_DESTINATION_BRANCH: event.into },
    };
  }
  const items = pipelines.custom?.[event.custom] ?? [];
  return { steps: stepsOf(items), env: typed(items, event.variables ?? {}) };
}

/** Programs that a script calls, and write down instead how: everything but what it asks Node to print. */
const PROGRAMS = ["npm", "npx", "node", "git"];
const SEEN = ["STAGE", "RELEASE", "AWS_ROLE_ARN", "AWS_SESSION_TOKEN", "ALLOW_DATA_LOSS"];
const stand = (name: string, log: string, failing: string) => `#!/bin/bash
${name === "node" ? `[ "$1" = --print ] && exec ${process.execPath} "$@"` : ""}
said="${name} $*"
{ printf '%s' "$said"; for one in ${SEEN.join(" ")}; do [ -z "\${!one}" ] || printf ' %s=%s' "$one" "\${!one}"; done; echo; } >> ${log}
case "$said" in
  *"sst deploy"*) echo "✓  Complete";;
  *assume-role*) echo "export AWS_SESSION_TOKEN='of $AWS_ROLE_ARN'";;
esac
case "$said" in ${failing}) exit 1;; esac
exit 0
`;

/**
 * Runs a step's script as Bitbucket does: each line in one bash, which ends with the first that fails. What it calls is a
 * stand-in that writes down how it was called, and fails where `failing` (a pattern of bash) says so.
 * @param folder the checkout
 */
export async function runStep(
  { script, deployment }: Step,
  env: Readonly<Record<string, string>>,
  folder: string,
  failing = "-",
): Promise<{ status: number | undefined; called: string[] }> {
  const log = join(folder, "called.log");
  await writeFile(log, "");
  for (const name of PROGRAMS) {
    await writeFile(join(folder, name), stand(name, log, failing));
    await chmod(join(folder, name), 0o755);
  }
  const { exitCode } = await execa(
    "bash",
    ["--norc", "-e", "-c", script.join("\n").replaceAll("/tmp/", `${folder}/`)],
    {
      cwd: folder,
      extendEnv: false,
      env: {
        PATH: `${folder}:${process.env.PATH}`,
        BITBUCKET_COMMIT: "0a1b2c3",
        BITBUCKET_STEP_OIDC_TOKEN: "token",
        ...(deployment === undefined ? {} : { BITBUCKET_DEPLOYMENT_ENVIRONMENT: deployment }),
        ...env,
      },
      reject: false,
    },
  );
  const called = (await readFile(log, "utf8")).split("\n").filter((line) => line !== "");
  return { status: exitCode, called };
}
