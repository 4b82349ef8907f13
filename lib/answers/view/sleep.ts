import type { Blueprint } from "../normalise.ts";

/** When stages sleep; null, too, where there is none of those that would. */
export const sleepOf = ({ sleep, stages, clients }: Blueprint): Blueprint["sleep"] =>
  [{ stages }, ...clients].some((one) => one.stages.some((stage) => sleep?.stages.some((name) => name === stage)))
    ? sleep
    : null;
