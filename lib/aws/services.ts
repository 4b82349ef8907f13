import type { GetOutputType } from "@smithy/types";

/**
 * The services of AWS that are called, each a module that names the operations in use: a bundle holds those alone, and
 * a command parses those that it calls. An operation that is new is a line in the service's module.
 */
export const SERVICES = {
  sts: () => import("./services/sts.ts"),
  ec2: () => import("./services/ec2.ts"),
  ecs: () => import("./services/ecs.ts"),
  route53: () => import("./services/route53.ts"),
  acm: () => import("./services/acm.ts"),
  logs: () => import("./services/logs.ts"),
  quotas: () => import("./services/quotas.ts"),
  iam: () => import("./services/iam.ts"),
  ssm: () => import("./services/ssm.ts"),
  s3: () => import("./services/s3.ts"),
  elb: () => import("./services/elb.ts"),
  cloudwatch: () => import("./services/cloudwatch.ts"),
  rds: () => import("./services/rds.ts"),
  elasticache: () => import("./services/elasticache.ts"),
  backup: () => import("./services/backup.ts"),
  cost: () => import("./services/cost.ts"),
  secrets: () => import("./services/secrets.ts"),
} as const;

export type ServiceName = keyof typeof SERVICES;

/** What IAM calls a service where that is not its name here: the first half of an action, `servicequotas:…`. */
const IAM_PREFIX: Partial<Record<ServiceName, string>> = {
  quotas: "servicequotas",
  elb: "elasticloadbalancing",
  cost: "ce",
  secrets: "secretsmanager",
};

/** An operation as IAM calls it: `ecs:DescribeServices`. */
export const actionOf = (service: ServiceName, operation: string): string =>
  `${IAM_PREFIX[service] ?? service}:${operation}`;

type Modules = { [S in ServiceName]: Awaited<ReturnType<(typeof SERVICES)[S]>> };

/** The operations of a service, as AWS spells them: `DescribeServices`. */
export type Operation<S extends ServiceName> = keyof Modules[S] extends infer K
  ? K extends `${infer O}Command`
    ? O
    : never
  : never;

type CommandOf<S extends ServiceName, O extends Operation<S>> = `${O}Command` extends infer K
  ? K extends keyof Modules[S]
    ? Modules[S][K] extends abstract new (
        ...args: never[]
      ) => infer C
      ? C
      : never
    : never
  : never;

/** What an operation takes. */
export type Input<S extends ServiceName, O extends Operation<S>> =
  CommandOf<S, O> extends { readonly input: infer I } ? I : never;

/** What an operation answers. */
export type Output<S extends ServiceName, O extends Operation<S>> = GetOutputType<CommandOf<S, O>>;
