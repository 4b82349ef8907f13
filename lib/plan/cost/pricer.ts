import type { Item } from "../../cost/items.ts";
import type { TypeWith } from "../../resources/types.ts";
import type { Resource, Resources } from "../resources/index.ts";

/** What a resource of some type adds to the bill. */
export type Pricer = (resource: Resource, resources: Resources) => Item[];

/** Those of the types whose row says that they have a price by the hour or the month. */
export type Pricers = Readonly<Record<TypeWith<{ bill: { priced: true } }>, Pricer>>;
