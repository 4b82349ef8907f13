import { UsageError } from "../../errors.ts";
import { hasOwnProof, OWN_PROOF } from "../../repo/own-proof.ts";
import { didYouMean } from "../../system/nearest.ts";
import { editing } from "../edit.ts";

const WHAT = "proof";

/** The sources of the proof become the repo's own. */
export const begin = editing(async ({ args, root }, { blueprint }) => {
  const [what = ""] = args;
  if (what !== WHAT)
    throw new UsageError([{ path: "what", message: `say "${WHAT}"${didYouMean(what, [WHAT])}` }], "the command line");
  if (hasOwnProof(root))
    throw new UsageError([{ path: WHAT, message: `is in the repo already: ${OWN_PROOF}` }], "the command line");
  return {
    blueprint,
    plan: { eject: true },
    notes: [
      `${OWN_PROOF} is yours: check, plan, deploy and the policies run it, and an upgrade leaves it as it is.`,
      'To follow the package again, import "generator-space-sst/proof" instead of it, and delete the folder.',
    ],
  };
});
