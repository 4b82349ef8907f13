import { USES } from "../../cost/usage.ts";
import type { Resource } from "../resources/index.ts";
import { compute } from "./compute.ts";
import { data } from "./data.ts";
import { network } from "./network.ts";
import { operations } from "./operations.ts";
import type { Pricer } from "./pricer.ts";

/** How each type of resource is billed. A type that is in none of the tables has no known price, and the plan says so. */

export const PRICED: Readonly<Record<string, Pricer>> = { ...network, ...compute, ...data, ...operations };

/** Billed by what passes through it or is kept in it: a plan cannot know how much. */
const BY_USE: ReadonlySet<string> = new Set(USES.flatMap(({ types = [] }) => types));

/** Nothing is charged for these: they are settings of something else, or AWS gives them away. */
const FREE = [
  /^aws:acm\//,
  /^aws:appautoscaling\//,
  /^aws:backup\/(plan|selection|restoreTestingSelection|vaultPolicy|vaultLockConfiguration|vaultNotifications|regionSettings|globalSettings)/,
  /^aws:budgets\/budget:/,
  /^aws:chatbot\//,
  /^aws:cloudfront\/(cachePolicy|originAccessControl|originAccessIdentity|originRequestPolicy|responseHeadersPolicy)/,
  /^aws:cloudwatch\/(event(Rule|Target|Bus|Permission)|logResourcePolicy|logSubscriptionFilter)/,
  /^aws:ec2\/(vpc:|subnet|route|internetGateway|egressOnly|securityGroup|defaultSecurityGroup|networkAcl|keyPair|launchTemplate|vpcDhcp|eipAssociation|vpcEndpointRoute|default|vpcEndpointSubnet)/,
  /^aws:ecr\/(lifecyclePolicy|repositoryPolicy|registry)/,
  /^aws:ecs\/(clusterCapacityProviders|tag)/,
  /^aws:elasticache\/(parameterGroup|subnetGroup|user|userGroup)/,
  /^aws:iam\//,
  /^aws:kms\/(alias|grant|keyPolicy)/,
  /^aws:lambda\/(permission|invocation|functionUrl|eventSourceMapping|functionEventInvokeConfig|alias)/,
  /^aws:lb\/(listener|targetGroup)/,
  /^aws:rds\/(parameterGroup|clusterParameterGroup|subnetGroup|eventSubscription|optionGroup)/,
  /^aws:route53\/record/,
  /^aws:s3\/(bucket[A-Z]|accountPublicAccessBlock|bucketObject)/,
  /^aws:scheduler\/scheduleGroup/,
  /^aws:secretsmanager\/secret(Version|Policy|Rotation)/,
  /^aws:sns\/topic(Subscription|Policy)/,
  /^aws:sqs\/queuePolicy/,
  /^aws:ssm\/parameter/,
  /^aws:vpc\/securityGroup/,
  /^aws:wafv2\/(ipSet|regexPatternSet|webAclAssociation|webAclLoggingConfiguration)/,
  /^cloudflare:/,
];

/** Not in AWS at all: parts of the program itself. */
const LOCAL = /^(pulumi|sst|random|docker-build|command|tls|local|pulumi-nodejs):/;

export type Billing = "priced" | "by use" | "free" | "unknown";

export function billingOf({ type }: Resource): Billing {
  if (Object.hasOwn(PRICED, type)) return "priced";
  if (BY_USE.has(type)) return "by use";
  return LOCAL.test(type) || FREE.some((known) => known.test(type)) ? "free" : "unknown";
}
