import type { Stage } from "../answers/stages.ts";
import type { View } from "../answers/view.ts";
import { Aws } from "../aws/client.ts";
import { type Identity, identityFor } from "../aws/identity.ts";
import { releaseIn, type StateResource, stackOf } from "../aws/sst/state.ts";
import { Failure } from "../errors.ts";
import { typed } from "../system/typed.ts";
import { type Expected, expectedOf } from "./expected.ts";
import { STATE } from "./state-types.ts";

/** A stage that stands in AWS, as SST's state and its outputs say it: where everything that runs in it is found. */
export interface Deployed extends Expected {
  project: string;
  stage: Stage;
  aws: Aws;
  identity: Identity;
  /** The git revision that was deployed, where whoever deployed said it. */
  release: string | null;
  /** Those of the program, and SST's own. */
  outputs: Readonly<Record<string, unknown>>;
  resources: readonly StateResource[];
}

/** SST knows nothing of the stage in this account. */
export class NotDeployed extends Failure {
  /** The first sentence: where it is not. */
  readonly where: string;

  constructor(where: string, next: string) {
    super(`${where}. ${next}`, { kind: "not-deployed" });
    this.where = where;
  }
}

/**
 * Finds a stage in the account that the credentials are for.
 * @throws {Failure} where they are for another account
 * @throws {NotDeployed}
 */
export async function deployedStage(
  { project }: View,
  stage: Stage,
  aws = new Aws({ region: stage.region }),
): Promise<Deployed> {
  const identity = await identityFor(aws, stage);
  const stack = await stackOf(aws, project, stage.stage);
  if (stack === null)
    throw new NotDeployed(
      `${stage.stage} is not deployed in account ${identity.account}, ${stage.region}`,
      `Another account: AWS_PROFILE. A first deploy: ${typed(`deploy ${stage.stage}`)}`,
    );
  const { outputs, resources } = stack;
  return { project, stage, aws, identity, release: releaseIn(stack), outputs, resources, ...expectedOf(outputs) };
}

/** What the resources of a kind say of themselves. */
export const valuesOf = ({ resources }: Pick<Deployed, "resources">, kind: keyof typeof STATE): unknown[] => {
  const [type, output] = STATE[kind];
  return resources.flatMap((resource) => (resource.type === type ? [resource.outputs?.[output]] : []));
};

/** Those that are text. */
export const outputsOf = (deployed: Pick<Deployed, "resources">, kind: keyof typeof STATE): string[] =>
  valuesOf(deployed, kind).filter((value): value is string => typeof value === "string" && value !== "");
