import { objects, type Stack, texts } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import {
  characters,
  egressRules,
  groupsBehind,
  ingressRules,
  listed,
  naming,
  onListeners,
  sum,
  tasksBehind,
  tasksNamed,
  widgets,
} from "./counts.ts";
import { get, handles } from "./look.ts";

/**
 * How much AWS takes of something, by what it belongs to. Figures are those of the service's page of endpoints and quotas in
 * AWS's General Reference, or of its user guide; a quota can be raised in Service Quotas, a limit cannot.
 */
interface Limit {
  of: string;
  /** In the plural. */
  what: string;
  most: number;
  raisable: boolean;
  /** How many one of them has: of several things that each have a limit of their own, the most. */
  count(resource: Resource, stack: Stack): number;
}

const balancer = { of: "aws:lb/loadBalancer:LoadBalancer", raisable: true } as const;
const dashboard = { of: "aws:cloudwatch/dashboard:Dashboard", raisable: false } as const;

const LIMITS: readonly Limit[] = [
  { ...balancer, what: "rules", most: 100, count: onListeners("aws:lb/listenerRule:ListenerRule") },
  {
    ...balancer,
    what: "target groups",
    most: 100,
    raisable: false,
    count: (one, stack) => groupsBehind(one, stack).size,
  },
  { ...balancer, what: "targets", most: 1_000, count: tasksBehind },
  { ...balancer, what: "certificates", most: 25, count: onListeners("aws:lb/listenerCertificate:ListenerCertificate") },
  { ...dashboard, what: "widgets", most: 500, count: (one) => widgets(one).length },
  {
    ...dashboard,
    what: "alarms in one widget",
    most: 100,
    count: (one) => Math.max(0, ...widgets(one).map((widget) => listed(widget, "alarms"))),
  },
  {
    ...dashboard,
    what: "metrics in one widget",
    most: 500,
    count: (one) => Math.max(0, ...widgets(one).map((widget) => listed(widget, "metrics"))),
  },
  {
    ...dashboard,
    what: "metrics",
    most: 2_500,
    count: (one) => sum(widgets(one).map((widget) => listed(widget, "metrics"))),
  },
  {
    of: "aws:ecs/taskDefinition:TaskDefinition",
    what: "bytes of container definitions",
    most: 64 * 1024,
    raisable: false,
    count: ({ inputs }) => Buffer.byteLength(String(inputs.containerDefinitions ?? "")),
  },
  {
    of: "aws:iam/role:Role",
    what: "characters in its policies",
    most: 10_240,
    raisable: false,
    count: ({ inputs }) => sum(objects(inputs.inlinePolicies).map(({ policy }) => characters(policy))),
  },
  {
    of: "aws:cloudwatch/eventRule:EventRule",
    what: "characters in its pattern",
    most: 2_048,
    raisable: true,
    count: ({ inputs }) => String(inputs.eventPattern ?? "").length,
  },
  {
    of: "aws:ec2/instance:Instance",
    what: "bytes of user data",
    most: 16 * 1024,
    raisable: false,
    count: ({ inputs }) => Buffer.byteLength(String(inputs.userData ?? "")),
  },
  {
    of: "aws:ec2/securityGroup:SecurityGroup",
    what: "rules in one direction",
    most: 60,
    raisable: true,
    count: (group, stack) => Math.max(ingressRules(group, stack), egressRules(group, stack)),
  },
  {
    of: "aws:ecs/service:Service",
    what: "security groups for a task",
    most: 5,
    raisable: true,
    count: ({ inputs }) => texts(get(inputs, "networkConfiguration.securityGroups")).length,
  },
  {
    of: "aws:servicediscovery/service:Service",
    what: "instances",
    most: 1_000,
    raisable: false,
    count: tasksNamed,
  },
  {
    of: "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
    what: "instances",
    most: 2_000,
    raisable: true,
    count: (namespace, stack) =>
      sum(
        stack
          .of("aws:servicediscovery/service:Service")
          .filter(({ inputs }) => handles(namespace).includes(get(inputs, "dnsConfig.namespaceId") ?? null))
          .map((registry) => tasksNamed(registry, stack)),
      ),
  },
  {
    of: "aws:kms/key:Key",
    what: "bytes of policy",
    most: 32 * 1024,
    raisable: false,
    count: ({ inputs }) => Buffer.byteLength(String(inputs.policy ?? "")),
  },
  {
    of: "aws:s3/bucketPolicy:BucketPolicy",
    what: "bytes",
    most: 20 * 1024,
    raisable: false,
    count: ({ inputs }) => Buffer.byteLength(String(inputs.policy ?? "")),
  },
  {
    of: "aws:lambda/function:Function",
    what: "bytes of environment",
    most: 4 * 1024,
    raisable: false,
    count: ({ inputs }) => Buffer.byteLength(JSON.stringify(get(inputs, "environment.variables") ?? {})),
  },
  {
    of: "aws:backup/plan:Plan",
    what: "selections",
    most: 100,
    raisable: true,
    count: naming("aws:backup/selection:Selection", "planId"),
  },
  {
    of: "aws:backup/restoreTestingPlan:RestoreTestingPlan",
    what: "selections",
    most: 30,
    raisable: true,
    count: naming("aws:backup/restoreTestingSelection:RestoreTestingSelection", "restoreTestingPlanName"),
  },
  {
    of: "aws:secretsmanager/secretVersion:SecretVersion",
    what: "bytes",
    most: 64 * 1024,
    raisable: false,
    count: ({ inputs }) => Buffer.byteLength(String(inputs.secretString ?? "")),
  },
];

/** The types that have such a limit. */
export const counted = [...new Set(LIMITS.map(({ of }) => of))];

/** What AWS would refuse for its number. */
export const countProblems = (resource: Resource, stack: Stack): string[] =>
  LIMITS.filter(({ of }) => of === resource.type)
    .map((limit) => ({ ...limit, has: limit.count(resource, stack) }))
    .filter(({ has, most }) => has > most)
    .map(
      ({ has, what, most, raisable }) =>
        `it has ${has} ${what}, AWS takes ${most}${raisable ? " unless Service Quotas says otherwise for the account" : ""}`,
    );
