import { jurisdictionOf, leaves, secondRegion } from "../../answers/jurisdictions.ts";
import { REGION_NAMES, REGIONS, type Region } from "../../answers/vocabulary.ts";
import type { Document } from "../document.ts";

/** Questions as data: tables of prompts, which the conversation asks one by one. */

export interface Choice {
  value: unknown;
  name: string;
  /** Shown below the list while the choice is under the cursor. */
  description?: string;
}

/** What a question may look at: the answers so far, and the item that is being asked about. */
export interface Context {
  document: Document;
  item: Document;
  /** Name of the folder that the repo goes to. */
  folder: string;
  /** That folder itself. */
  root: string;
  /** Whoever works there, as git knows them. */
  email?: string | null;
  /** That of this machine. */
  timezone?: string;
}

/** The region that an item is in, or the project. */
export const regionOf = ({ document, item }: Pick<Context, "document" | "item">): Region =>
  (item.region ?? document.region ?? "us-east-1") as Region;

export interface Prompt {
  /** Where the answer goes: in the document, or in the item. */
  path: string;
  /** What the answer is, in a list of answers. */
  label?: string;
  /** Not asked of who starts from a preset: its default does for most projects, and the last screen can change it. */
  detail?: true;
  /** Other questions whose answers follow from this one: they are asked anew with it. */
  leads?: readonly string[];
  message: string;
  /** A line or two above the question. */
  help?: string;
  /** What an empty answer is good for, after "leave it empty". */
  empty?: string;
  /** An empty answer means null; of several choices none need be taken. */
  optional?: true;
  choices?: (context: Context) => Choice[];
  /** Several choices may be taken. */
  several?: true;
  initial?: (context: Context) => unknown;
  when?: (context: Context) => boolean;
  /** What is wrong with an answer beyond the rules of the document, or null. */
  check?: (value: unknown, context: Context) => string | null;
}

/** Words as choices. */
export const plain = (values: readonly string[]): Choice[] => values.map((value) => ({ value, name: value }));

/** Regions with their names. */
export const regions = (values: readonly Region[]): Choice[] =>
  values.map((value) => ({ value, name: `${value.padEnd(15)} ${REGION_NAMES[value]}` }));

/** The regions that backups of one can be copied to: those under the same law first, and of the others it is said. */
export const secondRegions = (home: Region): Choice[] => {
  const others = REGIONS.filter((region) => region !== home);
  const isAbroad = (region: Region) => leaves(home, region);
  return [
    ...regions(others.filter((region) => !isAbroad(region))),
    ...regions(others.filter(isAbroad)).map((choice) => ({
      ...choice,
      description: `the copies leave ${jurisdictionOf(home)}, and the law that the data is under`,
    })),
  ];
};

/** The default of a question about them: none at all, rather than one that a person has to know of. */
export const secondRegionOf = (home: Region): Region | null => secondRegion(home) ?? null;
