import { amount } from "../system/amount.ts";
import type { Plan } from "./types.ts";

/** Status of a plan in which a mandatory control fails: CI tells it apart from a program that does not run. */
export const CONTROL_FAILS = 3;

/** Status of a plan that is good as far as it goes, and does not go as far as it was asked to. */
export const STAGES_LEFT_OUT = 4;

/** What so many mandatory controls do. */
export const failWords = (count: number): string =>
  count === 1 ? "mandatory control fails" : "mandatory controls fail";

const NAMED = 3;

/** Which stages a plan leaves out, and how to have them; null where it shows all that it was asked for. */
export function leftOutNote({ stages, leftOut }: Plan): string | null {
  if (leftOut.length === 0) return null;
  const names = leftOut.slice(0, NAMED).join(", ");
  const more = leftOut.length > NAMED ? ` and ${leftOut.length - NAMED} more` : "";
  return `${leftOut.length} of ${stages.length + leftOut.length} stages are not planned (${names}${more}): --all plans every stage, a client's name its own`;
}

/** What a plan ends with: null when a deploy may go ahead. A program that does not run comes first: nothing else is known then. */
export function verdictOf(plan: Plan): { message: string; status: number } | null {
  const { stages, failed } = plan;
  if (failed.programs > 0) {
    const broken = stages.filter(({ errors }) => errors.length > 0);
    const lines = broken.flatMap(({ stage, errors }) => errors.map((error) => `  ${stage}: ${error}`));
    return {
      message: `the program does not run in ${amount(broken.length, "stage", "stages")}; mend it:\n${lines.join("\n")}`,
      status: 1,
    };
  }
  const leftOut = leftOutNote(plan);
  if (failed.controls === 0) return leftOut === null ? null : { message: leftOut, status: STAGES_LEFT_OUT };
  const names = stages.flatMap(({ controls }) =>
    controls.failed.filter(({ severity }) => severity === "mandatory").map(({ id }) => id),
  );
  return {
    message: `${failed.controls} ${failWords(failed.controls)} (${[...new Set(names)].join(", ")}): the plan says where, and what to do`,
    status: CONTROL_FAILS,
  };
}
