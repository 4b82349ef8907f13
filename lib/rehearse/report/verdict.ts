import { amount } from "../../system/amount.ts";
import type { Deployed, Report } from "./types.ts";

/** Status of a rehearsal in which data would be lost, or a deploy would be refused. */
export const WOULD_HARM = 3;

const reasonOf = ({ problems, steps }: Deployed): string => {
  const refused = steps.find(({ reason }) => reason !== null);
  if (refused !== undefined) return `${refused.name}: ${refused.reason}`;
  const [first] = problems;
  return first === undefined
    ? "SST says nothing"
    : `${first.resource === null ? "" : `${first.resource}: `}${first.message}`;
};

/** What a rehearsal ends with: null where nothing speaks against the deploy. */
export function verdictOf({
  deploy,
  resumed,
  again,
  losses,
  stage,
}: Report): { message: string; status: number } | null {
  const last = resumed ?? deploy;
  if (last.status === "failed") return { message: `a deploy of ${stage} would fail: ${reasonOf(last)}`, status: 1 };
  if (last.status !== "done")
    return { message: `a deploy of ${stage} would be refused: ${reasonOf(last)}`, status: WOULD_HARM };
  if (losses.length > 0) {
    const names = losses.map(({ name, holds }) => `${name} (${holds})`).join(", ");
    return { message: `a deploy of ${stage} would lose data: ${names}`, status: WOULD_HARM };
  }
  if (again !== null && (again.status !== "done" || again.steps.length > 0))
    return {
      message: `${stage} does not settle: a second deploy of the same ${again.status === "done" ? `does ${amount(again.steps.length, "thing", "things")} again` : `fails: ${reasonOf(again)}`}`,
      status: 1,
    };
  return null;
}
