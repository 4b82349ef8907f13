import { expect } from "vitest";
import { objects } from "../../../lib/proof/simulate/stack.ts";
import type { Plain, PlainObject, Resource } from "../../../lib/proof/simulate/types.ts";

/** Ways to damage the resources of a stage. */

export interface Defect {
  what: string;
  /** The control that finds it, or the answer of the expectation. */
  by: string;
  /** Changes the resources that a wrong program would have made. */
  damage(stage: Damaged): void;
}

/** The resources of a stage, to be changed. */
export interface Damaged {
  /** Changes every resource of a type whose name fits. */
  each(type: string, name: RegExp, change: (inputs: PlainObject, resource: Resource) => void): void;
}

export const group = "aws:ec2/securityGroup:SecurityGroup";
export const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
export const role = "aws:iam/role:Role";
export const definition = "aws:ecs/taskDefinition:TaskDefinition";
export const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** Takes the rules out of a security group that fit. */
export const close =
  (name: RegExp, direction: "ingress" | "egress", fits: (rule: PlainObject) => boolean = () => true) =>
  ({ each }: Damaged): void =>
    each(group, name, (inputs) => {
      inputs[direction] = objects(inputs[direction]).filter((rule) => !fits(rule));
    });

export const onAlarm =
  (name: RegExp, change: PlainObject) =>
  ({ each }: Damaged): void =>
    each(alarm, name, (inputs) => Object.assign(inputs, change));

export const set =
  (type: string, name: RegExp, change: PlainObject) =>
  ({ each }: Damaged): void =>
    each(type, name, (inputs) => Object.assign(inputs, change));

/** Takes the first of a list away. */
export const oneLess =
  (type: string, name: RegExp, input: string) =>
  ({ each }: Damaged): void =>
    each(type, name, (inputs) => {
      inputs[input] = (inputs[input] as Plain[]).slice(1);
    });

/** Changes a document of JSON that an input holds. */
export function rewrite(inputs: PlainObject, key: string, change: (document: Plain) => void): void {
  const value = inputs[key] as Plain;
  const document = typeof value === "string" ? (JSON.parse(value) as Plain) : value;
  change(document);
  inputs[key] = typeof value === "string" ? JSON.stringify(document) : document;
}

export const inText =
  (type: string, name: RegExp, key: string, from: string | RegExp, to: string) =>
  ({ each }: Damaged): void =>
    each(type, name, (inputs) => {
      const before = String(inputs[key]);
      inputs[key] = before.replaceAll(from, to);
      expect(inputs[key], `${key} of ${name}`).not.toBe(before);
    });

/** Takes from every policy of a role what it may do. */
export const without =
  (name: RegExp, action: string) =>
  ({ each }: Damaged): void =>
    each(role, name, (inputs) => {
      for (const policy of objects(inputs.inlinePolicies)) {
        const take = (document: Plain) => {
          const own = document as { Statement: { Action: string | string[] }[] };
          own.Statement = own.Statement.filter(({ Action }) => ![Action].flat().includes(action));
        };
        if ("policy" in policy) rewrite(policy, "policy", take);
        else take(policy);
      }
    });

/** The same in everything that a resource is given. */
export const inNested =
  (type: string, name: RegExp, from: string, to: string) =>
  ({ each }: Damaged): void =>
    each(type, name, (inputs) => Object.assign(inputs, JSON.parse(JSON.stringify(inputs).replaceAll(from, to))));
