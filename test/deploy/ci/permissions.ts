import type { Statement } from "../../../lib/deploy/ci/permissions/index.ts";
import { deployStatements } from "../../../lib/deploy/ci/permissions/index.ts";
import { scopeOf } from "../../../lib/deploy/ci/roles.ts";
import type { Resource } from "../../../lib/proof/simulate/types.ts";
import type { StageRun } from "../../support/proof.ts";
import { allows, type Context } from "./iam.ts";
import { NEEDED, type Place } from "./needed.ts";

/** What the deploy of a stage would be denied, for every resource that its program registers. */

const words = (text = ""): string[] => text.split(" ").filter((word) => word !== "");
const text = (value: unknown): string => String(value ?? "");

/** Records of a domain: the condition compares names in lower case, without the last dot. */
const normalised = (name: string) => name.toLowerCase().replace(/\.$/, "");

const contextOf = ({ inputs }: Resource, place: Place & { stage: string; project: string }): Context => ({
  "aws:ResourceTag/sst:app": [place.project],
  "aws:ResourceTag/sst:stage": [place.stage],
  ...(typeof inputs.zoneId === "string"
    ? { "route53:ChangeResourceRecordSetsNormalizedRecordNames": [normalised(text(inputs.name))] }
    : {}),
});

/** Attaching AWS's policies to a role, and handing the role to the service that it trusts. */
function aboutRole(statements: readonly Statement[], { inputs, outputs }: Resource): string[] {
  const arn = text(outputs.arn);
  const policies = Array.isArray(inputs.managedPolicyArns) ? inputs.managedPolicyArns.map(text) : [];
  const services = [...JSON.stringify(inputs.assumeRolePolicy).matchAll(/[a-z0-9.-]+\.amazonaws\.com/g)].map(
    ([name]) => name,
  );
  return [
    ...policies.filter((policy) => !allows(statements, "iam:AttachRolePolicy", arn, { "iam:PolicyARN": [policy] })),
    ...services.filter((service) => !allows(statements, "iam:PassRole", arn, { "iam:PassedToService": [service] })),
  ].map((what) => `${arn}: ${what}`);
}

/** Actions that are missing, each with the resource; types that the table does not know. */
export function denied({ view, stage, simulation }: StageRun): string[] {
  const { account, region } = simulation;
  const scope = scopeOf(view, stage, account);
  const statements = deployStatements(view, scope);
  const place = { region, cluster: `${scope.project}-${scope.stage}`, ...scope };
  const found = new Set<string>();
  for (const resource of simulation.resources) {
    if (!resource.type.startsWith("aws:") || resource.external) continue;
    const needed = NEEDED[resource.type];
    if (needed === undefined) {
      found.add(`${resource.type}: not in the table of what is needed`);
      continue;
    }
    const context = contextOf(resource, place);
    const arn = needed.arn?.(resource, place) ?? text(resource.outputs.arn);
    for (const action of words(needed.own))
      if (!allows(statements, action, arn, context)) found.add(`${action} on ${arn}`);
    for (const action of words(needed.free)) {
      const on = action.startsWith("kms:") ? `arn:aws:kms:${region}:${account}:key/1` : "*";
      if (!allows(statements, action, on, context)) found.add(`${action} on ${on}`);
    }
    if (resource.type === "aws:iam/role:Role") for (const line of aboutRole(statements, resource)) found.add(line);
  }
  return [...found].sort();
}
