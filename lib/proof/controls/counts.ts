import { isObject } from "../simulate/engine/wire.ts";
import { objects, type Stack, texts } from "../simulate/stack.ts";
import type { Plain, PlainObject, Resource } from "../simulate/types.ts";
import { get, handles, mostTasks } from "./look.ts";
import { groupsOf } from "./routing.ts";

/** How many there are of what AWS takes a number of. */

const parsed = (text: Plain | undefined): PlainObject => {
  const value = typeof text === "string" && text !== "" ? JSON.parse(text) : text;
  return isObject(value) ? value : {};
};

/** How many resources of a type name this one in an input. */
export const naming = (type: string, input: string) => (resource: Resource, stack: Stack) =>
  stack.of(type).filter(({ inputs }) => handles(resource).includes(inputs[input] ?? null)).length;

const listenersOf = (balancer: Resource, stack: Stack) =>
  stack
    .of("aws:lb/listener:Listener")
    .filter(({ inputs }) => handles(balancer).includes(inputs.loadBalancerArn ?? null));

/** How many resources of a type name one of the listeners of a load balancer. */
export const onListeners = (type: string) => (balancer: Resource, stack: Stack) =>
  sum(listenersOf(balancer, stack).map((listener) => naming(type, "listenerArn")(listener, stack)));

/** The target groups that a load balancer sends requests to. */
export function groupsBehind(balancer: Resource, stack: Stack): Set<string> {
  const listeners = listenersOf(balancer, stack);
  const arns = listeners.flatMap(handles);
  const rules = stack
    .of("aws:lb/listenerRule:ListenerRule")
    .filter(({ inputs }) => arns.includes(inputs.listenerArn ?? null));
  return new Set([...listeners, ...rules].flatMap(groupsOf));
}

/** The tasks of the services that a test picks, once they scale. */
const tasksWhere = (stack: Stack, test: (service: Resource) => boolean) =>
  sum(
    stack
      .of("aws:ecs/service:Service")
      .filter(test)
      .map((service) => mostTasks(service, stack)),
  );

export const tasksBehind = (balancer: Resource, stack: Stack) => {
  const groups = groupsBehind(balancer, stack);
  return tasksWhere(stack, ({ inputs }) =>
    objects(inputs.loadBalancers).some(({ targetGroupArn }) => groups.has(String(targetGroupArn))),
  );
};

/** The tasks that are found by a name in the VPC. */
export const tasksNamed = (registry: Resource, stack: Stack) =>
  tasksWhere(stack, ({ inputs }) => handles(registry).includes(get(inputs, "serviceRegistries.registryArn") ?? null));

/** What a rule of a security group names counts one by one. */
const sourcesOf = (rule: PlainObject) =>
  sum(["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"].map((key) => texts(rule[key]).length)) +
  (rule.self === true ? 1 : 0);

/** The rules of a security group in one direction, with those that are resources of their own. */
const rulesOf = (direction: "ingress" | "egress", type: string) => (group: Resource, stack: Stack) =>
  sum(objects(group.inputs[direction]).map(sourcesOf)) + naming(type, "securityGroupId")(group, stack);

export const ingressRules = rulesOf("ingress", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
export const egressRules = rulesOf("egress", "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");

export const widgets = ({ inputs }: Resource) => objects(parsed(inputs.dashboardBody).widgets);
export const listed = (widget: PlainObject, key: string): number => {
  const list = get(widget, `properties.${key}`);
  return Array.isArray(list) ? list.length : 0;
};
export const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
export const characters = (text: Plain | undefined) => String(text ?? "").replace(/\s/g, "").length;
