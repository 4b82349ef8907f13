import { FIREWALL_RULES, STORAGE_GB } from "../answers/settings.ts";
import { isEcsService } from "../answers/view.ts";
import {
  alarms,
  awake,
  type Context,
  dashboards,
  farTopics,
  firewalls,
  HEALTH_REGION,
  healthChecks,
  hostedZones,
  keyRegions,
  loadBalancers,
  natGateways,
  pairAlarms,
  publicAddresses,
  queueMetrics,
  secrets,
  taskAddresses,
  tasksOf,
  tunnels,
} from "./counts.ts";
import { containerInsights } from "./insights.ts";
import { type Item, partly, times } from "./items.ts";
import {
  address,
  alarm,
  auroraCluster,
  cacheNodes,
  dashboard,
  databaseInstance,
  healthCheck,
  hostedZone,
  key,
  loadBalancer,
  machine,
  metric,
  natGateway,
  secret,
  service,
  webAcl,
} from "./things.ts";

/** What a stage costs, found in the answers: what a plan finds among the resources that they become. */

/** The size of the disk that the tunnel's image needs, in GB. */
const TUNNEL_DISK_GB = 8;

const services = (context: Context): Item[] =>
  context.view.services.filter(isEcsService).flatMap((one) =>
    partly(
      awake(context, "services"),
      service(context, {
        name: one.name,
        count: tasksOf(one, context),
        vcpu: Number.parseFloat(one.cpu),
        gb: Number.parseFloat(one.memory),
        arm: context.view.architecture === "arm64",
        spot: context.sizes.spot,
      }),
    ),
  );

const insights = (context: Context): Item[] => {
  const { view, sizes } = context;
  if (!view.has.containers) return [];
  const running = view.services.filter(isEcsService);
  return containerInsights(context, {
    mode: sizes.containerInsights,
    services: running.length,
    tasks: running.reduce((sum, one) => sum + tasksOf(one, context), 0),
  });
};

const databases = (context: Context): Item[] => {
  const { database } = context.sizes;
  return context.view.databases.flatMap(({ name, aurora, family }) =>
    aurora
      ? auroraCluster(context, {
          name,
          serverless: 1 + database.replicas,
          least: Number.parseFloat(database.capacity.min),
          provisioned: [],
        })
      : databaseInstance(context, {
          name,
          type: `db.${database.instance}`,
          family,
          multiAz: database.multiAz,
          disk: "gp3",
          gb: STORAGE_GB,
          iops: 0,
          longInsights: false,
          awake: awake(context, "databases"),
        }),
  );
};

const caches = (context: Context): Item[] =>
  context.view.caches.flatMap(({ name, engine }) =>
    cacheNodes(context, {
      name,
      type: `cache.${context.sizes.cache.node}`,
      engine,
      nodes: 1 + context.sizes.cache.replicas,
    }),
  );

/** Everything in a stage that costs by the hour or the month. */
export const itemsOf = (context: Context): Item[] => [
  ...times(natGateways(context), natGateway(context)),
  ...times(publicAddresses(context), address(context)),
  ...times(taskAddresses(context), partly(awake(context, "services"), address(context))),
  ...times(loadBalancers(context), loadBalancer(context)),
  ...times(firewalls(context), webAcl(context, FIREWALL_RULES)),
  ...services(context),
  ...databases(context),
  ...caches(context),
  ...times(tunnels(context), machine(context, { name: null, type: "t4g.nano", disk: "gp3", gb: TUNNEL_DISK_GB })),
  ...times(hostedZones(context), hostedZone(context)),
  ...times(secrets(context), secret(context)),
  ...keyRegions(context).flatMap((region) => key({ region })),
  ...insights(context),
  ...times(alarms(context), alarm(context)),
  ...times(pairAlarms(context), alarm(context, { metrics: 2 })),
  ...times(queueMetrics(context), metric(context)),
  ...times(healthChecks(context) + farTopics(context), alarm({ region: HEALTH_REGION })),
  ...times(dashboards(context), dashboard(context)),
  ...times(healthChecks(context), healthCheck(context, "HTTPS", 1)),
];
