import type { Revision } from "../../repo/revision.ts";
import type { Gap } from "../story/reach.ts";
import type { Step } from "../story/steps.ts";

/** What a rehearsal says: the document of `space-sst rehearse --json`. */

export interface Problem {
  /** Null where the program or SST itself failed. */
  resource: string | null;
  message: string;
}

export interface Deployed {
  /** `refused`: AWS or Pulumi's protection does not let it happen. `stopped`: a fault that was played ended it. */
  status: "done" | "refused" | "failed" | "stopped";
  steps: Step[];
  problems: Problem[];
  seconds: number;
}

/** What lives on in the account. */
export interface Thing {
  type: string;
  id: string;
  holds: string | null;
}

export interface Report {
  rehearsal: 1;
  generator: string;
  sst: string;
  /** Version of the Pulumi engine. */
  engine: string;
  project: string;
  stage: string;
  account: string;
  region: string;
  /** What was deployed before; null where nothing was. */
  since: Revision | null;
  deploy: Deployed;
  /** After a fault: the same deploy once more. */
  resumed: Deployed | null;
  /** A deploy of the same again, which should do nothing. */
  again: Deployed | null;
  removal: (Deployed & { stays: Thing[] }) | null;
  /** Steps of the deploy that take away what nobody can make again. */
  losses: Step[];
  /** What is out of reach while the deploy runs. */
  gaps: Gap[];
  /** What was tried to reach outside of this machine: nothing was let through. */
  outside: string[];
  cannotShow: string[];
}
