import type { Plain, PlainObject, Resource, Simulation } from "../../../lib/proof/simulate/types.ts";

/** Resources made by hand: what a control must let pass, and what it must find. */

export type Part = Pick<Resource, "type" | "inputs"> & Partial<Resource>;

/** Each list is a stage of its own. */
export interface Row {
  good: Part[][];
  bad: Part[][];
}
export type Rows = Record<string, Row>;

export const make =
  (type: string) =>
  (inputs: PlainObject = {}, more: Partial<Resource> = {}): Part => ({ type, inputs, ...more });

/** A row of single resources of one type. */
export const of = (type: string, good: PlainObject[], bad: PlainObject[]): Row => ({
  good: good.map((inputs) => [make(type)(inputs)]),
  bad: bad.map((inputs) => [make(type)(inputs)]),
});

/** The same parts around each resource. */
export const beside = (parts: Part[], { good, bad }: Row): Row => ({
  good: good.map((one) => [...parts, ...one]),
  bad: bad.map((one) => [...parts, ...one]),
});

export const task = (container: PlainObject, inputs: PlainObject = {}, more: Partial<Resource> = {}): Part => ({
  type: "aws:ecs/taskDefinition:TaskDefinition",
  inputs: { ...inputs, containerDefinitions: JSON.stringify([{ name: "main", ...container }]) },
  ...more,
});
export const tasks = (good: PlainObject[], bad: PlainObject[]): Row => ({
  good: good.map((one) => [task(one)]),
  bad: bad.map((one) => [task(one)]),
});

/** A policy as IAM writes it. */
export const policy = (statement: PlainObject): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
/** A role that may do something. */
export const may = (Action: Plain, Resource: Plain): PlainObject => ({
  inlinePolicies: [{ policy: policy({ Action, Resource }) }],
});

export const simulationOf = (parts: Part[], more: Partial<Simulation> = {}): Simulation => ({
  app: {
    name: "shop",
    stage: "production",
    home: "aws",
    removal: "retain",
    protect: true,
    providers: { aws: { defaultTags: { tags: { Project: "shop" } } } },
  },
  stage: "production",
  account: "123456789012",
  region: "us-east-1",
  resources: [{ type: "pulumi:pulumi:Stack", inputs: {}, name: "shop-production" }, ...parts].map((part, index) => ({
    urn: `urn:${index}`,
    name: `Thing${index}`,
    outputs: {},
    region: "us-east-1",
    dependsOn: [],
    secretPaths: [],
    ...part,
  })),
  outputs: {},
  secrets: [],
  log: [],
  errors: [],
  ...more,
});
