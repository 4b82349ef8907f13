import type { View } from "../../answers/view.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { asTyped, DIFF_STAGES, protection, setDiffStages, setVariable } from "./gh.ts";
import type { Made } from "./make.ts";
import type { StagePlan } from "./plan.ts";
import { type Repository, slugOf } from "./repository.ts";

/** A stage whose roles stand, or would. */
export interface StageResult extends StagePlan {
  made: Made[];
  /** Policies that somebody else has attached to the roles. */
  others: string[];
}

const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";

/** What is left for the user to do, as commands or in words. */
export function nextSteps(view: View, repository: Repository, results: readonly StageResult[], set: boolean): string[] {
  const github = repository.host === "github";
  const diffed = results.filter(({ roles }) => roles.some(({ kind }) => kind === "diff")).map(({ stage }) => stage);
  const variables = results.flatMap((result) => result.variables);
  const productions = results.filter(({ stage }) => /(^|-)production$/.test(stage)).map(({ stage }) => stage);
  const admins = results.flatMap(({ others, roles }) =>
    others.includes(ADMINISTRATOR)
      ? [`aws iam detach-role-policy --role-name ${roles[0]?.name} --policy-arn ${ADMINISTRATOR}`]
      : [],
  );
  const settings = github
    ? [
        ...(set ? [] : variables.map((variable) => asTyped(setVariable(repository, variable)))),
        ...(set || diffed.length === 0 ? [] : [asTyped(setDiffStages(repository, diffed))]),
        ...(view.dns === "cloudflare" && view.has.domain
          ? variables.map(
              ({ environment }) =>
                `gh secret set CLOUDFLARE_API_TOKEN --repo ${slugOf(repository)} --env ${environment}`,
            )
          : []),
        ...productions.flatMap((stage) => protection(repository, stage)),
      ]
    : variables
        .filter(({ environment }) => !environment.startsWith("clients-"))
        .map(
          ({ environment, name, value }) =>
            `Repository settings, Deployments, ${environment}: variable ${name} = ${value}`,
        );
  return [...settings, ...admins];
}

/** The lines at the end. */
export function* report(
  terminal: Terminal,
  {
    repository,
    results,
    next,
    dryRun,
    set,
  }: {
    repository: Repository;
    results: readonly StageResult[];
    next: readonly string[];
    dryRun: boolean;
    set: boolean;
  },
): Generator<string> {
  for (const { stage, account, roles, made } of results) {
    yield "";
    yield `${terminal.paint("bold", stage)} in account ${account}: jobs of ${slugOf(repository)} are lent a role`;
    for (const { environment, arn, kind, subject } of roles) {
      yield `  in ${environment}: ${arn}, to ${kind}`;
      yield terminal.paint("dim", `    for the subject ${subject}`);
    }
    for (const { what, name, action } of made) yield `  ${action.padEnd(9)} ${what.padEnd(8)} ${name}`;
    if (dryRun)
      for (const role of roles) {
        yield "";
        yield `${role.name}, trust:`;
        yield JSON.stringify(role.trust, null, 2);
        for (const { name, document } of role.policies) {
          yield "";
          yield `${name}, permissions:`;
          yield JSON.stringify(document, null, 2);
        }
      }
  }
  if (dryRun) {
    yield "";
    yield "Nothing was made: this is what would be.";
  }
  if (set) {
    yield "";
    yield `The variables AWS_ROLE_ARN are set${results.some(({ roles }) => roles.length > 1) ? `, and ${DIFF_STAGES}` : ""}.`;
  }
  if (next.length > 0) {
    yield "";
    yield dryRun ? "Then:" : "Next:";
    for (const line of next) yield `  ${line}`;
  }
}
