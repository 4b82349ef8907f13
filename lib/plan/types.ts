import type { Sum } from "../cost/bill.ts";
import type { Total } from "../cost/estimate.ts";
import type { Usage } from "../cost/usage.ts";

/**
 * The document of `space-sst plan --json`, version 1. docs/plan.md describes it and `plan.schema.json` is its JSON Schema;
 * a test holds the three together. Amounts are US dollars a month.
 */

export interface Plan {
  plan: 1;
  /** Version of the generator that made it. */
  generator: string;
  project: string;
  /** Version of the SST platform that the program ran on. */
  sst: string;
  prices: { collected: string; hoursPerMonth: number };
  assumptions: string[];
  /** What somebody expects a stage to send and to log in a month, in GB; null where nobody said. */
  usage: Usage;
  stages: StagePlan[];
  /** Of the project's own stages (client null) and of each client's, and of all that were planned. */
  totals: { owners: ({ client: string | null } & Total)[]; all: Total };
  /** Stages that were asked for and not planned: with many clients, those of the later ones. */
  leftOut: string[];
  differences: Differences;
  /** What was compared with; null where there is nothing to compare with. */
  since: { revision: string; commit: string } | null;
  /** Numbers of mandatory controls that fail and of stages whose program does not run. */
  failed: { controls: number; programs: number };
}

export interface StagePlan {
  stage: string;
  client: string | null;
  environment: string;
  /** Null for the project's own stages, whose account is that of the credentials. */
  account: string | null;
  region: string;
  /** What went wrong while the program ran; a stage with an entry here has no reliable numbers. */
  errors: string[];
  /** Why a deploy would be refused as it is; null where it would not. */
  refused: string | null;
  layers: Layer[];
  controls: Controls;
  cost: Bill;
  /** What a deploy would change since the revision that was compared with; null where none was. */
  changes: Change[] | null;
  /** What the changes add to the month, less what they take off; null where nothing was compared. */
  costChange: number | null;
}

export interface Layer {
  id: string;
  title: string;
  /** Resources of AWS, Cloudflare and the like; parts of the program itself are not counted. */
  count: number;
  types: { type: string; label: string; count: number }[];
  notable: Notable[];
}

/** A resource that matters, with the settings that people ask about. */
export interface Notable {
  kind: string;
  name: string;
  settings: Record<string, string>;
}

export interface Controls {
  passed: number;
  failed: FailedControl[];
  waived: WaivedControl[];
}

export interface FailedControl {
  id: string;
  title: string;
  severity: "mandatory" | "advisory";
  why: string;
  fix: string;
  findings: string[];
}

export interface WaivedControl {
  id: string;
  title: string;
  reason: string;
  findings: string[];
}

export interface Bill extends Sum {
  currency: "USD";
  /** Region of the stage; a unit says its own where that is another one. */
  region: string;
  /** What is billed by use with the price of its unit, and is not in the sum. */
  byUse: string[];
  savings: Saving[];
}

export interface Saving {
  id: string;
  what: string;
  how: string;
  /** What it takes away. */
  price: string;
  usd: number;
}

export interface Differences {
  /** Settings that are not the same in the project's own stages. */
  stages: { stages: string[]; rows: DifferenceRow[] };
  /** What a client's stage has other than the stage that it is compared with. */
  clients: { stage: string; comparedWith: string; rows: { what: string; here: string; there: string }[] }[];
}

export interface DifferenceRow {
  what: string;
  /** One for each stage, in the order of `stages`. */
  values: string[];
}

export interface Change {
  action: "deleted" | "replaced" | "changed" | "added";
  type: string;
  name: string;
  urn: string;
  /** It keeps data. */
  stateful: boolean;
  /** Pulumi refuses to delete it until somebody lifts the protection. */
  protect: boolean;
  /** Inputs that change, with their values where these are short and not secret. */
  inputs: { path: string; before: string | null; after: string | null; replaces: boolean }[];
}
