import type { Call } from "../../lib/rehearse/account/account.ts";
import type { Kept } from "../../lib/rehearse/rehearsal.ts";
import { stepsOf } from "../../lib/rehearse/story/steps.ts";

/** What a provider was asked in a deploy of which each step is another one. */

export const urn = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
export const DATABASE = urn("aws:rds/instance:Instance", "MainDatabase");
export const RULE = urn("aws:lb/listenerRule:ListenerRule", "ApiRule");
export const TASK = urn("aws:ecs/taskDefinition:TaskDefinition", "ApiTask");
export const BUCKET = urn("aws:s3/bucket:Bucket", "Files");

export const call = (operation: Call["operation"], of: string, more: Partial<Call> = {}): Call => ({
  operation,
  urn: of,
  inputs: [],
  began: 0,
  ended: 1,
  failed: null,
  ...more,
});
export const kept = (of: string): Kept => ({ urn: of, type: of.split("::")[2] as string, custom: true });

export const CALLS = [
  call("delete", DATABASE),
  call("create", TASK, { inputs: ["containerDefinitions[0].image"] }),
  call("create", DATABASE, { inputs: ["storageEncrypted"] }),
  call("update", RULE, { inputs: ["priority"] }),
  call("delete", TASK),
];
export const BEFORE = [DATABASE, RULE, TASK, BUCKET].map(kept);
export const STEPS = stepsOf(CALLS, BEFORE, [DATABASE, RULE, TASK].map(kept));
