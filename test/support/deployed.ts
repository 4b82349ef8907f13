import { vi } from "vitest";
import { Aws } from "../../lib/aws/client.ts";
import type { StateResource } from "../../lib/aws/sst/state.ts";
import type { Deployed } from "../../lib/deploy/deployed.ts";
import { expectedOf } from "../../lib/deploy/expected.ts";
import { type Answers, type AwsServer, awsServer } from "./aws/server.ts";
import { ACCOUNT } from "./sst/stage.ts";

/** A resource of SST's state. */
export const resource = (type: string, outputs: Record<string, unknown>): StateResource => ({
  urn: `urn:pulumi:dev::shop::${type}::One`,
  type,
  outputs,
});

/**
 * The stage `dev` as those have it who are given a stage that stands, in an account that answers what the test says. Hidden: how
 * it is found, which test/support/played-stage.ts shows.
 */
export async function deployedIn(
  answers: Answers,
  { outputs = {}, ...more }: Partial<Deployed> = {},
): Promise<{ deployed: Deployed; server: AwsServer }> {
  const server = await awsServer(answers);
  for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
  const deployed: Deployed = {
    project: "shop",
    stage: { stage: "dev", environment: "dev", client: null, region: "us-east-1", domain: "acme.com" },
    aws: new Aws({ region: "us-east-1" }),
    identity: { account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/ana` },
    release: null,
    outputs,
    resources: [],
    ...expectedOf({ cluster: "shop-dev", ...outputs }),
    ...more,
  };
  return { deployed, server };
}
