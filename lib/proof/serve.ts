import { loadProof, ProofMissing } from "./load.ts";
import type { Policy } from "./policy.ts";

/** What is used of `@pulumi/policy`. */
interface PulumiPolicy {
  PolicyPack: new (name: string, pack: { policies: Policy[] }) => unknown;
  UnknownValueError: new (...args: never[]) => Error;
}

/**
 * Serves the controls of a repo to Pulumi, which has started `policy/index.cjs` for that. Where they cannot be served, the
 * process ends and says why.
 */
export function servePolicies(root: string, { PolicyPack, UnknownValueError }: PulumiPolicy): void {
  const isUnknown = (error: unknown) => error instanceof UnknownValueError;
  try {
    const proof = loadProof(root);
    const { policies, problems } = proof.policiesOf({ root, controls: proof.controls, isUnknown });
    if (problems.length > 0) throw new ProofMissing(problems.join("\n"));
    new PolicyPack("controls", { policies });
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}
