import type { Resource, Resources } from "../../resources/index.ts";

/** What a saving takes away, from nothing to what hurts when a zone fails: the cheapest come first. */
export const LOSSES = ["nothing", "comfort", "headroom", "resilience"] as const;

/** A resource with other inputs, or with others beside it; null where it goes. */
export type Edit = (resource: Resource) => Resource | Resource[] | null;

/** A way to save: an edit of the resources, whose bill is compared with the one before. */
export interface Idea {
  id: string;
  what: string;
  how: string;
  /** What it takes away. */
  price: string;
  loss: (typeof LOSSES)[number];
  edit: Edit;
}

/** A row of the table: the ideas that a stage gives reason to. */
export type Find = (resources: Resources) => Idea[];

/** An idea about a stage as a whole. */
export const ofStage =
  (when: (resources: Resources) => boolean, idea: Idea | ((resources: Resources) => Idea)): Find =>
  (resources) =>
    when(resources) ? [typeof idea === "function" ? idea(resources) : idea] : [];

/** An idea about each resource of a kind; null where it is none for that one. */
export const ofEach =
  (type: string, idea: (resource: Resource, resources: Resources) => Idea | null): Find =>
  (resources) =>
    resources.of(type).flatMap((resource) => idea(resource, resources) ?? []);

export const isProduction = ({ simulation }: Resources): boolean => /(^|-)production$/.test(simulation.stage);

export const servicesOf = (resources: Resources): Resource[] => resources.of("aws:ecs/service:Service");

/** Other inputs for resources of a type. */
export const inputs =
  (type: string, change: (resource: Resource) => Resource["inputs"]): Edit =>
  (resource) =>
    resource.type === type ? { ...resource, inputs: { ...resource.inputs, ...change(resource) } } : resource;

/** Other inputs for one resource. */
export const inputsOf =
  ({ urn }: Resource, change: Resource["inputs"]): Edit =>
  (resource) =>
    resource.urn === urn ? { ...resource, inputs: { ...resource.inputs, ...change } } : resource;

export const without =
  (...gone: readonly Resource[]): Edit =>
  (resource) =>
    gone.some(({ urn }) => urn === resource.urn) ? null : resource;
