import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { Plain, PlainObject, Simulation } from "../../proof/simulate/types.ts";

/** A digest of the file behind an asset: what Pulumi compares, rather than its path. */
function digest(path: string): string {
  try {
    return createHash("sha256").update(readFileSync(path)).digest("hex");
  } catch {
    return "missing";
  }
}

/**
 * A simulation that says nothing of the folder that it ran in: two revisions of a repo, in two folders, can be compared.
 * @param root folder of the repo
 */
export function portable(simulation: Simulation, root: string): Simulation {
  const inside = (text: string): string =>
    text.includes(root) ? text.split(root).join("").replace(/^\//, "") || "." : text;
  const visit = (value: Plain): Plain => {
    if (typeof value === "string") return inside(value);
    if (Array.isArray(value)) return value.map(visit);
    if (value === null || typeof value !== "object") return value;
    if (value.__pulumiAsset === true && typeof value.path === "string")
      return { path: relative(root, value.path), sha256: digest(value.path) };
    return object(value);
  };
  const object = (value: PlainObject): PlainObject =>
    Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item)]));
  return {
    ...simulation,
    resources: simulation.resources.map((resource) => ({
      ...resource,
      inputs: object(resource.inputs),
      outputs: object(resource.outputs),
    })),
    outputs: object(simulation.outputs),
  };
}
