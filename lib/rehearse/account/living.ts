import type { PlainObject } from "../../proof/simulate/types.ts";

/** A thing that lives in the account. */
export interface Living {
  type: string;
  id: string;
  urn: string;
  region: string;
  inputs: PlainObject;
  outputs: PlainObject;
}
