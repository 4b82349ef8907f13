import type { Plain, Resource } from "../../../../lib/proof/simulate/types.ts";
import type { Context } from "../context.ts";

/** A figure or a word that AWS takes in any other way too, with what it is for. */
export interface Figure {
  type: string;
  /** Of those of the type only these; default all. */
  of?: (resource: Resource) => boolean;
  /** A dotted path, through lists. */
  input: string;
  /** Of a list: what each item has at the path, in their order; null for one that has nothing there. Else all have the same. */
  is: Plain | ((context: Context) => Plain);
  because: string;
}

/** Several of one type. */
export const of = (
  type: string,
  because: string,
  inputs: Readonly<Record<string, Figure["is"]>>,
  which?: Figure["of"],
): Figure[] =>
  Object.entries(inputs).map(([input, is]) => ({
    type,
    input,
    is,
    because,
    ...(which === undefined ? {} : { of: which }),
  }));
