/** Where a type of resource belongs, by its service. */
export interface Layer {
  id: string;
  title: string;
  services: readonly string[];
}

const words = (text: string): string[] => text.split(" ");

export const LAYERS: readonly Layer[] = [
  {
    id: "edge",
    title: "Edge",
    services: words("acm route53 cloudfront lb wafv2 apigateway apigatewayv2 globalaccelerator cloudflare"),
  },
  { id: "network", title: "Network", services: words("ec2 vpc servicediscovery") },
  {
    id: "data",
    title: "Data",
    services: words("rds elasticache dynamodb efs s3 opensearch docdb memorydb neptune redshift timestreamwrite ebs"),
  },
  { id: "compute", title: "Compute", services: words("ecs ecr lambda appautoscaling scheduler autoscaling sfn batch") },
  { id: "access", title: "Access and secrets", services: words("iam kms secretsmanager ssm cognito") },
  { id: "backup", title: "Backup", services: words("backup") },
  {
    id: "operations",
    title: "Operations",
    services: words("cloudwatch sesv2 sns sqs kinesis chatbot budgets logs xray synthetics"),
  },
  { id: "other", title: "Other", services: [] },
];

/**
 * Not in a cloud at all: parts of the program itself, such as components and random words. What SST makes by code of its own is
 * named after it, and shown with what follows the first dot of its name: `acme:com:sst:cloudflare:ZoneLookup`.
 */
const LOCAL = /^(pulumi|sst|random|docker-build|command|tls|local|pulumi-nodejs):|:sst:(aws|cloudflare|vercel):\w+$/;

export const isLocal = (type: string): boolean => LOCAL.test(type);

/** `rds` of `aws:rds/instance:Instance`; the provider of other types. */
function serviceOf(type: string): string {
  const [provider = "", module = ""] = type.split(":");
  return provider === "aws" ? (module.split("/")[0] ?? "") : provider;
}

/** The layer of a type; parts of the program itself are in none. */
export function layerOf({ type }: { type: string }): string | null {
  if (isLocal(type)) return null;
  return LAYERS.find(({ services }) => services.includes(serviceOf(type)))?.id ?? "other";
}
