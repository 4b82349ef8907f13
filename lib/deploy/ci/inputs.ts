import type { Stage } from "../../answers/stages.ts";
import type { View } from "../../answers/view.ts";
import { Failure, type Problem, UsageError } from "../../errors.ts";
import { git } from "../../system/git.ts";
import { run } from "../../system/run.ts";
import { typed } from "../../system/typed.ts";
import { SUBJECT_PREFIX } from "./gh.ts";
import type { Identities } from "./plan.ts";
import { type Repository, readRemote, readSlug, sshHost } from "./repository.ts";

/** Flags of the command that are text, as they came. */
export type Flags = Readonly<
  Record<
    "repository" | "subject" | "account" | "workspace-uuid" | "repository-uuid" | "environment-uuid",
    string | undefined
  >
>;

const UUID = /^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;
const UUIDS = ["workspace-uuid", "repository-uuid", "environment-uuid"] as const;

/**
 * What is wrong with the flags, all of it.
 * @throws {UsageError}
 */
export function checkFlags(flags: Flags, view: View): void {
  const host = view.ci;
  const problem = (name: keyof Flags, fits: (text: string) => boolean, message: string): Problem[] => {
    const value = flags[name];
    return value === undefined || fits(value) ? [] : [{ path: `--${name}`, message: `"${value}" ${message}` }];
  };
  const problems = [
    ...problem(
      "repository",
      (text) => readSlug(text, "github") !== undefined,
      "is no repository: OWNER/NAME, such as acme/shop",
    ),
    ...problem("account", (text) => /^\d{12}$/.test(text), "is no AWS account: 12 digits"),
    ...problem(
      "subject",
      (text) => SUBJECT_PREFIX.test(text),
      "is not how a subject begins: repo:acme/shop or repo:acme@123456/shop@456789, without a wildcard",
    ),
    ...UUIDS.flatMap((name) => problem(name, (text) => UUID.test(text), "is no UUID")),
    ...(host === "bitbucket"
      ? UUIDS.filter((name) => flags[name] === undefined).map((name) => ({
          path: `--${name}`,
          message: "is required: Repository settings, OpenID Connect shows it",
        }))
      : []),
  ];
  if (problems.length > 0) throw new UsageError(problems, "the command line");
}

/** What a remote names, also by a name that only the settings of SSH know, such as `git@github-work:acme/shop.git`. */
async function readOrigin(root: string): Promise<Repository | undefined> {
  const { status, stdout } = await git(root, ["remote", "get-url", "origin"]);
  const url = status === 0 ? stdout.toString() : "";
  const found = readRemote(url);
  const alias = found === undefined ? sshHost(url) : undefined;
  if (alias === undefined) return found;
  const settings = await run("ssh", ["-G", alias], { cwd: root, timeout: 10_000 });
  const [, host = alias] = /^hostname (\S+)$/m.exec(settings.stdout.toString()) ?? [];
  return readRemote(url.replace(alias, host));
}

/**
 * The repository: what the flag says, else git's remote `origin`.
 * @throws {Failure} where there is no such remote, or it is elsewhere than the repo's CI
 */
export async function findRepository(root: string, { ci }: View, given: string | undefined): Promise<Repository> {
  if (ci === "none")
    throw new Failure(
      `This repo has no CI: \`${typed("--ci github", root)}\` or \`${typed("--ci bitbucket", root)}\` gives it one.`,
    );
  const named = given === undefined ? undefined : readSlug(given, ci);
  if (named !== undefined) return named;
  const found = await readOrigin(root);
  if (found === undefined)
    throw new Failure(
      `git has no remote "origin" at ${ci === "github" ? "github.com" : "bitbucket.org"} in ${root}: add it, or name the repository with --repository OWNER/NAME.`,
    );
  if (found.host !== ci)
    throw new Failure(
      `The repo's CI is ${ci}, but git's remote "origin" is at ${found.host}: name the repository with --repository OWNER/NAME, or change the CI with \`${typed(`--ci ${found.host}`, root)}\`.`,
    );
  return found;
}

/**
 * What cannot be done for these stages together.
 * @throws {UsageError}
 */
export function checkStages(
  { host }: Repository,
  stages: readonly Stage[],
  { diff, sets }: { diff: boolean; sets: boolean },
): void {
  const clients = stages.filter(({ client }) => client !== null).map(({ stage }) => stage);
  const problems: Problem[] = [
    ...(host === "bitbucket" && stages.length > 1
      ? [{ path: "--environment-uuid", message: "belongs to one deployment: with Bitbucket, one stage at a time" }]
      : []),
    ...(host === "bitbucket" && sets ? [{ path: "--set-variables", message: "is for GitHub" }] : []),
    ...(host === "bitbucket" && diff ? [{ path: "--diff", message: "is for GitHub" }] : []),
    ...(diff && clients.length > 0
      ? [
          {
            path: "--diff",
            message: `is for the project's own stages: no pull request is compared with ${clients.join(", ")}`,
          },
        ]
      : []),
  ];
  if (problems.length > 0) throw new UsageError(problems, "the command line");
}

/** Whom roles will trust. */
export const identitiesOf = (repository: Repository, prefix: string, flags: Flags): Identities => ({
  repository,
  prefix,
  workspaceUuid: flags["workspace-uuid"] ?? "",
  repositoryUuid: flags["repository-uuid"] ?? "",
  environmentUuid: flags["environment-uuid"] ?? "",
});
