import type { View } from "../../../answers/view.ts";

/** What permissions are limited to: one stage of one account. */
export interface Scope {
  project: string;
  stage: string;
  /** 12 digits, or a stand-in for them. */
  account: string;
  /** The domain that the stage's addresses are below; null where there is none, or where DNS is not AWS's. */
  zone: string | null;
  /** Names of the static sites. */
  sites: readonly string[];
  buckets: readonly string[];
  /** What mail is sent from; null where none is. */
  mail: string | null;
}

export type Conditions = Record<string, Record<string, string | readonly string[]>>;

/** A row of the tables: actions that belong together, on the same resources. */
export interface Grant {
  sid: string;
  /** Only where the repo has something that needs it. */
  when?: (view: View) => boolean;
  actions: readonly string[];
  /** ARNs. Default: all, for actions that AWS does not limit to resources, and reads that show no data. */
  on?: (scope: Scope) => readonly string[];
  where?: (scope: Scope) => Conditions;
}

/** A table of grants, and whether a diff needs it too: then it only reads, and shows no data. */
export interface Grants {
  read: readonly Grant[];
  write: readonly Grant[];
}

/** What every physical name of the stage begins with, as infra/naming.ts has it. */
export const prefixOf = ({ project, stage }: Pick<Scope, "project" | "stage">): string => `${project}-${stage}`;

/** ARNs in the stage's account, in every region: copies of backups live in a second one, certificates of sites in us-east-1. */
export const arns =
  (service: string, ...resources: ((prefix: string, scope: Scope) => string)[]) =>
  (scope: Scope): string[] =>
    resources.map((resource) => `arn:aws:${service}:*:${scope.account}:${resource(prefixOf(scope), scope)}`);

/** The name, and all that begin with it and a hyphen. */
export const named = (service: string, kind = "") =>
  arns(
    service,
    (prefix) => `${kind}${prefix}`,
    (prefix) => `${kind}${prefix}-*`,
  );

/**
 * The same where AWS accepts only short names: infra/naming.ts cuts them, and puts a hash of six letters behind.
 * @param most the longest name that AWS accepts
 */
export const namedShort =
  (most: number, service: string, kind: string) =>
  (scope: Scope): string[] => {
    const prefix = prefixOf(scope);
    const cut = prefix.slice(0, most - 7).replace(/-+$/, "");
    const whole = named(service, kind)(scope);
    return cut === prefix ? whole : [...whole, ...arns(service, () => `${kind}${cut}-*`)(scope)];
  };

const tags = ({ project, stage }: Scope) => ({
  "aws:ResourceTag/sst:app": project,
  "aws:ResourceTag/sst:stage": stage,
});

/** What AWS gives an id for a name is known by the tags that SST gives to everything. */
export const ownTags = (scope: Scope): Conditions => ({ StringEquals: tags(scope) });

/** What is made has no tags yet, and some things never have: but nothing that has those of another stage. */
export const untaken = (scope: Scope): Conditions => ({ StringEqualsIfExists: tags(scope) });
