import type { Statement } from "../../../lib/deploy/ci/permissions/index.ts";
import { isLike } from "../../../lib/proof/judges/access.ts";

/** IAM's way of deciding, as far as these policies use it: allow statements, wildcards, and a few conditions. */

const values = (value: string | readonly string[]): readonly string[] => (typeof value === "string" ? [value] : value);

/** What a request says of itself, by condition key. A key that is missing fails, but for ForAllValues. */
export type Context = Readonly<Record<string, readonly string[]>>;

function conditionHolds({ Condition = {} }: Statement, context: Context): boolean {
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, allowed]) => {
      const given = context[key];
      const one = (text: string) =>
        values(allowed).some((pattern) => (/Like|Arn/.test(operator) ? isLike(pattern, text) : pattern === text));
      if (operator.endsWith("IfExists")) return given?.some(one) ?? true;
      if (operator.startsWith("ForAllValues:")) return (given ?? []).every(one);
      return given?.some(one) ?? false;
    }),
  );
}

/** Whether a request would be allowed. */
export const allows = (statements: readonly Statement[], action: string, resource: string, context: Context): boolean =>
  statements.some(
    (statement) =>
      // Names of actions are the same in upper and lower case.
      statement.Action.some((pattern) => isLike(pattern.toLowerCase(), action.toLowerCase())) &&
      statement.Resource.some((pattern) => isLike(pattern, resource)) &&
      conditionHolds(statement, context),
  );
