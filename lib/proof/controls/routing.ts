import { objects, type Stack, texts } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { get, isEmpty, isSet } from "./look.ts";

/** How requests get from the load balancer to the services. */
export const routingControls: Control[] = [
  {
    id: "WA.tg-health",
    title: "the load balancer asks services on a path of their own, and lets them go fast",
    why: "the front page may be slow or cached; and a task that leaves holds a deploy up for five minutes by default",
    fix: "keep `health` in infra/services/<name>.ts and the delay in infra/kit/routed.ts",
    severity: "advisory",
    when: "always",
    of: ["aws:lb/targetGroup:TargetGroup"],
    problem: ({ inputs }) => [
      ...(isSet(get(inputs, "healthCheck.path")) ? [] : ["it has no health path"]),
      ...(Number(inputs.deregistrationDelay ?? 300) <= 120 ? [] : ["a task takes more than two minutes to leave"]),
    ],
  },
  {
    id: "OWN.reachable",
    title: "every service behind the load balancer is reached by exactly one rule",
    why: "without a rule nobody reaches it; with two, one of them is a mistake",
    fix: "keep one rule per routed service",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: ["aws:ecs/service:Service"],
    where: ({ inputs }) => !isEmpty(inputs.loadBalancers),
    problem: ({ inputs }, stack) => {
      const reached = targets(stack);
      return objects(inputs.loadBalancers)
        .map(({ targetGroupArn }) => reached.filter((arn) => arn === targetGroupArn).length)
        .filter((count) => count !== 1)
        .map((count) => `${count} rules lead to it`);
    },
  },
  {
    id: "OWN.priority",
    title: "no two rules of a listener have the same priority",
    why: "AWS refuses the second one, and any outside 1 to 50000, in the middle of a deploy",
    fix: "give every routed service a priority of its own",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: ["aws:lb/listenerRule:ListenerRule"],
    problem: ({ urn, inputs }, stack) => {
      const priority = Number(inputs.priority);
      const others = stack
        .of("aws:lb/listenerRule:ListenerRule")
        .filter((other) => other.urn < urn && other.inputs.listenerArn === inputs.listenerArn)
        .filter((other) => other.inputs.priority === inputs.priority);
      return [
        ...(priority >= 1 && priority <= 50_000 ? [] : [`AWS takes no priority ${inputs.priority}`]),
        ...others.map(({ name }) => `${name} has priority ${inputs.priority} too`),
      ];
    },
  },
];

/** The target groups to which a rule or a listener sends requests. */
export const groupsOf = ({ inputs }: Resource): string[] =>
  [...objects(inputs.actions), ...objects(inputs.defaultActions)].flatMap((action) => [
    ...texts(action.targetGroupArn),
    ...objects(get(action, "forward.targetGroups")).flatMap(({ arn }) => texts(arn)),
  ]);

/** Those of all rules and listeners of a stage. */
const targets = (stack: Stack): string[] =>
  stack.of("aws:lb/listenerRule:ListenerRule", "aws:lb/listener:Listener").flatMap(groupsOf);
