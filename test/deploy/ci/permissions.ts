import type { Statement } from "../../../lib/deploy/ci/permissions/index.ts";
import { deployStatements } from "../../../lib/deploy/ci/permissions/index.ts";
import { state } from "../../../lib/deploy/ci/permissions/state.ts";
import { scopeOf } from "../../../lib/deploy/ci/roles.ts";
import type { Resource } from "../../../lib/proof/simulate/types.ts";
import type { StageRun } from "../../support/proof.ts";
import { allows, type Context } from "./iam.ts";
import { NEEDED, type Place } from "./needed.ts";

/** What the deploy of a stage asks of AWS, for every resource that its program registers, and what of it is allowed. */

const words = (text = ""): string[] => text.split(" ").filter((word) => word !== "");
const text = (value: unknown): string => String(value ?? "");

/** Records of a domain: the condition compares names in lower case, without the last dot. */
const normalised = (name: string) => name.toLowerCase().replace(/\.$/, "");

/** One call, as IAM sees it. */
interface Request {
  action: string;
  on: string;
  context: Context;
  /** What is said of it where it is denied. */
  what: string;
}

const request = (action: string, on: string, context: Context): Request => ({
  action,
  on,
  context,
  what: `${action} on ${on}`,
});

const contextOf = ({ inputs }: Resource, place: Place & { stage: string; project: string }): Context => ({
  "aws:ResourceTag/sst:app": [place.project],
  "aws:ResourceTag/sst:stage": [place.stage],
  ...(typeof inputs.zoneId === "string"
    ? { "route53:ChangeResourceRecordSetsNormalizedRecordNames": [normalised(text(inputs.name))] }
    : {}),
});

/** Attaching AWS's policies to a role, and handing the role to the service that it trusts. */
function aboutRole({ inputs, outputs }: Resource): Request[] {
  const on = text(outputs.arn);
  const policies = Array.isArray(inputs.managedPolicyArns) ? inputs.managedPolicyArns.map(text) : [];
  const services = [...JSON.stringify(inputs.assumeRolePolicy).matchAll(/[a-z0-9.-]+\.amazonaws\.com/g)].map(
    ([name]) => name,
  );
  const asked = (action: string, key: string) => (what: string) => ({
    ...request(action, on, { [key]: [what] }),
    what: `${on}: ${what}`,
  });
  return [
    ...policies.map(asked("iam:AttachRolePolicy", "iam:PolicyARN")),
    ...services.map(asked("iam:PassRole", "iam:PassedToService")),
  ];
}

const made = ({ simulation }: StageRun): Resource[] =>
  simulation.resources.filter(({ type, external }) => type.startsWith("aws:") && !external);

function requestsFor(resource: Resource, { view, stage, simulation: { account, region } }: StageRun): Request[] {
  const { own, free, arn } = NEEDED[resource.type] ?? {};
  const scope = scopeOf(view, stage, account);
  const place = { region, cluster: `${scope.project}-${scope.stage}`, ...scope };
  const context = contextOf(resource, place);
  const on = arn?.(resource, place) ?? text(resource.outputs.arn);
  const elsewhere = (action: string) => (action.startsWith("kms:") ? `arn:aws:kms:${region}:${account}:key/1` : "*");
  return [
    ...words(own).map((action) => request(action, on, context)),
    ...words(free).map((action) => request(action, elsewhere(action), context)),
    ...(resource.type === "aws:iam/role:Role" ? aboutRole(resource) : []),
  ];
}

const statementsOf = ({ view, stage, simulation }: StageRun): Statement[] =>
  deployStatements(view, scopeOf(view, stage, simulation.account));

/** Actions that are missing, each with the resource; types that the table does not know. */
export function denied(run: StageRun): string[] {
  const statements = statementsOf(run);
  const resources = made(run);
  const unknown = resources.filter(({ type }) => !Object.hasOwn(NEEDED, type));
  const missing = resources
    .flatMap((resource) => requestsFor(resource, run))
    .filter(({ action, on, context }) => !allows(statements, action, on, context));
  return [
    ...new Set([
      ...unknown.map(({ type }) => `${type}: not in test/deploy/ci/needed.ts`),
      ...missing.map(({ what }) => what),
    ]),
  ].sort();
}

/** Statements that no resource needs, with who does. */
const NO_RESOURCE: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...state.read, ...state.write].map(({ sid }) => [sid, "SST, for its state and its buckets"])),
  Image: "the program, which looks up the image of the machine that the tunnel goes through",
  ServiceRoles: "AWS, which makes a role of its own with the first resource of a kind in an account",
};

/** Statements that nothing has a use for, whatever a repo makes. */
export function idle(runs: readonly StageRun[]): string[] {
  const used = runs.flatMap((run) => {
    const requests = made(run).flatMap((resource) => requestsFor(resource, run));
    const serves = (statement: Statement) =>
      requests.some(({ action, on, context }) => allows([statement], action, on, context));
    return statementsOf(run).map((statement) => ({ sid: statement.Sid, used: serves(statement) }));
  });
  const needed = new Set(used.filter((one) => one.used).map(({ sid }) => sid));
  const given = new Set(used.map(({ sid }) => sid));
  return [
    ...[...given].filter((sid) => !needed.has(sid) && !Object.hasOwn(NO_RESOURCE, sid)),
    ...Object.keys(NO_RESOURCE)
      .filter((sid) => !given.has(sid))
      .map((sid) => `${sid}: there is no such statement`),
  ].sort();
}
