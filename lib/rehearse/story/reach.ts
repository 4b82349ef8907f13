import { rowOf } from "../../resources/types.ts";
import type { Step } from "./steps.ts";

/** What cannot be reached while a deploy runs: what people or services come through goes, and its successor is not there yet. */

export interface Gap {
  name: string;
  type: string;
  /** What is out of reach. */
  what: string;
  /** About how long, by what AWS usually takes; null where it does not come back. */
  minutes: number | null;
}

export const lasting = (minutes: number): string => `about ${minutes === 1 ? "a minute" : `${minutes} minutes`}`;

/** A gap as people read it. */
export const gapWords = ({ name, what, minutes }: Gap): string =>
  `${what} (${name}) ${minutes === null ? "from then on" : `for ${lasting(minutes)}, as AWS usually takes`}`;

export function gapsOf(steps: readonly Step[]): Gap[] {
  return steps.flatMap(({ action, type, name, gap }) => {
    const outage = rowOf(type)?.outage;
    if (outage === undefined || !(action === "deleted" || (action === "replaced" && gap))) return [];
    return [{ name, type, what: outage.of, minutes: action === "deleted" ? null : outage.minutes }];
  });
}
