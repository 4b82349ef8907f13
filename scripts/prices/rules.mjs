/**
 * Which row of AWS's price lists is which of our prices. `usage` is the usage type without the region that AWS puts in
 * front of it (`EU-`, `USW2-`, `us-west-2-`, or nothing in us-east-1); the other columns must say exactly what is here.
 */

const ENGINES = { postgres: "PostgreSQL", mysql: "MySQL" };
const CACHE_ENGINES = { valkey: "Valkey", redis: "Redis" };
const BURSTABLE = ["micro", "small", "medium"];
const LARGE = ["large", "xlarge", "2xlarge"];
const FAMILIES = ["m6g", "m7g", "r6g", "r7g"];

const classes = (families, sizes) => families.flatMap((family) => sizes.map((size) => `${family}.${size}`));

/** A database in one zone, and with a standby in a second one, which has a price of its own. */
const DEPLOYMENTS = [
  { suffix: "", usage: "InstanceUsage", column: "Single-AZ" },
  { suffix: ":multiAz", usage: "Multi-AZUsage", column: "Multi-AZ" },
];

const databases = [...classes(["t4g"], [...BURSTABLE, ...LARGE]), ...classes(FAMILIES, LARGE)].flatMap((type) =>
  Object.entries(ENGINES).flatMap(([engine, column]) =>
    DEPLOYMENTS.map(({ suffix, usage, column: deployment }) => ({
      key: `db.${type}:${engine}${suffix}`,
      offer: "AmazonRDS",
      usage: `${usage}:db.${type}`,
      columns: { "Database Engine": column, "Deployment Option": deployment },
    })),
  ),
);

const caches = [...classes(["t4g"], BURSTABLE), ...classes(FAMILIES, LARGE)].flatMap((type) =>
  Object.entries(CACHE_ENGINES).map(([engine, column]) => ({
    key: `cache.${type}:${engine}`,
    offer: "AmazonElastiCache",
    usage: `NodeUsage:cache.${type}`,
    columns: { "Cache Engine": column },
  })),
);

/** Prices that differ from region to region. */
export const REGIONAL = [
  { key: "natGateway", offer: "AmazonEC2", usage: "NatGateway-Hours", columns: { operation: "NatGateway" } },
  { key: "ec2.t4g.nano", offer: "AmazonEC2", usage: "BoxUsage:t4g.nano", columns: { operation: "RunInstances" } },
  { key: "ebs.gp3", offer: "AmazonEC2", usage: "EBS:VolumeUsage.gp3" },
  { key: "publicIpv4", offer: "AmazonVPC", usage: "PublicIPv4:InUseAddress" },
  { key: "vpcEndpoint", offer: "AmazonVPC", usage: "VpcEndpoint-Hours" },
  {
    key: "loadBalancer",
    offer: "AWSELB",
    usage: "LoadBalancerUsage",
    columns: { operation: "LoadBalancing:Application" },
  },
  { key: "fargateVcpu", offer: "AmazonECS", usage: "Fargate-vCPU-Hours:perCPU" },
  { key: "fargateGb", offer: "AmazonECS", usage: "Fargate-GB-Hours" },
  { key: "fargateVcpu:arm", offer: "AmazonECS", usage: "Fargate-ARM-vCPU-Hours:perCPU" },
  { key: "fargateGb:arm", offer: "AmazonECS", usage: "Fargate-ARM-GB-Hours" },
  ...databases,
  {
    key: "rdsDisk.gp3",
    offer: "AmazonRDS",
    usage: "RDS:GP3-Storage",
    columns: { "Database Engine": "PostgreSQL", "Deployment Option": "Single-AZ" },
  },
  {
    key: "rdsDisk.gp3:multiAz",
    offer: "AmazonRDS",
    usage: "RDS:Multi-AZ-GP3-Storage",
    columns: { "Database Engine": "PostgreSQL", "Deployment Option": "Multi-AZ" },
  },
  {
    key: "auroraAcu",
    offer: "AmazonRDS",
    usage: "Aurora:ServerlessV2Usage",
    columns: { "Database Engine": "Aurora PostgreSQL" },
  },
  { key: "auroraGb", offer: "AmazonRDS", usage: "Aurora:StorageUsage" },
  ...caches,
  { key: "webAcl", offer: "awswaf", usage: "WebACLV2" },
  { key: "webAclRule", offer: "awswaf", usage: "RuleV2" },
  { key: "kmsKey", offer: "awskms", usage: "KMS-Keys" },
  { key: "secret", offer: "AWSSecretsManager", usage: "AWSSecretsManager-Secrets" },
  { key: "alarm", offer: "AmazonCloudWatch", usage: "CW:AlarmMonitorUsage" },
];

/** Prices that are the same everywhere: they are read from the lists of us-east-1. */
export const WORLDWIDE = [
  { key: "dashboard", offer: "AmazonCloudWatch", usage: "DashboardsUsageHour" },
  { key: "hostedZone", offer: "AmazonRoute53", usage: "HostedZone" },
  { key: "healthCheck", offer: "AmazonRoute53", usage: "Health-Check-AWS" },
  { key: "healthCheckOption", offer: "AmazonRoute53", usage: "Health-Check-Option-AWS" },
];
