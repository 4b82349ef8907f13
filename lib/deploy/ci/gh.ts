import { Failure } from "../../errors.ts";
import { run } from "../../system/run.ts";
import { type Repository, slugOf } from "./repository.ts";

/** A command line of GitHub's `gh`, word by word. */
export type GhCommand = readonly string[];

/** What a subject of a repository's tokens begins with; no wildcard can be in it. */
export const SUBJECT_PREFIX = /^repo:[\w.-]+(@\d+)?\/[\w.-]+(@\d+)?$/;

/** What a command does, without its flags. */
const title = (words: GhCommand): string =>
  [
    "gh",
    ...words.slice(
      0,
      words.findIndex((word) => word.startsWith("--")),
    ),
  ].join(" ");

const API_VERSION = "X-GitHub-Api-Version: 2026-03-10";

/** Runs `gh`; undefined where GitHub knows no such thing. */
async function gh(words: GhCommand, remedy: string): Promise<string | undefined> {
  const { status, missing, stdout, stderr } = await run("gh", words, { cwd: process.cwd(), timeout: 30_000 });
  if (missing)
    throw new Failure(
      `gh, GitHub's command line, is not installed: install it (https://cli.github.com) and run gh auth login, or ${remedy}.`,
    );
  if (status === 0) return stdout.toString().trim();
  if (/HTTP 404|not found/i.test(stderr)) return undefined;
  const said = stderr.split("\n").find((line) => line.trim() !== "") ?? "no reason given";
  throw new Failure(`${title(words)} failed (${said.trim()}): sign in with gh auth login, or ${remedy}.`);
}

/**
 * What the subjects of the repository's tokens begin with. Repositories made since July 2026 have numbers in it.
 * @throws {Failure} where GitHub cannot be asked, or the repository uses a form of its own
 */
export async function subjectPrefix(repository: Repository): Promise<string> {
  const slug = slugOf(repository);
  const remedy = "give what GitHub shows under Settings, Actions, OIDC: --subject repo:…";
  const answer = await gh(["api", "--header", API_VERSION, `repos/${slug}/actions/oidc/customization/sub`], remedy);
  if (answer === undefined)
    throw new Failure(
      `GitHub shows gh no repository ${slug}: push it there first, or sign in as somebody who sees it (gh auth login).`,
    );
  const { use_default, use_immutable_subject, sub_claim_prefix } = JSON.parse(answer) as Record<string, unknown>;
  if (use_default === false)
    throw new Failure(
      `${slug} has a form of its own for OIDC subjects: set it back to the default (Settings, Actions, OIDC), or the role could not name the environment.`,
    );
  if (typeof sub_claim_prefix === "string" && SUBJECT_PREFIX.test(sub_claim_prefix)) return sub_claim_prefix;
  // Upper and lower case count in a subject, and it has the name as GitHub writes it.
  if (use_immutable_subject !== true)
    return `repo:${(await gh(["api", `repos/${slug}`, "--jq", ".full_name"], remedy)) ?? slug}`;
  throw new Failure(
    `GitHub does not say how the subjects of ${slug} begin: give it with --subject, such as repo:acme@123456/shop@456789.`,
  );
}

/** One variable of one environment. */
export interface Variable {
  environment: string;
  name: string;
  value: string;
}

/** The command that sets a variable. */
export const setVariable = (repository: Repository, { environment, name, value }: Variable): GhCommand => [
  "variable",
  "set",
  name,
  "--repo",
  slugOf(repository),
  "--env",
  environment,
  "--body",
  value,
];

/** The command that makes an environment. It would reset one that is there. */
export const makeEnvironment = (repository: Repository, environment: string): GhCommand => [
  "api",
  "--method",
  "PUT",
  "--silent",
  `repos/${slugOf(repository)}/environments/${environment}`,
];

/** Stages whose changes are shown on pull requests: a variable of the repository, words with blanks between. */
export const DIFF_STAGES = "DIFF_STAGES";

/** The command that adds to them. */
export const setDiffStages = (repository: Repository, stages: readonly string[]): GhCommand => [
  "variable",
  "set",
  DIFF_STAGES,
  "--repo",
  slugOf(repository),
  "--body",
  [...new Set(stages)].join(" "),
];

const REMEDY = "leave --set-variables away and set them by hand";

/** Makes the environments that are missing, and sets their variables. */
export async function setVariables(
  repository: Repository,
  variables: readonly Variable[],
  diffStages: readonly string[],
): Promise<void> {
  const slug = slugOf(repository);
  for (const environment of new Set(variables.map((variable) => variable.environment)))
    if ((await gh(["api", "--silent", `repos/${slug}/environments/${environment}`], REMEDY)) === undefined)
      await mustRun(makeEnvironment(repository, environment));
  for (const variable of variables) await mustRun(setVariable(repository, variable));
  if (diffStages.length === 0) return;
  const before = (await gh(["variable", "get", DIFF_STAGES, "--repo", slug], REMEDY)) ?? "";
  await mustRun(setDiffStages(repository, [...before.split(/\s+/).filter((word) => word !== ""), ...diffStages]));
}

async function mustRun(words: GhCommand): Promise<void> {
  if ((await gh(words, REMEDY)) === undefined)
    throw new Failure(`${title(words)} failed: GitHub shows you no such repository, or you may not change it.`);
}

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** A command line as somebody types it. */
export const asTyped = (words: GhCommand): string => ["gh", ...words].map(quoted).join(" ");

/** The commands that let only somebody's approval, and only `main`, deploy a stage. */
export const protection = (repository: Repository, environment: string): string[] => [
  `gh api --method PUT repos/${slugOf(repository)}/environments/${environment} -f 'reviewers[][type]=User' -F "reviewers[][id]=$(gh api users/LOGIN --jq .id)" -F 'deployment_branch_policy[protected_branches]=false' -F 'deployment_branch_policy[custom_branch_policies]=true'`,
  `gh api --method POST repos/${slugOf(repository)}/environments/${environment}/deployment-branch-policies -f name=main`,
];
