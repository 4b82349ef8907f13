import { isObject } from "../simulate/engine/wire.ts";
import { objects, once } from "../simulate/stack.ts";
import type { Plain, Resource } from "../simulate/types.ts";

export interface Statement {
  allows: boolean;
  actions: string[];
  resources: string[];
  principals: string[];
  conditions: Record<string, Record<string, Plain>>;
}

const list = (value: Plain | undefined): string[] => (value === undefined ? [] : [value].flat().map(String));

/** Everybody whom a statement names: "*" is the whole world. */
function principalsOf(value: Plain | undefined): string[] {
  if (value === undefined) return [];
  return isObject(value) ? Object.values(value).flatMap(list) : list(value);
}

/** The statements of a policy, as IAM writes it. */
export function statementsIn(policy: Plain | undefined): Statement[] {
  const document = typeof policy === "string" && policy !== "" ? JSON.parse(policy) : policy;
  const statements: Plain[] = isObject(document) ? [document.Statement ?? []].flat() : [];
  return statements.filter(isObject).map(({ Effect, Action, Resource, Principal, Condition }) => ({
    allows: Effect === "Allow",
    actions: list(Action),
    resources: list(Resource),
    principals: principalsOf(Principal),
    conditions: (isObject(Condition) ? Condition : {}) as Statement["conditions"],
  }));
}

/** What a role, or a policy of one, says. */
export const saidBy = once(({ inputs }: Resource): Statement[] =>
  [...objects(inputs.inlinePolicies).map(({ policy }) => policy), inputs.policy].flatMap(statementsIn),
);

/** What it allows. */
export const allowedBy = (resource: Resource): Statement[] => saidBy(resource).filter(({ allows }) => allows);

/** Of what a role allows, the statements that have an action. */
export const allowing = (resource: Resource, action: RegExp): Statement[] =>
  allowedBy(resource).filter(({ actions }) => actions.some((name) => action.test(name)));

/** Statements that let in whoever asks: everybody, and on no condition. */
export const openTo = (policy: Plain | undefined): Statement[] =>
  statementsIn(policy).filter(
    ({ allows, principals, conditions }) => allows && principals.includes("*") && Object.keys(conditions).length === 0,
  );

/** Types that hold what a role may do. */
export const roles = "aws:iam/role:Role";
export const rolePolicies = "aws:iam/rolePolicy:RolePolicy";
export const ownPolicies = "aws:iam/policy:Policy";
