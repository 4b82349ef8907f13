import type { StateResource } from "../../aws/sst/state.ts";
import { NO_USAGE } from "../../cost/usage.ts";
import { billOf } from "../../plan/cost/bill.ts";
import { type PlainObject, Resources, type Simulation } from "../../plan/resources/index.ts";
import type { Bill } from "../../plan/types.ts";
import { dataIn, KEPT } from "../../resources/kept.ts";
import { layerOf } from "../../resources/layers.ts";
import { rowOf } from "../../resources/types.ts";
import type { Deployed } from "../deployed.ts";
import { type Guard, guardsOf } from "./guards.ts";

/** What destroying a stage takes away, what it leaves, and what that costs: as SST's state says it, which is what SST goes by. */

/** One thing in the account. */
export interface Thing {
  type: string;
  /** The logical name. */
  name: string;
  /** What AWS calls it, in a word that people find it by. */
  id: string;
  /** What it holds that nobody can make again. */
  holds: string | null;
}

/** A thing with data that goes. */
export interface Loss extends Thing {
  /** Days for which AWS gives it back. */
  days: number | null;
  /** Name of the snapshot that it leaves. */
  snapshot: string | null;
}

export interface Destruction {
  /** How many go. */
  goes: number;
  losses: Loss[];
  stays: Thing[];
  /** What the stage costs a month now, and what of that what stays goes on costing. */
  cost: Bill;
  costAfter: Bill;
  /** What has to be lifted first. */
  guards: Guard[];
}

const nameOf = ({ urn }: StateResource): string => urn.split("::").at(-1) ?? urn;

/** A database's and a secret's own ids are those of machines. */
const idOf = ({ outputs = {}, id = "" }: StateResource): string =>
  [outputs.identifier, outputs.clusterIdentifier, outputs.name].find((name) => typeof name === "string") ?? id;

const thing = (resource: StateResource): Thing => ({
  type: resource.type,
  name: nameOf(resource),
  id: idOf(resource),
  holds: dataIn(resource.type) ?? null,
});

const loss = (resource: StateResource): Loss => {
  const { inputs = {}, type } = resource;
  const days = inputs[rowOf(type)?.givenBack ?? ""];
  const { finalSnapshotIdentifier: snapshot, skipFinalSnapshot } = inputs;
  return {
    ...thing(resource),
    days: typeof days === "number" && days > 0 ? days : null,
    snapshot: typeof snapshot === "string" && skipFinalSnapshot !== true ? snapshot : null,
  };
};

/** What is missed most comes first, as it does there. */
const ORDER = Object.keys(KEPT);
const rank = ({ type }: Thing): number => {
  const at = ORDER.indexOf(type);
  return at < 0 ? ORDER.length : at;
};
const byWeight = (one: Thing, other: Thing): number => rank(one) - rank(other) || one.name.localeCompare(other.name);

/** Resources of the state as a plan has them, so that they have the same prices. */
function priced({ project, stage, identity }: Deployed, resources: readonly StateResource[]): Bill {
  const region = (outputs: Record<string, unknown> = {}) =>
    typeof outputs.region === "string" ? outputs.region : stage.region;
  const simulation: Simulation = {
    app: { name: project, stage: stage.stage, home: "aws", removal: "retain", protect: false, providers: {} },
    stage: stage.stage,
    account: identity.account,
    region: stage.region,
    resources: resources.map((resource) => ({
      ...resource,
      name: nameOf(resource),
      inputs: (resource.inputs ?? {}) as PlainObject,
      outputs: (resource.outputs ?? {}) as PlainObject,
      region: region(resource.outputs),
      dependsOn: [],
      secretPaths: [],
    })),
    outputs: {},
    secrets: [],
    log: [],
    errors: [],
  };
  return billOf(new Resources(simulation), NO_USAGE);
}

const isReal = (resource: StateResource): boolean => resource.external !== true && layerOf(resource) !== null;

const isKept = ({ retainOnDelete }: StateResource): boolean => retainOnDelete === true;

/**
 * What destroying a stage that stands comes to.
 * @param before what it consisted of, where an earlier run has begun on it
 */
export function destructionOf(deployed: Deployed, before: readonly StateResource[] = []): Destruction {
  const known = new Set(deployed.resources.map(({ urn }) => urn));
  const left = before.filter((resource) => isReal(resource) && isKept(resource) && !known.has(resource.urn));
  const real = deployed.resources.filter(isReal);
  const stay = [...left, ...real.filter(isKept)];
  const go = real.filter((resource) => !isKept(resource));
  return {
    goes: go.length,
    losses: go
      .filter(({ type }) => dataIn(type) !== undefined)
      .map(loss)
      .sort(byWeight),
    stays: stay.map(thing).sort(byWeight),
    cost: priced(deployed, [...left, ...deployed.resources]),
    costAfter: priced(deployed, stay),
    guards: guardsOf(deployed),
  };
}
