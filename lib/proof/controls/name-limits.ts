import type { Stack } from "../simulate/stack.ts";
import type { PlainObject, Resource } from "../simulate/types.ts";

/** What AWS accepts as a name, by type: the input that holds it, its length and its form. */
const limits: Record<string, { input: string; most: number; form?: RegExp }> = {
  "aws:lb/loadBalancer:LoadBalancer": { input: "name", most: 32, form: /^[A-Za-z0-9](-?[A-Za-z0-9])*$/ },
  "aws:lb/targetGroup:TargetGroup": { input: "name", most: 32, form: /^[A-Za-z0-9](-?[A-Za-z0-9])*$/ },
  "aws:iam/role:Role": { input: "name", most: 64, form: /^[\w+=,.@-]+$/ },
  "aws:iam/policy:Policy": { input: "name", most: 128, form: /^[\w+=,.@-]+$/ },
  "aws:iam/instanceProfile:InstanceProfile": { input: "name", most: 128, form: /^[\w+=,.@-]+$/ },
  "aws:rds/instance:Instance": { input: "identifier", most: 63, form: /^[a-z](-?[a-z0-9])*$/ },
  "aws:rds/cluster:Cluster": { input: "clusterIdentifier", most: 63, form: /^[a-z](-?[a-z0-9])*$/ },
  "aws:rds/clusterInstance:ClusterInstance": { input: "identifier", most: 63, form: /^[a-z](-?[a-z0-9])*$/ },
  "aws:rds/subnetGroup:SubnetGroup": { input: "name", most: 255, form: /^[a-z0-9._ -]+$/ },
  "aws:rds/parameterGroup:ParameterGroup": { input: "name", most: 255, form: /^[a-z](-?[a-z0-9])*$/ },
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": { input: "name", most: 255, form: /^[a-z](-?[a-z0-9])*$/ },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    input: "replicationGroupId",
    most: 40,
    form: /^[a-z](-?[a-z0-9])*$/,
  },
  "aws:elasticache/subnetGroup:SubnetGroup": { input: "name", most: 255, form: /^[a-z0-9-]+$/ },
  "aws:elasticache/parameterGroup:ParameterGroup": { input: "name", most: 255, form: /^[a-z](-?[a-z0-9])*$/ },
  "aws:s3/bucket:Bucket": { input: "bucket", most: 63, form: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/ },
  "aws:lambda/function:Function": { input: "name", most: 64, form: /^[\w-]+$/ },
  "aws:ecr/repository:Repository": { input: "name", most: 256, form: /^[a-z0-9]+([._/-][a-z0-9]+)*$/ },
  "aws:ecs/cluster:Cluster": { input: "name", most: 255, form: /^[\w-]+$/ },
  "aws:ecs/service:Service": { input: "name", most: 255, form: /^[\w-]+$/ },
  "aws:ecs/taskDefinition:TaskDefinition": { input: "family", most: 255, form: /^[\w-]+$/ },
  "aws:scheduler/schedule:Schedule": { input: "name", most: 64, form: /^[\w.-]+$/ },
  "aws:cloudwatch/logGroup:LogGroup": { input: "name", most: 512, form: /^[\w./#-]+$/ },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { input: "name", most: 255 },
  "aws:cloudwatch/eventRule:EventRule": { input: "name", most: 64, form: /^[\w.-]+$/ },
  "aws:cloudwatch/dashboard:Dashboard": { input: "dashboardName", most: 255, form: /^[\w-]+$/ },
  "aws:secretsmanager/secret:Secret": { input: "name", most: 512, form: /^[\w/+=.@-]+$/ },
  "aws:sns/topic:Topic": { input: "name", most: 256, form: /^[\w-]+(\.fifo)?$/ },
  "aws:sqs/queue:Queue": { input: "name", most: 80, form: /^[\w-]+(\.fifo)?$/ },
  "aws:sesv2/configurationSet:ConfigurationSet": { input: "configurationSetName", most: 64, form: /^[\w-]+$/ },
  "aws:appautoscaling/policy:Policy": { input: "name", most: 256 },
  "aws:cloudfront/function:Function": { input: "name", most: 64, form: /^[\w-]+$/ },
  "aws:cloudfront/keyValueStore:KeyValueStore": { input: "name", most: 64, form: /^[\w-]+$/ },
  "aws:kms/alias:Alias": { input: "name", most: 256, form: /^alias\/(?!aws\/)[\w/-]+$/ },
  "aws:rds/eventSubscription:EventSubscription": { input: "name", most: 255, form: /^[A-Za-z](-?[A-Za-z0-9])*$/ },
  "aws:backup/vault:Vault": { input: "name", most: 50, form: /^[\w-]+$/ },
  "aws:backup/plan:Plan": { input: "name", most: 50, form: /^[\w.-]+$/ },
  "aws:backup/selection:Selection": { input: "name", most: 50, form: /^[\w.-]+$/ },
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": { input: "name", most: 50, form: /^\w+$/ },
  "aws:backup/restoreTestingSelection:RestoreTestingSelection": { input: "name", most: 50, form: /^\w+$/ },
  "aws:budgets/budget:Budget": { input: "name", most: 100, form: /^[^:\\]+$/ },
  "aws:wafv2/ipSet:IpSet": { input: "name", most: 128, form: /^[\w-]+$/ },
  "aws:wafv2/webAcl:WebAcl": { input: "name", most: 128, form: /^[\w-]+$/ },
  "aws:ec2/securityGroup:SecurityGroup": { input: "name", most: 255, form: /^(?!sg-)[\w .:/()#,@+=&;{}!$*[\]-]+$/ },
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": {
    input: "configurationName",
    most: 128,
    form: /^[\w-]+$/,
  },
};

/** The name that AWS gets: what was not given one was given one by Pulumi, from the logical name. */
const nameOf = ({ type, inputs, outputs }: Resource): string => {
  const input = limits[type]?.input ?? "name";
  return String(inputs[input] ?? outputs[input] ?? "");
};

/** Revisions of a task definition share a name, and a name in another region is another one. */
const isSame = (one: Resource, other: Resource) =>
  one.type !== "aws:ecs/taskDefinition:TaskDefinition" &&
  one.region === other.region &&
  nameOf(one).toLowerCase() === nameOf(other).toLowerCase();

/** What AWS would refuse about the name of a resource. */
export function nameProblems(resource: Resource, stack: Stack): string[] {
  const limit = limits[resource.type];
  if (limit === undefined) return [];
  const name = nameOf(resource);
  const taken = stack.of(resource.type).filter((other) => other.urn < resource.urn && isSame(resource, other));
  return [
    ...(name.length > limit.most ? [`"${name}" has ${name.length} characters, AWS takes ${limit.most}`] : []),
    ...(limit.form && !limit.form.test(name) ? [`AWS does not accept the name "${name}"`] : []),
    ...taken.map((other) => `${other.name} is called "${name}" too`),
  ];
}

/** What AWS takes as a tag: the same for nearly every service. */
const tags = { most: 50, key: 128, value: 256, form: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u };

/** What AWS would refuse about the tags of a resource. */
export function tagProblems({ inputs }: Resource): string[] {
  const given = Object.entries((inputs.tags ?? {}) as PlainObject).map(([key, value]) => [key, String(value)] as const);
  const refused = given.filter(
    ([key, value]) =>
      key.length > tags.key ||
      value.length > tags.value ||
      /^aws:/i.test(key) ||
      !tags.form.test(key) ||
      !tags.form.test(value),
  );
  return [
    ...(given.length > tags.most ? [`it has ${given.length} tags, AWS takes ${tags.most}`] : []),
    ...refused.map(([key]) => `AWS does not accept the tag "${key}"`),
  ];
}
