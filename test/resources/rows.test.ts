import { describe, expect, it } from "vitest";
import { REPLACES } from "../../lib/plan/changes/replaces/index.ts";
import { billingOf } from "../../lib/plan/cost/billing.ts";
import type { Resource } from "../../lib/plan/resources/index.ts";
import { layerOf } from "../../lib/plan/resources/layers.ts";
import { standard } from "../../lib/proof/controls/list.ts";
import { KEPT } from "../../lib/resources/kept.ts";
import { NEEDED } from "../deploy/ci/needed.ts";

/**
 * Every type that a rendered repo can make has a row in each table of types, or a line here that says that it is left out.
 * `test/deploy/ci/permissions.test.ts` sees to it that NEEDED has all types that are made, and no other.
 */
const TYPES = Object.keys(NEEDED).map((type) => ({ type }) as Resource);

/** Made again as they were: what they are stands in the program. */
const HOLD_NOTHING = [
  "aws:acm/certificate:Certificate",
  "aws:acm/certificateValidation:CertificateValidation",
  "aws:appautoscaling/policy:Policy",
  "aws:appautoscaling/target:Target",
  "aws:backup/restoreTestingPlan:RestoreTestingPlan",
  "aws:backup/restoreTestingSelection:RestoreTestingSelection",
  "aws:budgets/budget:Budget",
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
  "aws:cloudfront/distribution:Distribution",
  "aws:cloudfront/function:Function",
  "aws:cloudfront/keyValueStore:KeyValueStore",
  "aws:cloudwatch/dashboard:Dashboard",
  "aws:cloudwatch/eventRule:EventRule",
  "aws:cloudwatch/eventTarget:EventTarget",
  "aws:cloudwatch/logMetricFilter:LogMetricFilter",
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  "aws:ec2/eip:Eip",
  "aws:ec2/flowLog:FlowLog",
  "aws:ec2/instance:Instance",
  "aws:ec2/internetGateway:InternetGateway",
  "aws:ec2/natGateway:NatGateway",
  "aws:ec2/routeTable:RouteTable",
  "aws:ec2/routeTableAssociation:RouteTableAssociation",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/vpcEndpoint:VpcEndpoint",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy",
  "aws:ecs/cluster:Cluster",
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
  "aws:ecs/service:Service",
  "aws:ecs/taskDefinition:TaskDefinition",
  "aws:elasticache/parameterGroup:ParameterGroup",
  "aws:elasticache/subnetGroup:SubnetGroup",
  "aws:iam/instanceProfile:InstanceProfile",
  "aws:iam/role:Role",
  "aws:kms/alias:Alias",
  "aws:lambda/function:Function",
  "aws:lambda/invocation:Invocation",
  "aws:lambda/permission:Permission",
  "aws:lb/listener:Listener",
  "aws:lb/listenerCertificate:ListenerCertificate",
  "aws:lb/listenerRule:ListenerRule",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:lb/targetGroup:TargetGroup",
  "aws:rds/eventSubscription:EventSubscription",
  "aws:route53/healthCheck:HealthCheck",
  "aws:route53/record:Record",
  "aws:scheduler/schedule:Schedule",
  "aws:secretsmanager/secretVersion:SecretVersion",
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
  "aws:servicediscovery/service:Service",
  "aws:sns/topic:Topic",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:sns/topicSubscription:TopicSubscription",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:wafv2/ipSet:IpSet",
  "aws:wafv2/webAcl:WebAcl",
  "aws:wafv2/webAclAssociation:WebAclAssociation",
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
];

/** AWS makes them anew for some inputs, which nobody has read in the provider yet: a plan says that they change. */
const NOT_READ = [
  "aws:acm/certificateValidation:CertificateValidation",
  "aws:appautoscaling/policy:Policy",
  "aws:backup/restoreTestingPlan:RestoreTestingPlan",
  "aws:backup/restoreTestingSelection:RestoreTestingSelection",
  "aws:backup/selection:Selection",
  "aws:backup/vaultPolicy:VaultPolicy",
  "aws:budgets/budget:Budget",
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
  "aws:cloudfront/distribution:Distribution",
  "aws:cloudfront/function:Function",
  "aws:cloudfront/keyValueStore:KeyValueStore",
  "aws:cloudwatch/dashboard:Dashboard",
  "aws:cloudwatch/eventRule:EventRule",
  "aws:cloudwatch/eventTarget:EventTarget",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:ec2/flowLog:FlowLog",
  "aws:ec2/internetGateway:InternetGateway",
  "aws:ec2/routeTable:RouteTable",
  "aws:ec2/routeTableAssociation:RouteTableAssociation",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy",
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
  "aws:rds/eventSubscription:EventSubscription",
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:wafv2/ipSet:IpSet",
  "aws:wafv2/webAclAssociation:WebAclAssociation",
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
];

const typesWithout = (has: (resource: Resource) => boolean): string[] =>
  TYPES.filter((resource) => !has(resource)).map(({ type }) => type);

describe("every type that a repo can make", () => {
  it("is in a layer", () => {
    expect(typesWithout((resource) => ![null, "other"].includes(layerOf(resource)))).toEqual([]);
  });

  it("has a price, or is known to have none", () => {
    expect(typesWithout((resource) => billingOf(resource) !== "unknown")).toEqual([]);
  });

  it("is kept, or holds nothing that cannot be made again", () => {
    expect(typesWithout(({ type }) => Object.hasOwn(KEPT, type)).sort()).toEqual(HOLD_NOTHING);
  });

  it("is replaced by known inputs, or nobody has read which", () => {
    expect(typesWithout(({ type }) => Object.hasOwn(REPLACES, type)).sort()).toEqual(NOT_READ);
  });
});

it("what stays is what a control looks at: the proof has a list of its own, because it imports no other room", () => {
  const asked = standard.find(({ id }) => id === "OWN.keep")?.of ?? [];
  const stays = Object.entries(KEPT).filter(([, kept]) => kept.stays === true);
  expect(asked.filter((type) => KEPT[type]?.stays !== true)).toEqual([]);
  expect(stays.filter(([type, { holds }]) => holds !== undefined && !asked.includes(type))).toEqual([]);
});
