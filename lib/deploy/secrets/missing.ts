import { type DeclaredSecret, declaredSecrets } from "../../answers/secrets.ts";
import type { Aws } from "../../aws/client.ts";
import { type StoredSecrets, storedSecrets } from "../../aws/sst/state.ts";

interface Declaring {
  project: string;
  services: readonly { name: string; secrets: readonly string[] }[];
}

/** Those of them that have no value, of their own or by a fallback. */
export const withoutValue = (declared: readonly DeclaredSecret[], { own, fallback }: StoredSecrets): DeclaredSecret[] =>
  declared.filter(({ name }) => !own.has(name) && !fallback.has(name));

/**
 * The declared secrets that a stage has no value for: a deploy would stop at the first of them. AWS is asked only where
 * the answers declare one.
 * @param aws in the stage's region
 * @throws {AwsFailure}
 */
export async function missingSecrets(aws: Aws, blueprint: Declaring, stage: string): Promise<DeclaredSecret[]> {
  const declared = declaredSecrets(blueprint);
  return declared.length === 0 ? [] : withoutValue(declared, await storedSecrets(aws, blueprint.project, stage));
}
