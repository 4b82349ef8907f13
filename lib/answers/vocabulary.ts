/** The closed lists of words that a blueprint may use. Each is the one place where its words are written. */

export const ENVIRONMENTS = ["dev", "staging", "production"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

export const KINDS = ["api", "web", "worker", "cron", "static"] as const;
export type Kind = (typeof KINDS)[number];

export const SOURCES = ["nestjs", "node", "react", "image", "existing"] as const;
export type Source = (typeof SOURCES)[number];

/** What a kind of service can be made from; the first source is its default. */
export const SOURCES_OF: Record<Kind, readonly Source[]> = {
  api: ["nestjs", "node", "image", "existing"],
  web: ["react", "nestjs", "node", "image", "existing"],
  worker: ["nestjs", "node", "image", "existing"],
  cron: ["nestjs", "node", "image", "existing"],
  static: ["react", "existing"],
};

export const DATABASE_ENGINES = ["postgres", "mysql", "aurora-postgres", "aurora-mysql"] as const;
export type DatabaseEngine = (typeof DATABASE_ENGINES)[number];

/** Major versions that RDS supports with standard support in 2026; the first is the default. RDS moves the minor version. */
export const DATABASE_VERSIONS: Record<DatabaseEngine, readonly string[]> = {
  postgres: ["17", "18", "16", "15"],
  mysql: ["8.4"],
  "aurora-postgres": ["17", "18", "16", "15"],
  "aurora-mysql": ["8.0", "8.4"],
};

export const CACHE_ENGINES = ["valkey", "redis"] as const;
export type CacheEngine = (typeof CACHE_ENGINES)[number];

/** Where the jobs of a worker wait: in its cache, or in a queue of AWS. */
export const QUEUES = ["bullmq", "sqs"] as const;
export type Queue = (typeof QUEUES)[number];

/** What services use by its name, and the list of answers that it is in. */
export const STORES = { database: "databases", cache: "caches", bucket: "buckets" } as const;
export type StoreKind = keyof typeof STORES;
export const STORE_KINDS = Object.keys(STORES) as StoreKind[];

export const MIGRATIONS = ["typeorm", "prisma", "none"] as const;
export type Migrations = (typeof MIGRATIONS)[number];

export const DNS = ["route53", "cloudflare", "external"] as const;
export type Dns = (typeof DNS)[number];

/** What ECS services run on outside production. */
export const CAPACITIES = ["on-demand", "spot"] as const;
export type Capacity = (typeof CAPACITIES)[number];

/** What images are built for and containers run on. */
export const ARCHITECTURES = ["x86_64", "arm64"] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** When the machine is there that people reach databases and caches through. */
export const TUNNELS = ["always", "none"] as const;
export type Tunnel = (typeof TUNNELS)[number];

/** Percents of requests that are traced which the question offers. */
export const TRACED = [5, 25, 100] as const;

/** Stages that may sleep: production is always there. */
export const SLEEPERS = ["dev", "staging"] as const satisfies readonly Environment[];

export const CI = ["github", "bitbucket", "none"] as const;
export type Ci = (typeof CI)[number];

export const PACKAGE_MANAGERS = ["npm", "pnpm"] as const;
export type PackageManagerName = (typeof PACKAGE_MANAGERS)[number];

/**
 * AWS's commercial regions, by their names: those that the provider knows (`aws.Region` of @pulumi/aws 7.20). What a younger
 * one does not have yet, AWS says; whether it is enabled for the account, `doctor` asks.
 */
export const REGION_NAMES = {
  "us-east-1": "N. Virginia",
  "us-east-2": "Ohio",
  "us-west-1": "N. California",
  "us-west-2": "Oregon",
  "ca-central-1": "Canada (Central)",
  "ca-west-1": "Calgary",
  "mx-central-1": "Mexico (Central)",
  "sa-east-1": "São Paulo",
  "eu-west-1": "Ireland",
  "eu-west-2": "London",
  "eu-west-3": "Paris",
  "eu-central-1": "Frankfurt",
  "eu-central-2": "Zurich",
  "eu-north-1": "Stockholm",
  "eu-south-1": "Milan",
  "eu-south-2": "Spain",
  "ap-south-1": "Mumbai",
  "ap-south-2": "Hyderabad",
  "ap-southeast-1": "Singapore",
  "ap-southeast-2": "Sydney",
  "ap-southeast-3": "Jakarta",
  "ap-southeast-4": "Melbourne",
  "ap-southeast-5": "Malaysia",
  "ap-southeast-7": "Thailand",
  "ap-northeast-1": "Tokyo",
  "ap-northeast-2": "Seoul",
  "ap-northeast-3": "Osaka",
  "ap-east-1": "Hong Kong",
  "ap-east-2": "Taipei",
  "af-south-1": "Cape Town",
  "il-central-1": "Tel Aviv",
  "me-central-1": "UAE",
  "me-south-1": "Bahrain",
} as const;
export const REGIONS = Object.keys(REGION_NAMES) as [Region, ...Region[]];
export type Region = keyof typeof REGION_NAMES;

/** Fargate's sizes: vCPU → the memory it can be paired with, in SST's spelling. */
export const FARGATE = {
  "0.25 vCPU": ["0.5 GB", "1 GB", "2 GB"],
  "0.5 vCPU": ["1 GB", "2 GB", "3 GB", "4 GB"],
  "1 vCPU": ["2 GB", "3 GB", "4 GB", "5 GB", "6 GB", "7 GB", "8 GB"],
  "2 vCPU": [
    "4 GB",
    "5 GB",
    "6 GB",
    "7 GB",
    "8 GB",
    "9 GB",
    "10 GB",
    "11 GB",
    "12 GB",
    "13 GB",
    "14 GB",
    "15 GB",
    "16 GB",
  ],
  "4 vCPU": ["8 GB", "10 GB", "12 GB", "14 GB", "16 GB", "18 GB", "20 GB", "22 GB", "24 GB", "26 GB", "28 GB", "30 GB"],
} as const satisfies Record<string, readonly string[]>;
export type Cpu = keyof typeof FARGATE;
export const CPUS = Object.keys(FARGATE) as [Cpu, ...Cpu[]];
