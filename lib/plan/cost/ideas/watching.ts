import type { Resources } from "../../resources/index.ts";
import { insightsOf } from "../compute.ts";
import { inputs, isProduction, ofEach, ofStage, without } from "./idea.ts";

/** What watches a stage. */

/** Alarms, and metrics inside of their expressions, read what Container Insights write. */
const readsInsights = (resources: Resources): boolean =>
  resources
    .of("aws:cloudwatch/metricAlarm:MetricAlarm")
    .some(({ inputs }) => JSON.stringify(inputs).includes("ECS/ContainerInsights"));

export const insights = ofEach("aws:ecs/cluster:Cluster", (cluster, resources) => {
  const off = readsInsights(resources) ? "enabled" : "disabled";
  if ([off, "disabled"].includes(insightsOf(cluster))) return null;
  return {
    id: "insights",
    what: off === "disabled" ? "no Container Insights" : "Container Insights without tasks and containers",
    how: `containerInsights: "${off}" in infra/stage.ts`,
    price: "which of its tasks was short of what is not seen",
    loss: "comfort",
    edit: inputs("aws:ecs/cluster:Cluster", () => ({ settings: [{ name: "containerInsights", value: off }] })),
  };
});

export const healthChecks = ofStage(
  (resources) => !isProduction(resources),
  (resources) => ({
    id: "health",
    what: "no health checks from outside",
    how: "healthChecks: false in infra/stage.ts",
    price: "nobody hears of an outage that only visitors see",
    loss: "comfort",
    edit: without(...resources.of("aws:route53/healthCheck:HealthCheck")),
  }),
);
