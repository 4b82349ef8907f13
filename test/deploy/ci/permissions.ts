import { deployStatements, diffStatements, type Statement } from "../../../lib/deploy/ci/permissions/index.ts";
import { scopeOf } from "../../../lib/deploy/ci/roles.ts";
import { actionsFor } from "../../../lib/deploy/doctor/checks/permissions.ts";
import { isLike } from "../../../lib/proof/judges/access.ts";
import type { Resource } from "../../../lib/proof/simulate/types.ts";
import type { StageRun } from "../../support/proof.ts";
import { allows, type Context } from "./iam.ts";
import { LINKED, NEEDED, OTHERS, type Place } from "./needed.ts";

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
    ...policies.map(asked("iam:DetachRolePolicy", "iam:PolicyARN")),
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

/** What is asked for no resource of the program. */
function requestsOfOthers({ view, stage, simulation: { account, region } }: StageRun): Request[] {
  const { project } = view;
  const place = { account, region, cluster: "", project, stage: stage.stage };
  return [
    ...OTHERS(place).map(([action = "", on = ""]) => request(action, on, {})),
    ...LINKED.map(([service, role]) => {
      const name = `${service}.amazonaws.com`;
      const on = `arn:aws:iam::${account}:role/aws-service-role/${name}/${role}`;
      return request("iam:CreateServiceLinkedRole", on, { "iam:AWSServiceName": [name] });
    }),
  ];
}

/** Those of all that are the same for a role are one. */
const distinct = (requests: readonly Request[]): Request[] => [
  ...new Map(requests.map((one) => [JSON.stringify([one.action, one.on, one.context]), one])).values(),
];

const requestsOf = (run: StageRun): Request[] =>
  distinct([...made(run).flatMap((resource) => requestsFor(resource, run)), ...requestsOfOthers(run)]);

const statementsOf = ({ view, stage, simulation }: StageRun): Statement[] =>
  deployStatements(view, scopeOf(view, stage, simulation.account));

/** Actions that are missing, each with the resource; types that the table does not know. */
export function denied(run: StageRun): string[] {
  const statements = statementsOf(run);
  const unknown = made(run).filter(({ type }) => !Object.hasOwn(NEEDED, type));
  const missing = requestsOf(run).filter(({ action, on, context }) => !allows(statements, action, on, context));
  return [
    ...new Set([
      ...unknown.map(({ type }) => `${type}: not in test/deploy/ci/needed.ts`),
      ...missing.map(({ what }) => what),
    ]),
  ].sort();
}

const serviceOf = (action: string): string => action.split(":")[0] ?? "";

/** Actions of statements that nothing has a use for, whatever a repo makes. */
export function idle(runs: readonly StageRun[]): string[] {
  const found = runs.flatMap((run) => {
    const requests = requestsOf(run);
    return statementsOf(run).flatMap((statement) => {
      const services = new Set(statement.Action.map(serviceOf));
      const served = requests
        .filter(({ action }) => services.has(serviceOf(action)))
        .filter(({ action, on, context }) => allows([statement], action, on, context));
      const names = new Set(served.map(({ action }) => action));
      return statement.Action.map((action) => ({
        what: `${statement.Sid}: ${action}`,
        used: [...names].some((name) => isLike(action.toLowerCase(), name.toLowerCase())),
      }));
    });
  });
  const used = new Set(found.filter((one) => one.used).map(({ what }) => what));
  return [...new Set(found.map(({ what }) => what))].filter((what) => !used.has(what)).sort();
}

/** Statements by which the role of one stage may do the same to what is another stage's; those that only read do not count. */
export function astray(run: StageRun, other: string): string[] {
  const { project } = run.view;
  const { stage } = run.stage;
  const reads = new Set(
    diffStatements(run.view, scopeOf(run.view, run.stage, run.simulation.account)).map(({ Sid }) => Sid),
  );
  const tags = { "aws:ResourceTag/sst:app": [project], "aws:ResourceTag/sst:stage": [other] };
  const names = (text: string) =>
    text
      .replaceAll(`${project}-${stage}`, `${project}-${other}`)
      .replaceAll(`${project}/${stage}`, `${project}/${other}`);
  const requests = distinct(
    requestsOf(run).map((one) => ({ ...one, on: names(one.on), context: { ...one.context, ...tags } })),
  );
  return statementsOf(run)
    .filter(({ Sid }) => !reads.has(Sid))
    .filter((statement) => requests.some(({ action, on, context }) => allows([statement], action, on, context)))
    .map(({ Sid }) => Sid)
    .sort();
}

/** What the doctor asks about that nothing of a stage needs, and the types of resources that it asks something about. */
export function examined(runs: readonly StageRun[]): { needless: string[]; types: string[] } {
  const needless = new Set<string>();
  const types = new Map<string, boolean>();
  for (const run of runs) {
    const asked = actionsFor(run.view, run.stage);
    const needed = new Set(requestsOf(run).map(({ action }) => action));
    // Other stages have no NAT gateways of their own and no firewall: whoever may make the rest may make these.
    for (const action of run.stage.environment === "production" ? asked : [])
      if (!needed.has(action)) needless.add(`${run.view.project} ${run.stage.stage}: ${action}`);
    for (const { type } of made(run)) {
      const { own = "", free = "" } = NEEDED[type] ?? {};
      const isAsked = [...words(own), ...words(free)].some((action) => asked.includes(action));
      types.set(type, (types.get(type) ?? false) || isAsked);
    }
  }
  return {
    needless: [...needless].sort(),
    types: [...types]
      .filter(([, isAsked]) => isAsked)
      .map(([type]) => type)
      .sort(),
  };
}
