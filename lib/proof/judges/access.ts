import { type Stack, texts } from "../simulate/stack.ts";
import type { Plain, Resource } from "../simulate/types.ts";
import { type Statement, saidBy, statementsIn } from "./policies.ts";

/** Who may do what, as IAM decides: what is denied anywhere is denied, and somebody must allow it. */

/** What somebody asks to do. */
export interface Request {
  action: string;
  resource: string;
  /** What the request says of itself, by condition key. */
  context?: Readonly<Record<string, string>>;
}

const known = new Map<string, RegExp>();

/** As IAM compares: `*` is any text, `?` any character. */
export function isLike(pattern: string, text: string): boolean {
  const expression =
    known.get(pattern) ??
    new RegExp(
      `^${pattern
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".")}$`,
      "s",
    );
  known.set(pattern, expression);
  return expression.test(text);
}

type Compare = (wanted: string, given: string) => boolean;
const COMPARES: Record<string, Compare> = {
  StringEquals: (wanted, given) => wanted === given,
  StringEqualsIgnoreCase: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
  StringLike: isLike,
  ArnEquals: isLike,
  ArnLike: isLike,
  Bool: (wanted, given) => wanted === given,
};

/** Whether the conditions of a statement hold. One that is not known here holds for nobody. */
function holds({ conditions }: Statement, context: Readonly<Record<string, string>>): boolean {
  return Object.entries(conditions).every(([operator, keys]) => {
    const [, not, name, ifExists] = /^(?=\w)(?:(String|Arn)Not)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
    const compare = COMPARES[not === undefined ? String(name) : `${not}${name}`];
    if (compare === undefined) return false;
    return Object.entries(keys).every(([key, wanted]) => {
      const given = context[key];
      if (given === undefined) return ifExists !== undefined || not !== undefined;
      return [wanted].flat().some((one) => compare(String(one), given)) === (not === undefined);
    });
  });
}

const isAbout = ({ actions, resources }: Statement, { action, resource }: Request): boolean =>
  actions.some((pattern) => isLike(pattern.toLowerCase(), action.toLowerCase())) &&
  (resources.length === 0 || resources.some((pattern) => isLike(pattern, resource)));

/** What some statements say to a request. */
export function decide(statements: readonly Statement[], request: Request): "allow" | "deny" | "nothing" {
  const said = statements.filter((one) => isAbout(one, request) && holds(one, request.context ?? {}));
  if (said.some(({ allows }) => !allows)) return "deny";
  return said.length > 0 ? "allow" : "nothing";
}

/** What a policy on a resource says to a principal: a service, or an ARN. */
export function grants(policy: Plain | undefined, principal: string, request: Request): "allow" | "deny" | "nothing" {
  const context = principal.startsWith("arn:")
    ? { "aws:PrincipalArn": principal, ...request.context }
    : request.context;
  const own = statementsIn(policy).filter(({ principals }) =>
    principals.some((one) => one === "*" || one === principal),
  );
  return decide(own, { ...request, ...(context && { context }) });
}

/** The ARNs of the policies that are attached to a role. */
const attachedTo = (role: Resource, stack: Stack): string[] => [
  ...texts(role.inputs.managedPolicyArns),
  ...stack
    .of("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    .filter(({ inputs }) => namesOf(role).includes(inputs.role as string))
    .map(({ inputs }) => String(inputs.policyArn)),
];

const namesOf = (role: Resource) => [role.id, role.inputs.name, role.outputs.name];

/** Everything that a role may do, from the policies in it and those beside it. Policies of AWS itself are not known here. */
function statementsOf(role: Resource, stack: Stack): Statement[] {
  const names = namesOf(role);
  const beside = stack
    .of("aws:iam/rolePolicy:RolePolicy")
    .filter(({ inputs }) => names.includes(inputs.role as string))
    .flatMap(({ inputs }) => statementsIn(inputs.policy));
  const attached = attachedTo(role, stack);
  const own = stack
    .of("aws:iam/policy:Policy")
    .filter(({ id, outputs }) => attached.includes(String(outputs.arn ?? id)))
    .flatMap(({ inputs }) => statementsIn(inputs.policy));
  return [...saidBy(role), ...beside, ...own];
}

/** Whether a key lets the IAM policies of its account decide. */
const trustsIam = (key: Resource, account: string, request: Request): boolean =>
  key.inputs.policy === undefined || grants(key.inputs.policy, `arn:aws:iam::${account}:root`, request) === "allow";

/** What a role's own policies say. One with a policy of AWS itself is taken to be allowed what nobody denies. */
function saidOf(role: Resource, request: Request, stack: Stack): "allow" | "deny" | "nothing" {
  const said = decide(statementsOf(role, stack), request);
  const hasMore = attachedTo(role, stack).some((policy) => policy.startsWith("arn:aws:iam::aws:"));
  return said === "nothing" && hasMore ? "allow" : said;
}

/** Whether a role may do something: by its own policies, and for a key also by the key's. */
export function may(role: Resource, request: Request, stack: Stack): boolean {
  const own = saidOf(role, request, stack);
  const key = stack.of("aws:kms/key:Key").find(({ outputs }) => outputs.arn === request.resource);
  if (key === undefined) return own === "allow";
  const arn = String(role.outputs.arn);
  const [, , , , account = ""] = arn.split(":");
  const said = grants(key.inputs.policy, arn, request);
  const isLetIn = said === "allow" || (own === "allow" && trustsIam(key, account, request));
  return own !== "deny" && said !== "deny" && isLetIn;
}
