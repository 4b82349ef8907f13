/** What is known of a type of resource: one row for each, in the file of its service below rows/. */
export interface Row {
  /** What people call it, where that is not Pulumi's name in words. */
  label?: string;
  /** What it is called where a plan lists its settings; without it, it is counted only. */
  listed?: string;
  bill: Bill;
  /**
   * What it holds that nobody can make again; null for what is made again as it was. Then it stands in the program, or guards
   * what holds data, or data stands on it.
   */
  holds: Data | null;
  /**
   * In production it stays in the account when it leaves the program, with all that it needs. What does not stay goes with
   * its content, or leaves a snapshot.
   */
  stays?: true;
  /**
   * Inputs that cannot be changed in place: AWS makes the resource anew. Each was read in the source of the Terraform provider
   * that @pulumi/aws 7 is made from (hashicorp/terraform-provider-aws, internal/service/…), where it is marked `ForceNew` or
   * `RequiresReplace`, and its name in the types of @pulumi/aws 7.20. The head of each file says which version of the source
   * that was: not always the one that 7.20 is made from. What Pulumi itself overrides (provider/resources.go of
   * pulumi/pulumi-aws) was not compared.
   *
   * A path stands for all that is below it, in every item of a list. What replaces under a condition only is left out and
   * named in a comment. Null where nobody has read it: a plan says that the type is changed, never that it is replaced.
   */
  replacedBy: readonly string[] | null;
  /** Types that it must outlive: AWS does not let it go while one of these names it. */
  neededBy?: readonly string[];
  /** What nobody reaches while it is gone. */
  outage?: Outage;
  /** The input that says for how many days AWS gives it back when it is deleted. */
  givenBack?: string;
  /** Outputs that the provider keeps secret. */
  secrets?: readonly string[];
  /** Where no control is asked of it: ids of those that look at it from elsewhere, or why there is none. */
  controls?: readonly string[] | string;
}

/** From what AWS's documents and the waiters of its Terraform provider say; none is measured here. */
interface Outage {
  of: string;
  /** What AWS usually takes to let one go and to make one. */
  minutes: number;
}

export type Rows = Readonly<Record<string, Row>>;

/** Nothing is charged for it; or nobody knows, and a plan says so; or it has lines of the bill, for what it is and for its use. */
export type Bill = "free" | "unknown" | Charged;

interface Charged {
  /** By the hour or the month: lib/plan/cost has its price. */
  priced?: true;
  /** By what passes through it or is kept in it: an id of lib/cost/usage.ts. */
  use?: string;
  /** What comes with its settings where they are on, by the input: ids likewise. */
  settings?: Readonly<Record<string, string>>;
  /** What comes with a word that is said in one of its inputs: ids likewise, by the input and the word. */
  words?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What is missed most comes first: losses are shown in this order. */
export const DATA = [
  "a database",
  "a table",
  "an index",
  "a cache, with the queues in it",
  "a cache",
  "files",
  "backups",
  "the key to everything that it encrypts",
  "a secret",
  "a parameter",
  "user accounts",
  "images to go back to",
  "logs",
  "messages",
  "a DNS zone",
] as const;

export type Data = (typeof DATA)[number];
