import { COMPUTE } from "./compute.ts";
import { DATA } from "./data.ts";
import { DATABASES } from "./databases.ts";
import { NETWORK } from "./network.ts";
import { RANDOM } from "./random.ts";
import { SERVICES } from "./services.ts";

/**
 * Inputs that cannot be changed in place: AWS makes the resource anew. Each was read in the source of the Terraform
 * provider that @pulumi/aws 7 is made from (hashicorp/terraform-provider-aws, internal/service/…), where it is marked
 * `ForceNew` or `RequiresReplace`, and its name in the types of @pulumi/aws 7.20. The head of each table says which
 * version of the source that was: not always the one that 7.20 is made from. What Pulumi itself overrides
 * (provider/resources.go of pulumi/pulumi-aws) was not compared.
 *
 * A path stands for all that is below it, in every item of a list. What replaces under a condition only is left out and
 * named in a comment. A type that is not here is said to be changed, never to be replaced: AWS may decide otherwise.
 */
export const REPLACES: Readonly<Record<string, readonly string[]>> = {
  ...DATABASES,
  ...DATA,
  ...NETWORK,
  ...COMPUTE,
  ...SERVICES,
  ...RANDOM,
};

/** Whether a change of an input makes the resource anew. */
export function replaces(type: string, path: string): boolean {
  // Version 6 of the Terraform provider gives every regional resource a region, and makes it anew in another one.
  if (type.startsWith("aws:") && path === "region") return true;
  const inputs = Object.hasOwn(REPLACES, type) ? (REPLACES[type] ?? []) : [];
  const plain = path.replace(/\[\d+\]/g, "");
  return inputs.some((input) => plain === input || plain.startsWith(`${input}.`));
}
