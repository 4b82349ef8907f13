import { Resources } from "../../lib/plan/resources/index.ts";
import type { PlainObject, Resource, Simulation } from "../../lib/proof/simulate/types.ts";

/** A stage of a few resources that an owner wrote with Pulumi's own words. Hidden: what SST and AWS add. */

/** A resource whose ARN and id are its name. */
export const resource = (
  type: string,
  name: string,
  inputs: PlainObject = {},
  more: Partial<Resource> = {},
): Resource => ({
  ...{ urn: `urn:pulumi:production::shop::${type}::${name}`, type, name, id: name, inputs, outputs: { arn: name } },
  ...{ region: "us-east-1", dependsOn: [], secretPaths: [] },
  ...more,
});

export const stage = (...resources: Resource[]): Simulation => ({
  app: { name: "shop", stage: "production", home: "aws", removal: "retain", protect: true, providers: {} },
  ...{ stage: "production", account: "123456789012", region: "us-east-1", resources },
  ...{ outputs: {}, secrets: [], log: [], errors: [] },
});

export const resourcesOf = (...resources: Resource[]): Resources => new Resources(stage(...resources));
