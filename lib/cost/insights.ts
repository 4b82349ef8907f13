import { type Item, type Place, units } from "./items.ts";

/**
 * Metrics of Container Insights, each of which is billed, by what they are about: counted from the tables in AWS's
 * documentation, "Amazon ECS Container Insights metrics" and "… with enhanced observability metrics", for tasks of one
 * container with a health check, on Fargate. Metrics of container instances, EBS volumes and restart policies are left
 * out: there are none.
 */
const METRICS = {
  /** CPU, memory, network, storage and ephemeral storage, used and reserved: 10 of each, and counts. */
  enabled: { cluster: 12, service: 15, family: 10, task: 0, price: "metric" },
  /** 16 metrics of tasks and 8 of containers, by cluster, service, family, and twice for each task; and counts. */
  enhanced: { cluster: 26, service: 29, family: 24, task: 48, price: "metric:enhanced" },
} as const;

export interface Insights {
  /** The value of the cluster's setting `containerInsights`. */
  mode: string;
  services: number;
  /** Tasks that always run. A task of a schedule has metrics for the minutes that it runs only. */
  tasks: number;
}

/** What a cluster's Container Insights cost: a metric is billed for the hours in which it is written. */
export function containerInsights({ region, urn }: Place, { mode, services, tasks }: Insights): Item[] {
  if (mode !== "enabled" && mode !== "enhanced") return [];
  const { cluster, service, family, task, price } = METRICS[mode];
  const metrics = cluster + services * (service + family) + tasks * task;
  return [
    {
      line: "insights",
      label: "Container Insights",
      detail: `${metrics} metrics${mode === "enhanced" ? ", enhanced" : ""}`,
      units: units(region, { [price]: metrics }),
      urn,
    },
  ];
}
