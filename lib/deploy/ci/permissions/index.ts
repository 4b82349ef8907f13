import type { View } from "../../../answers/view.ts";
import { compute } from "./compute.ts";
import { data } from "./data.ts";
import { entrances } from "./entrances.ts";
import type { Conditions, Grant, Scope } from "./grant.ts";
import { network } from "./network.ts";
import { operations } from "./operations.ts";
import { roleGrants } from "./roles.ts";
import { edge } from "./sites.ts";
import { state } from "./state.ts";
import { stores } from "./stores.ts";

export interface Statement {
  Sid: string;
  Effect: "Allow";
  Action: readonly string[];
  Resource: readonly string[];
  Condition?: Conditions;
}

export interface PolicyDocument {
  Version: "2012-10-17";
  Statement: Statement[];
}

/** Characters of one managed policy, without blanks (IAM quotas). A role takes ten of them. */
export const MOST_CHARACTERS = 6144;
export const MOST_POLICIES = 10;

const TABLES = [state, network, entrances, edge, compute, data, stores, roleGrants, operations];

function statement({ sid, actions, on, where }: Grant, scope: Scope): Statement {
  const conditions = where?.(scope) ?? {};
  return {
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: on?.(scope) ?? ["*"],
    ...(Object.keys(conditions).length === 0 ? {} : { Condition: conditions }),
  };
}

const statements = (grants: readonly Grant[], view: View, scope: Scope): Statement[] =>
  grants
    .filter(({ when }) => when?.(view) ?? true)
    .map((grant) => statement(grant, scope))
    .filter(({ Resource }) => Resource.length > 0);

/** What a deploy of this repo may do in one stage. */
export const deployStatements = (view: View, scope: Scope): Statement[] =>
  statements(
    TABLES.flatMap(({ read, write }) => [...read, ...write]),
    view,
    scope,
  );

/** What a diff may do: read what there is, and no data but SST's state. */
export const diffStatements = (view: View, scope: Scope): Statement[] =>
  statements(
    TABLES.flatMap(({ read }) => read),
    view,
    scope,
  );

const document = (Statement: Statement[]): PolicyDocument => ({ Version: "2012-10-17", Statement });

/** The characters that IAM counts. */
export const sizeOf = (policy: PolicyDocument): number => JSON.stringify(policy).length;

/** Statements in as few policies as their order allows, each within IAM's limit. */
export function pack(all: readonly Statement[]): PolicyDocument[] {
  const policies: Statement[][] = [[]];
  for (const one of all) {
    const last = policies.at(-1) as Statement[];
    if (last.length > 0 && sizeOf(document([...last, one])) > MOST_CHARACTERS) policies.push([one]);
    else last.push(one);
  }
  return policies.map(document);
}
