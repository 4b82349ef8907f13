import type { Plan } from "./types.ts";

/** Status of a plan in which a mandatory control fails: CI tells it apart from a program that does not run. */
export const CONTROL_FAILS = 3;

const many = (count: number, one: string, several: string): string => `${count} ${count === 1 ? one : several}`;

/** What a plan ends with: null when a deploy may go ahead. A program that does not run comes first: nothing else is known then. */
export function verdictOf({ stages, failed }: Plan): { message: string; status: number } | null {
  if (failed.programs > 0) {
    const broken = stages.filter(({ errors }) => errors.length > 0);
    const lines = broken.flatMap(({ stage, errors }) => errors.map((error) => `  ${stage}: ${error}`));
    return {
      message: `the program does not run in ${many(broken.length, "stage", "stages")}; mend it:\n${lines.join("\n")}`,
      status: 1,
    };
  }
  if (failed.controls === 0) return null;
  const names = stages.flatMap(({ controls }) =>
    controls.failed.filter(({ severity }) => severity === "mandatory").map(({ id }) => id),
  );
  return {
    message: `${many(failed.controls, "mandatory control fails", "mandatory controls fail")} (${[...new Set(names)].join(", ")}): the plan says where, and what to do`,
    status: CONTROL_FAILS,
  };
}
