import type { Stage } from "../../answers/stages.ts";
import type { View } from "../../answers/view.ts";
import type { Variable } from "./gh.ts";
import type { Repository } from "./repository.ts";
import { type Role, roleOf } from "./roles.ts";
import { bitbucketTrust, githubTrust, type Trust } from "./trust.ts";

/** Stands for an account that nobody has named: only where nothing is made. */
export const SOME_ACCOUNT = "ACCOUNT_ID";

export interface Identities {
  repository: Repository;
  /** GitHub: what subjects begin with. */
  prefix: string;
  /** Bitbucket: what its settings show. */
  workspaceUuid: string;
  repositoryUuid: string;
  environmentUuid: string;
}

/** What a stage's CI needs in AWS, and what CI must know of it. */
export interface StagePlan {
  stage: string;
  account: string;
  trust: Trust;
  roles: Role[];
  variables: Variable[];
}

/** The environment of GitHub whose jobs only look at what would change. */
const diffEnvironment = (stage: string): string => `${stage}-diff`;

const trustOf = ({ repository, prefix, ...uuids }: Identities, environment: string): Trust =>
  repository.host === "github"
    ? githubTrust(prefix, environment)
    : bitbucketTrust({ workspace: repository.owner, ...uuids });

/** The deployment of Bitbucket that a stage's jobs run in: clients share one for each environment. */
const deploymentOf = ({ stage, client, environment }: Stage): string =>
  client === null ? stage : `clients-${environment}`;

/** Everything for one stage, with nothing asked and nothing made. */
export function planStage(
  view: View,
  stage: Stage,
  account: string,
  { identities, diff }: { identities: Identities; diff: boolean },
): StagePlan {
  const environment = identities.repository.host === "github" ? stage.stage : deploymentOf(stage);
  const trust = trustOf(identities, environment);
  const deploy = roleOf("deploy", { view, stage, account, environment, trust });
  const looking = diffEnvironment(stage.stage);
  const roles = diff
    ? [deploy, roleOf("diff", { view, stage, account, environment: looking, trust: trustOf(identities, looking) })]
    : [deploy];
  return {
    stage: stage.stage,
    account,
    trust,
    roles,
    variables: roles.map((role) => ({ environment: role.environment, name: "AWS_ROLE_ARN", value: role.arn })),
  };
}
