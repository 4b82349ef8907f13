import type { Layer } from "../types.ts";
import type { Resource, Resources } from "./index.ts";
import { notable } from "./notable.ts";

/** Where a type of resource belongs; the first pattern that fits decides. */
const LAYERS: readonly { id: string; title: string; types: RegExp }[] = [
  {
    id: "edge",
    title: "Edge",
    types: /^(aws:(acm|route53|cloudfront|lb|wafv2|apigateway|apigatewayv2|globalaccelerator)\/|cloudflare:)/,
  },
  { id: "network", title: "Network", types: /^aws:(ec2|vpc|servicediscovery)\// },
  { id: "data", title: "Data", types: /^aws:(rds|elasticache|dynamodb|efs|s3|opensearch|docdb|memorydb)\// },
  { id: "compute", title: "Compute", types: /^aws:(ecs|ecr|lambda|appautoscaling|scheduler|autoscaling|sfn|batch)\// },
  { id: "access", title: "Access and secrets", types: /^aws:(iam|kms|secretsmanager|ssm|cognito)\// },
  { id: "backup", title: "Backup", types: /^aws:backup\// },
  { id: "operations", title: "Operations", types: /^aws:(cloudwatch|sns|sqs|chatbot|budgets|logs|xray|synthetics)\// },
  { id: "other", title: "Other", types: /^(?!(pulumi|sst|random|docker-build|command|tls|local|pulumi-nodejs):)/ },
];

/** Parts of the program itself, such as components and random words, are in no layer. */
export const layerOf = ({ type }: Pick<Resource, "type">): string | null =>
  LAYERS.find(({ types }) => types.test(type))?.id ?? null;

/** `aws:ec2/natGateway:NatGateway` as `NAT gateway`: the words of AWS where Pulumi's differ. */
export const LABELS: ReadonlyMap<string, string> = new Map([
  ["aws:ec2/vpc:Vpc", "VPC"],
  ["aws:ec2/natGateway:NatGateway", "NAT gateway"],
  ["aws:ec2/eip:Eip", "Elastic IP address"],
  ["aws:ec2/vpcEndpoint:VpcEndpoint", "VPC endpoint"],
  ["aws:wafv2/webAcl:WebAcl", "WAF web ACL"],
  ["aws:wafv2/ipSet:IpSet", "WAF IP set"],
  ["aws:rds/instance:Instance", "RDS instance"],
  ["aws:rds/cluster:Cluster", "Aurora cluster"],
  ["aws:rds/subnetGroup:SubnetGroup", "RDS subnet group"],
  ["aws:elasticache/subnetGroup:SubnetGroup", "ElastiCache subnet group"],
  ["aws:ecs/service:Service", "ECS service"],
  ["aws:ecs/cluster:Cluster", "ECS cluster"],
  ["aws:ecr/repository:Repository", "ECR repository"],
  ["aws:lambda/function:Function", "Lambda function"],
  ["aws:kms/key:Key", "KMS key"],
  ["aws:iam/role:Role", "IAM role"],
  ["aws:s3/bucket:Bucket", "S3 bucket"],
  ["aws:backup/vault:Vault", "Backup vault"],
  ["aws:backup/plan:Plan", "Backup plan"],
  ["aws:sns/topic:Topic", "SNS topic"],
  ["aws:sqs/queue:Queue", "SQS queue"],
]);

export const labelOf = (type: string): string =>
  LABELS.get(type) ??
  (type.split(":").at(-1) ?? type)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/^(.)(.*)$/, (_, first: string, rest: string) => first + rest.toLowerCase());

/** The resources of a stage by layer. */
export function layersOf(resources: Resources): Layer[] {
  return LAYERS.flatMap(({ id, title }) => {
    const members = resources.all.filter((resource) => layerOf(resource) === id);
    if (members.length === 0) return [];
    const counts = new Map<string, number>();
    for (const { type } of members) counts.set(type, (counts.get(type) ?? 0) + 1);
    const types = [...counts].map(([type, count]) => ({ type, label: labelOf(type), count }));
    return [
      {
        id,
        title,
        count: members.length,
        types: types.sort((one, other) => other.count - one.count || (one.type < other.type ? -1 : 1)),
        notable: members.flatMap((resource) => notable(resource, resources)),
      },
    ];
  });
}
