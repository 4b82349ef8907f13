/** Any value that survives JSON: what a resource is made of once everything in it is known. */
export type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };
export type PlainObject = { [key: string]: Plain };

/** A resource as Pulumi's engine would receive it, with the outputs that the stand-in for AWS gave it. */
export interface Resource {
  urn: string;
  type: string;
  /** The logical name. */
  name: string;
  id?: string;
  inputs: PlainObject;
  outputs: PlainObject;
  parent?: string;
  /** Where it lives: its own `region`, else the region of its provider, else the region of the stage. */
  region: string;
  protect?: boolean;
  retainOnDelete?: boolean;
  /** URNs, both from `dependsOn` and from outputs of other resources used in its inputs. */
  dependsOn: string[];
  ignoreChanges?: string[];
  provider?: string;
  /** Dotted paths of the inputs that Pulumi encrypts in its state. */
  secretPaths: string[];
  /** It is looked up, not made: `Vpc.get("Name", id)`. */
  external?: boolean;
}

/** What `app()` of sst.config.ts answers for a stage, with SST's own defaults filled in. */
export interface App {
  name: string;
  stage: string;
  home: string;
  removal: "remove" | "retain" | "retain-all";
  protect: boolean;
  providers: Record<string, PlainObject>;
  [key: string]: unknown;
}

export interface SimulationError {
  /** One line: what went wrong, and where in the repo when that is known. */
  message: string;
  stack: string;
}

export interface Simulation {
  app: App;
  stage: string;
  account: string;
  region: string;
  /** In the order of their URNs, so that two runs of the same program can be compared. */
  resources: Resource[];
  /** What `run()` returned. */
  outputs: PlainObject;
  /** Names of the `sst.Secret`s that the program read. */
  secrets: string[];
  /** What the program printed. */
  log: string[];
  errors: SimulationError[];
}

/** A question that the program asks AWS while it runs, such as `aws.getCallerIdentity()`. */
export interface Lookup {
  token: string;
  args: PlainObject;
  account: string;
  region: string;
}

export type Answer = (lookup: Lookup) => PlainObject;

export interface SimulateOptions {
  /** Folder of sst.config.ts; `.sst/platform` must be in it. */
  root: string;
  stage: string;
  /** Run as `sst dev` does. */
  dev?: boolean;
  /** Run as the first `sst diff` of the stage does: what only a deploy can know stays unknown. */
  preview?: boolean;
  /** Values of `sst.Secret`s; any other secret gets a value that can be recognised. */
  secrets?: Record<string, string>;
  /** Secrets without a value, as on a first deploy. */
  missingSecrets?: string[];
  /** Answers to lookups, by token; they win over the built-in ones. */
  lookups?: Record<string, Answer>;
  /** The account that the credentials belong to; default 123456789012. */
  account?: string;
  /** Environment variables for the program, over those of this process. */
  env?: Record<string, string>;
  /** Give up when the program has not settled after this many milliseconds. */
  timeout?: number;
}
