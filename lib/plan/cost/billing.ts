import type { Item } from "../../cost/items.ts";
import { isLocal } from "../../resources/layers.ts";
import { rowOf } from "../../resources/types.ts";
import type { Resource, Resources } from "../resources/index.ts";
import { compute } from "./compute.ts";
import { data } from "./data.ts";
import { network } from "./network.ts";
import { operations } from "./operations.ts";
import type { Pricers } from "./pricer.ts";

const PRICERS: Pricers = { ...network, ...compute, ...data, ...operations };

/**
 * Nothing is charged for these either, of which nothing else is known: they are settings of something else, or AWS gives them
 * away. Owners add them; a type that a rendered repo makes has a row that says how it is billed.
 */
const FREE = [
  /^aws:appautoscaling\/scheduledAction:/,
  /^aws:backup\/(vaultNotifications|regionSettings|globalSettings)/,
  /^aws:chatbot\/teamsChannelConfiguration:/,
  /^aws:cloudfront\/(cachePolicy|originAccessControl|originAccessIdentity|originRequestPolicy|responseHeadersPolicy)/,
  /^aws:cloudwatch\/(event(Bus|Permission)|logResourcePolicy|logSubscriptionFilter)/,
  /^aws:ec2\/(subnet|route|egressOnly|securityGroup|networkAcl|keyPair|launchTemplate|vpcDhcp|eipAssociation|vpcEndpointRoute|default|vpcEndpointSubnet)/,
  /^aws:ecr\/(repositoryPolicy|registry)/,
  /^aws:ecs\/tag/,
  /^aws:elasticache\/user/,
  /^aws:iam\//,
  /^aws:kms\/(grant|keyPolicy)/,
  /^aws:lambda\/(functionUrl|eventSourceMapping|functionEventInvokeConfig|alias)/,
  /^aws:lb\/(listener|targetGroup)/,
  /^aws:route53\/recordsExclusive/,
  /^aws:s3\/(bucket[A-Z]|accountPublicAccessBlock|bucketObject)/,
  /^aws:scheduler\/scheduleGroup/,
  /^aws:secretsmanager\/secret(Policy|Rotation)/,
  /^aws:sqs\/queuePolicy/,
  /^aws:vpc\/securityGroup/,
  /^aws:wafv2\/regexPatternSet/,
  /^cloudflare:/,
];

export type Billing = "priced" | "by use" | "free" | "unknown";

/** How a type is billed. What passes through a resource or is kept in it, a plan cannot know. */
export function billingOf({ type }: Pick<Resource, "type">): Billing {
  const bill = rowOf(type)?.bill;
  if (typeof bill === "object") return bill.priced ? "priced" : "by use";
  return bill === "free" || isLocal(type) || FREE.some((known) => known.test(type)) ? "free" : "unknown";
}

/** What a resource adds to the bill by the hour or the month. */
export const pricesOf = (resource: Resource, resources: Resources): Item[] =>
  billingOf(resource) === "priced" ? PRICERS[resource.type as keyof Pricers](resource, resources) : [];

/** What a resource, its settings that are on and what is said in them are billed for besides: ids of lib/cost/usage.ts. */
export function usesOf({ type, inputs }: Resource): string[] {
  const bill = rowOf(type)?.bill;
  if (typeof bill !== "object") return [];
  const on = Object.entries(bill.settings ?? {}).filter(([input]) => inputs[input]);
  const said = Object.entries(bill.words ?? {}).flatMap(([input, words]) =>
    Object.entries(words).filter(([word]) => String(inputs[input]).includes(word)),
  );
  return [...(bill.use === undefined ? [] : [bill.use]), ...[...on, ...said].map(([, use]) => use)];
}
