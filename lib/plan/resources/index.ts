import type { Plain, PlainObject, Resource, Simulation } from "../../proof/simulate/types.ts";

export type { Plain, PlainObject, Resource, Simulation } from "../../proof/simulate/types.ts";

/** The resources of one stage, with the look-ups that a plan needs. What is only looked up in AWS is left out. */
export class Resources {
  readonly simulation: Simulation;
  readonly all: readonly Resource[];
  readonly #byUrn: Map<string, Resource>;
  readonly #byArn = new Map<string, Resource>();

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.all = simulation.resources.filter(({ external }) => !external);
    this.#byUrn = new Map(simulation.resources.map((resource) => [resource.urn, resource]));
    for (const resource of simulation.resources) {
      for (const name of [resource.outputs.arn, resource.id])
        if (typeof name === "string" && name !== "") this.#byArn.set(name, resource);
    }
  }

  of(...types: string[]): Resource[] {
    return this.all.filter(({ type }) => types.includes(type));
  }

  /** The resource that a text names: by ARN or by id, as inputs refer to each other. */
  named(value: Plain | undefined): Resource | undefined {
    return typeof value === "string" ? this.#byArn.get(value) : undefined;
  }

  parentOf({ parent }: Resource): Resource | undefined {
    return parent === undefined ? undefined : this.#byUrn.get(parent);
  }
}

export const isObject = (value: unknown): value is PlainObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A number that an input carries as a number or as text; `otherwise` where it is not set. */
export const number = (value: Plain | undefined, otherwise: number): number => {
  const found = typeof value === "string" ? Number.parseFloat(value) : value;
  return typeof found === "number" && Number.isFinite(found) ? found : otherwise;
};

export const text = (value: Plain | undefined, otherwise = ""): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : otherwise;

export const list = (value: Plain | undefined): Plain[] => (Array.isArray(value) ? value : []);

/** `OrderApi2` as `order-api2`. */
const kebab = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();

/** Words that SST or the repo's components put behind the name that a person chose. */
const SUFFIX = /(Service|Task|Cron|Database|Cache|Files|Site|Cdn|Cluster|Instance)+$/;

/**
 * The name that a person knows a resource by: what follows `<app>-<stage>-` in its physical name, else the logical name
 * of its component without the kind.
 */
export function shortName(resource: Resource, resources: Resources, physical?: Plain): string {
  const { app, stage } = resources.simulation;
  const prefix = `${app.name}-${stage}-`;
  const full = text(physical);
  if (full.startsWith(prefix) && full.length > prefix.length) return full.slice(prefix.length);
  const parent = resources.parentOf(resource);
  const owner = parent?.type.startsWith("sst:") ? parent.name : resource.name;
  const bare = owner.replace(SUFFIX, "");
  return kebab(bare === "" ? owner : bare);
}
