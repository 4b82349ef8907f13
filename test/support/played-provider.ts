import { join } from "node:path";
import { Account } from "../../lib/rehearse/account/account.ts";
import { Provider } from "../../lib/rehearse/providers/provider.ts";
import { Schemas } from "../../lib/rehearse/providers/schema.ts";
import { loadSdk } from "../../lib/rehearse/providers/sdk.ts";
import { platform } from "./platform.ts";

/** The protocol of Pulumi's Terraform bridge, as the stand-in keeps it. Hidden: what providers normalise, and validation. */

const schemas = new Schemas(loadSdk(join(await platform(), ".sst", "platform")));

export const urn = (type: string, name: string) => `urn:pulumi:dev::shop::sst:aws:Service$${type}::${name}`;
export const TOPIC = "aws:sns/topic:Topic";
export const INSTANCE = "aws:rds/instance:Instance";
export const TASK = "aws:ecs/taskDefinition:TaskDefinition";

/** A provider that nobody has configured. */
export const bareProvider = (pkg = "aws", account = new Account("123456789012")): Provider =>
  new Provider({ account, schemas, pkg, cwd: "/" });

export function provider(account?: Account): Provider {
  const made = bareProvider("aws", account);
  made.configure({ region: "eu-west-1", defaultTags: '{"tags":{"Project":"shop"}}' });
  return made;
}
