import { mailDomain } from "../../answers/mail.ts";
import type { Stage } from "../../answers/stages.ts";
import type { View } from "../../answers/view.ts";
import type { Scope } from "./permissions/grant.ts";
import { deployStatements, diffStatements, type PolicyDocument, pack } from "./permissions/index.ts";
import { type Trust, trustDocument } from "./trust.ts";

/** Roles for CI have a path of their own: what the stage's role may do with roles ends before it. */
export const PATH = "/ci/";

/** Seconds that a job may keep the role: the longest deploy that the workflow lets run, and a bit. */
export const LONGEST_SESSION = 7200;

const KINDS = {
  deploy: { statements: deployStatements, session: LONGEST_SESSION },
  diff: { statements: diffStatements, session: 3600 },
} as const;
export type RoleKind = keyof typeof KINDS;

export interface Role {
  kind: RoleKind;
  name: string;
  arn: string;
  /** The environment of GitHub, or the deployment of Bitbucket, whose jobs may take it. */
  environment: string;
  /** Of the tokens that these jobs have; one that ends with `*` is their beginning. */
  subject: string;
  trust: object;
  /** Seconds. */
  session: number;
  policies: { name: string; arn: string; document: PolicyDocument }[];
}

/** What the permissions of a stage are limited to. */
export const scopeOf = (view: View, { stage, environment, domain }: Stage, account: string): Scope => ({
  project: view.project,
  stage,
  account,
  zone: domain,
  sites: view.services.filter(({ kind }) => kind === "static").map(({ name }) => name),
  buckets: view.buckets.map(({ name }) => name),
  mail: view.has.email && domain !== null ? mailDomain(environment, domain) : null,
});

/** The role of a stage's jobs. Its name is that of the stage, so that pipelines can work it out. */
export function roleOf(
  kind: RoleKind,
  {
    view,
    stage,
    account,
    environment,
    trust,
  }: { view: View; stage: Stage; account: string; environment: string; trust: Trust },
): Role {
  const { statements, session } = KINDS[kind];
  const name = `${view.project}-${stage.stage}-${kind}`;
  const scope = scopeOf(view, stage, account);
  return {
    kind,
    name,
    arn: `arn:aws:iam::${account}:role${PATH}${name}`,
    environment,
    subject: trust.subject,
    trust: trustDocument(trust, account),
    session,
    policies: pack(statements(view, scope)).map((document, index) => ({
      name: `${name}-${index + 1}`,
      arn: `arn:aws:iam::${account}:policy${PATH}${name}-${index + 1}`,
      document,
    })),
  };
}
