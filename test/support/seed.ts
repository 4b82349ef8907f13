import fc from "fast-check";

/** Where random cases begin. `npm test` has the same in every run; the full run draws one, and PROOF_SEED repeats it. */
export const SEED = Number(process.env.PROOF_SEED ?? 20_261_126);

fc.configureGlobal({ seed: SEED });
