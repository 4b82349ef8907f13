import type { Stack } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { get, handles } from "./look.ts";
import { namedBy, upstream } from "./upstream.ts";

/** What must be there first, although no value of it is used: AWS refuses, or it fails later and nobody knows why. */
interface Order {
  of: readonly string[];
  /** What is refused, or goes wrong, otherwise. */
  because: string;
  after(resource: Resource, stack: Stack): Resource[];
}

const service = "aws:ecs/service:Service";
const schedule = "aws:scheduler/schedule:Schedule";
const invocation = "aws:lambda/invocation:Invocation";
const lambda = "aws:lambda/function:Function";
const taskDefinition = "aws:ecs/taskDefinition:TaskDefinition";
const logGroup = "aws:cloudwatch/logGroup:LogGroup";
const metricFilter = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const balancer = "aws:lb/loadBalancer:LoadBalancer";
const subnet = "aws:ec2/subnet:Subnet";
const association = "aws:ec2/routeTableAssociation:RouteTableAssociation";

/** Resources of a type that name one of some others in an input. */
const pointingAt = (stack: Stack, type: string, input: string, targets: Resource[]): Resource[] => {
  const names = new Set(targets.flatMap(handles));
  return stack.of(type).filter(({ inputs }) => [get(inputs, input) ?? []].flat().some((value) => names.has(value)));
};

/** Whether one of these is what a resource sends to. */
const tells = ({ inputs }: Resource, topic: readonly unknown[]): boolean =>
  Object.values(inputs).some((value) => [value].flat().some((one) => topic.includes(one)));

/** A task that it starts counts as part of it. */
const withTask = (resource: Resource, stack: Stack): Resource[] => [
  resource,
  ...namedBy(resource, stack, taskDefinition),
];

const rolesOf = (resource: Resource, stack: Stack): Resource[] =>
  withTask(resource, stack).flatMap((one) =>
    namedBy(one, stack, "aws:iam/role:Role", "aws:iam/instanceProfile:InstanceProfile"),
  );

/** By the names that AWS gives: it would make them by itself, unencrypted and for ever. */
const LOGS: Readonly<Record<string, (resource: Resource) => string>> = {
  [lambda]: ({ inputs }) => `/aws/lambda/${inputs.name}`,
  "aws:ecs/cluster:Cluster": ({ inputs }) => `/aws/ecs/containerinsights/${inputs.name}/`,
  "aws:rds/instance:Instance": ({ inputs }) => `/aws/rds/instance/${inputs.identifier}/`,
  "aws:rds/cluster:Cluster": ({ inputs }) => `/aws/rds/cluster/${inputs.clusterIdentifier}/`,
};

const ORDERS: readonly Order[] = [
  {
    of: [service],
    because: "ECS takes no target group that no load balancer sends to",
    after: (resource, stack) => {
      const groups = namedBy(resource, stack, "aws:lb/targetGroup:TargetGroup").map(({ urn }) => urn);
      return stack
        .of("aws:lb/listener:Listener", "aws:lb/listenerRule:ListenerRule")
        .filter((one) => namedBy(one, stack, "aws:lb/targetGroup:TargetGroup").some(({ urn }) => groups.includes(urn)));
    },
  },
  {
    of: [
      "aws:cloudwatch/metricAlarm:MetricAlarm",
      "aws:cloudwatch/eventTarget:EventTarget",
      "aws:rds/eventSubscription:EventSubscription",
    ],
    because: "until its policy is there the topic takes no alert",
    after: (resource, stack) =>
      pointingAt(
        stack,
        "aws:sns/topicPolicy:TopicPolicy",
        "arn",
        // What an alarm measures is a topic by its name, and topics of several regions may share theirs.
        namedBy(resource, stack, "aws:sns/topic:Topic").filter(({ id, outputs }) => tells(resource, [id, outputs.arn])),
      ),
  },
  {
    of: [balancer],
    because: "it is refused when it may not write its log",
    after: (resource, stack) =>
      pointingAt(
        stack,
        "aws:s3/bucketPolicy:BucketPolicy",
        "bucket",
        namedBy(resource, stack, "aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"),
      ),
  },
  {
    of: [service, schedule, invocation, lambda, "aws:ec2/instance:Instance"],
    because: "it reaches neither registry nor secrets without a route",
    after: (resource, stack) => {
      const routed = pointingAt(stack, association, "subnetId", namedBy(resource, stack, subnet));
      const tables = routed.flatMap((one) => namedBy(one, stack, "aws:ec2/routeTable:RouteTable"));
      return [
        ...routed,
        ...pointingAt(stack, "aws:ec2/route:Route", "routeTableId", tables),
        ...pointingAt(stack, "aws:ec2/vpcEndpoint:VpcEndpoint", "routeTableIds", tables),
      ];
    },
  },
  {
    of: ["aws:ec2/natGateway:NatGateway", balancer],
    because: "its network has no way to the internet",
    after: (resource, stack) => {
      const networks = namedBy(resource, stack, subnet).flatMap((one) => namedBy(one, stack, "aws:ec2/vpc:Vpc"));
      return pointingAt(stack, "aws:ec2/internetGateway:InternetGateway", "vpcId", networks);
    },
  },
  {
    of: [service, schedule, invocation, lambda, "aws:ec2/instance:Instance", "aws:backup/selection:Selection"],
    because: "its role may do nothing yet",
    after: (resource, stack) => {
      const roles = rolesOf(resource, stack);
      return ["aws:iam/rolePolicy:RolePolicy", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"].flatMap((type) =>
        pointingAt(stack, type, "role", roles),
      );
    },
  },
  {
    of: Object.keys(LOGS),
    because: "AWS makes its log group by itself, unencrypted and for ever",
    after: (resource, stack) => {
      const name = LOGS[resource.type]?.(resource) ?? "";
      return stack
        .of(logGroup)
        .filter(
          (group) => group.inputs.name === name || (name.endsWith("/") && String(group.inputs.name).startsWith(name)),
        );
    },
  },
  {
    of: [metricFilter],
    because: "CloudWatch filters no log that is not there",
    after: ({ inputs }, stack) => stack.of(logGroup).filter((group) => group.inputs.name === inputs.logGroupName),
  },
  {
    of: [service, schedule, invocation],
    because: "a secret without a value lets no task start",
    after: (resource, stack) => {
      const secrets = withTask(resource, stack).flatMap((one) =>
        namedBy(one, stack, "aws:secretsmanager/secret:Secret"),
      );
      return pointingAt(stack, "aws:secretsmanager/secretVersion:SecretVersion", "secretId", secrets);
    },
  },
  {
    of: [service, schedule, invocation],
    because: "a cluster has an address long before anybody answers at it",
    after: (resource, stack) => {
      const words = withTask(resource, stack).map(({ inputs }) => JSON.stringify(inputs));
      const clusters = stack
        .of("aws:rds/cluster:Cluster")
        .filter(({ outputs }) => words.some((text) => text.includes(String(outputs.endpoint))));
      const nodes = pointingAt(stack, "aws:rds/clusterInstance:ClusterInstance", "clusterIdentifier", clusters);
      // Any of its nodes will do.
      return nodes.some(({ urn }) => upstream(resource, stack).has(urn)) ? [] : nodes.slice(0, 1);
    },
  },
  {
    of: ["aws:backup/plan:Plan"],
    because: "backups that are made before can be deleted by anybody",
    after: (resource, stack) => {
      const vaults = namedBy(resource, stack, "aws:backup/vault:Vault");
      return ["aws:backup/vaultLockConfiguration:VaultLockConfiguration", "aws:backup/vaultPolicy:VaultPolicy"].flatMap(
        (type) =>
          pointingAt(stack, type, "backupVaultName", vaults).filter(({ region }) =>
            vaults.some((vault) => vault.region === region),
          ),
      );
    },
  },
  {
    of: [
      "aws:lb/listener:Listener",
      "aws:lb/listenerCertificate:ListenerCertificate",
      "aws:cloudfront/distribution:Distribution",
    ],
    because: "a certificate is of no use until it is proven",
    after: (resource, stack) =>
      pointingAt(
        stack,
        "aws:acm/certificateValidation:CertificateValidation",
        "certificateArn",
        namedBy(resource, stack, "aws:acm/certificate:Certificate"),
      ),
  },
];

const missing = (resource: Resource, stack: Stack): string[] => {
  const waits = upstream(resource, stack);
  return ORDERS.filter(({ of }) => of.includes(resource.type)).flatMap(({ after, because }) =>
    after(resource, stack)
      .filter(({ urn }) => urn !== resource.urn && !waits.has(urn))
      .map(({ name }) => `it does not wait for ${name}: ${because}`),
  );
};

/** In which order things are made. */
export const orderControls: Control[] = [
  {
    id: "OWN.order",
    title: "what AWS wants to be there first is made first",
    why: "Pulumi makes side by side whatever uses no value of the other: a deploy then fails now and then, mostly the first",
    fix: "name it in `dependsOn`, or use a value of it, as infra/kit does",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: [...new Set(ORDERS.flatMap(({ of }) => of))],
    problem: missing,
  },
];
