import type { Stack } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";

type Found = string | string[] | undefined;

/** Something that must hold in a stage, whoever edits the infrastructure. */
export interface Control {
  /**
   * As AWS Security Hub calls it. It has no control for what begins with WA (the reliability pillar of the AWS
   * Well-Architected Framework) or OWN (this repo's own rules).
   */
  id: string;
  title: string;
  /** Heading in CONTROLS.md; default "Your own". */
  section?: string;
  why: string;
  fix: string;
  /** Mandatory: a violation loses data, opens a door, or stops a deploy half-way. It fails the test, and a deploy with --policy. */
  severity: "mandatory" | "advisory";
  /** Some cost money, or hinder the removal of a stage to try things in: those are asked in production only. */
  when: "always" | "production";
  /**
   * What it looks at. Default: a resource by itself. "stage": other resources too. "program": what only an offline run
   * knows, such as the values of secrets and the settings of sst.config.ts.
   */
  scope?: "stage" | "program";
  /** Types of the resources that it is asked of; "*" is any. */
  of: readonly string[];
  /** Of these, the ones that it is asked of; default all. */
  where?(resource: Resource, stack: Stack): boolean;
  /** What is wrong with one of them. */
  problem(resource: Resource, stack: Stack): Found;
}

/** A resource that breaks a control. */
export interface Finding {
  control: Control;
  resource: Resource;
  problem: string;
}

/** The resources of a stage that a control is asked of. */
export function subjects({ of, when, where }: Control, stack: Stack): Resource[] {
  if (when === "production" && !stack.production) return [];
  const all = of.includes("*") ? stack.simulation.resources.filter(({ external }) => !external) : stack.of(...of);
  return where === undefined ? all : all.filter((resource) => where(resource, stack));
}

/** What a control finds in one resource. */
export const findingsIn = (control: Control, resource: Resource, stack: Stack): Finding[] =>
  [control.problem(resource, stack) ?? []].flat().map((problem) => ({ control, resource, problem }));
