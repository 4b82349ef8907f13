import { nameOf } from "../../answers/hosts.ts";
import type { View } from "../../answers/view.ts";
import type { Aws } from "../../aws/client.ts";
import { type Context, eventSubscriptions, healthChecks, natGateways, roles, tasksOf } from "../../cost/counts.ts";
import { contextOf } from "../../cost/estimate.ts";
import type { StagedSubject } from "./types.ts";

/**
 * Quotas that a first deploy runs into. Names, codes and defaults are those of the Service Quotas console and of
 * `aws service-quotas list-aws-default-service-quotas --service-code vpc`, `ec2`, `fargate`, `rds`, `iam` and `route53`.
 */

export interface Quota {
  id: string;
  title: string;
  /** As Service Quotas calls it. */
  name: string;
  service: string;
  code: string;
  unit: string;
  /** Stages that need none of it are not asked about. */
  when?(view: View): boolean;
  /** Of a service that is the same in all regions, and that says itself how much an account may have. */
  limit?(subject: StagedSubject, signal: AbortSignal): Promise<number>;
  /** How many the region has, without those of the stage, and whether the stage is there. */
  used(subject: StagedSubject, signal: AbortSignal): Promise<number>;
  /** What the stage needs at least, and at most once it scales. */
  needs(subject: StagedSubject): { least: number; most: number };
}

/** The stage, as far as counting goes. */
const stageOf = ({ view, stage }: StagedSubject): Context =>
  contextOf(view, stage.environment, view.clients.find(({ name }) => name === stage.client?.name) ?? null);

/** SST puts these tags on everything that it makes. */
const isOwn =
  ({ view, stage }: StagedSubject) =>
  ({ Tags = [] }: { Tags?: { Key?: string; Value?: string }[] | undefined }): boolean =>
    [
      ["sst:app", view.project],
      ["sst:stage", stage.stage],
    ].every(([key, value]) => Tags.some((tag) => tag.Key === key && tag.Value === value));

/** Names of a stage's resources begin with this. */
const prefixOf = ({ view, stage }: StagedSubject): string => `${view.project}-${stage.stage}-`;

/** How many there are, page by page, that are not the stage's own. */
async function others<Page, Item>(
  pages: AsyncIterable<Page>,
  listed: (page: Page) => readonly Item[] | undefined,
  isOwn: (item: Item) => boolean,
): Promise<number> {
  let count = 0;
  for await (const page of pages) count += (listed(page) ?? []).filter((item) => !isOwn(item)).length;
  return count;
}

const fixed = (count: number) => ({ least: count, most: count });

/** ECS describes this many tasks at once. */
const TASKS_AT_ONCE = 100;

/** vCPU of the Fargate tasks of a region, without those on Spot, which have a quota of their own. */
async function runningCpus(aws: Aws, signal: AbortSignal): Promise<number> {
  let units = 0;
  for await (const { clusterArns = [] } of aws.pages("ecs", "ListClusters", {}, { signal })) {
    for (const cluster of clusterArns) {
      const input = { cluster, launchType: "FARGATE" as const, maxResults: TASKS_AT_ONCE };
      for await (const { taskArns = [] } of aws.pages("ecs", "ListTasks", input, { signal })) {
        if (taskArns.length === 0) continue;
        const { tasks = [] } = await aws.call("ecs", "DescribeTasks", { cluster, tasks: taskArns }, { signal });
        for (const { cpu, capacityProviderName } of tasks)
          if (capacityProviderName !== "FARGATE_SPOT") units += Number(cpu ?? 0);
      }
    }
  }
  return units / 1024;
}

const cpuOf = (size: string): number => Number.parseFloat(size);

export const QUOTAS: readonly Quota[] = [
  {
    id: "quota-vpcs",
    title: "Quota: VPCs",
    name: "VPCs per Region",
    service: "vpc",
    code: "L-F678F1CE",
    unit: "VPCs",
    used: (subject, signal) =>
      others(subject.aws.pages("ec2", "DescribeVpcs", {}, { signal }), ({ Vpcs }) => Vpcs, isOwn(subject)),
    needs: () => fixed(1),
  },
  {
    id: "quota-addresses",
    title: "Quota: Elastic IPs",
    name: "EC2-VPC Elastic IPs",
    service: "ec2",
    code: "L-0263D0A3",
    unit: "Elastic IPs",
    used: async (subject, signal) => {
      const { Addresses = [] } = await subject.aws.call("ec2", "DescribeAddresses", {}, { signal });
      return Addresses.filter((address) => !isOwn(subject)(address)).length;
    },
    needs: (subject) => fixed(natGateways(stageOf(subject))),
  },
  {
    id: "quota-fargate",
    title: "Quota: Fargate",
    name: "Fargate On-Demand vCPU resource count",
    service: "fargate",
    code: "L-3032A538",
    unit: "vCPU",
    // Those of the stage count too: while a deploy replaces a task, both run.
    used: ({ aws }, signal) => runningCpus(aws, signal),
    needs: (subject) => {
      const context = stageOf(subject);
      // Spot has a quota of its own.
      if (context.sizes.spot) return fixed(0);
      const sum = (count: (service: (typeof context.view.services)[number]) => number) =>
        context.view.services.reduce((all, service) => all + cpuOf(service.cpu) * count(service), 0);
      return {
        least: sum((service) => tasksOf(service, context)),
        most: sum((service) => (tasksOf(service, context) === 0 ? 0 : context.sizes.fullScale ? service.max : 2)),
      };
    },
  },
  {
    id: "quota-events",
    title: "Quota: RDS events",
    name: "Event subscriptions",
    service: "rds",
    code: "L-A59F4C87",
    unit: "event subscriptions",
    when: ({ has }) => has.databases,
    used: (subject, signal) =>
      others(
        subject.aws.pages("rds", "DescribeEventSubscriptions", {}, { signal }),
        ({ EventSubscriptionsList }) => EventSubscriptionsList,
        ({ CustSubscriptionId = "" }) => CustSubscriptionId.startsWith(prefixOf(subject)),
      ),
    needs: (subject) => fixed(eventSubscriptions(stageOf(subject))),
  },
  {
    id: "quota-roles",
    title: "Quota: roles",
    name: "Roles per account",
    service: "iam",
    code: "L-FE177D64",
    unit: "roles",
    limit: async ({ aws }, signal) =>
      (await aws.call("iam", "GetAccountSummary", {}, { signal })).SummaryMap?.RolesQuota ?? 0,
    used: (subject, signal) =>
      others(
        subject.aws.pages("iam", "ListRoles", {}, { signal }),
        ({ Roles }) => Roles,
        ({ RoleName = "" }) => RoleName.startsWith(prefixOf(subject)),
      ),
    needs: (subject) => fixed(roles(stageOf(subject))),
  },
  {
    id: "quota-health-checks",
    title: "Quota: checks",
    name: "Health checks",
    service: "route53",
    code: "L-ACB674F3",
    unit: "health checks",
    limit: async ({ aws }, signal) =>
      (await aws.call("route53", "GetAccountLimit", { Type: "MAX_HEALTH_CHECKS_BY_OWNER" }, { signal })).Limit?.Value ??
      0,
    used: ({ aws, view, stage: { domain, environment } }, signal) => {
      const own = new Set(domain === null ? [] : view.services.map(({ host }) => nameOf(host, environment, domain)));
      return others(
        aws.pages("route53", "ListHealthChecks", {}, { signal }),
        ({ HealthChecks }) => HealthChecks,
        ({ HealthCheckConfig }) => own.has(HealthCheckConfig?.FullyQualifiedDomainName ?? ""),
      );
    },
    needs: (subject) => fixed(healthChecks(stageOf(subject))),
  },
];
