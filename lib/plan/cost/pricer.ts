import type { Item } from "../../cost/items.ts";
import type { Resource, Resources } from "../resources/index.ts";

/** What a resource of some type adds to the bill. */
export type Pricer = (resource: Resource, resources: Resources) => Item[];
