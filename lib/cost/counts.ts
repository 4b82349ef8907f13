import { type Settings, ZONES } from "../answers/settings.ts";
import { awakeShare } from "../answers/sleep/times.ts";
import { hasLogAlarm, isEcsService, type ServiceView, type View } from "../answers/view.ts";
import type { Environment } from "../answers/vocabulary.ts";

/** One stage, as far as its price goes. */
export interface Context {
  view: View;
  environment: Environment;
  region: string;
  sizes: Settings;
  /** There is a domain: the load balancer answers on HTTPS host names. */
  domain: boolean;
  /** Where backups are copied to; null where there are none. */
  backup: { region: string } | null;
}

const count = ({ view }: Context, test: (service: ServiceView) => boolean): number => view.services.filter(test).length;

const routed = (context: Context): number => count(context, (service) => service.routed);

/** Tasks that always run. */
export function tasksOf(service: ServiceView, { sizes }: Context): number {
  if (!isEcsService(service)) return 0;
  return sizes.fullScale ? service.min : Math.min(service.min, 1);
}

const hasStores = ({ view }: Context): boolean => view.databases.length > 0 || view.caches.length > 0;

export const natGateways = ({ view, sizes }: Context): number =>
  view.has.containers && sizes.privateContainers ? ZONES : 0;

/** The machine that people reach databases and caches through. */
export const tunnels = (context: Context): number => (context.sizes.tunnel && hasStores(context) ? 1 : 0);

/** Of each load balancer and the NAT gateways, one in each zone; without NAT, of the tunnel. */
export const publicAddresses = (context: Context): number =>
  loadBalancers(context) * ZONES + (context.sizes.privateContainers ? natGateways(context) : tunnels(context));

/** Without NAT, one of every task. */
export const taskAddresses = (context: Context): number =>
  context.sizes.privateContainers
    ? 0
    : context.view.services.reduce((sum, service) => sum + tasksOf(service, context), 0);

/** When it sleeps; null where it never does. */
const sleepOf = ({ view, sizes }: Context) => (sizes.sleeps ? view.sleep : null);

/** The share of the month that tasks of services run, and databases. */
export const awake = (context: Context, what: "services" | "databases"): number => {
  const sleep = sleepOf(context);
  return sleep === null ? 1 : awakeShare(sleep.times[what]);
};

export const loadBalancers = ({ view }: Context): number => view.balancers.length;

export const firewalls = (context: Context): number =>
  context.sizes.firewall === "off" ? 0 : Math.min(loadBalancers(context), 1);

/** One for each service behind the load balancer. */
export const healthChecks = (context: Context): number =>
  context.domain && context.sizes.healthChecks ? routed(context) : 0;

/** SST's VPC has a private namespace for its services, which is a hosted zone. */
export const hostedZones = ({ view }: Context): number => (view.has.containers ? 1 : 0);

/** One for each service that is given credentials or secrets, one for the administrator of each store. */
export const secrets = (context: Context): number =>
  count(
    context,
    (service) => service.container && Boolean(service.database || service.cache || service.secrets.length),
  ) +
  context.view.databases.length +
  context.view.caches.length;

const backedUp = (context: Context): boolean => context.backup !== null && context.view.databases.length > 0;

/** The one region where Route 53 writes the metrics of its health checks. */
export const HEALTH_REGION = "us-east-1";

/**
 * The regions that have a key: one for all that the stage keeps, one in the second region for the copies of its
 * backups, and one for the alerts of its health checks.
 */
export const keyRegions = (context: Context): string[] =>
  context.view.has.containers
    ? [
        context.region,
        ...(context.backup && backedUp(context) && context.sizes.backup.disasterRecovery
          ? [context.backup.region]
          : []),
        ...(healthChecks(context) > 0 && context.region !== HEALTH_REGION ? [HEALTH_REGION] : []),
      ]
    : [];

/** What fails while nobody looks is reported in every environment. */
const alwaysOn = (context: Context): number => (context.view.has.crons ? 2 : 0) + (backedUp(context) ? 3 : 0);

/** One for each scheduled task that is heard of often enough. */
const missedRuns = (context: Context): number => count(context, ({ within }) => within !== null);

/** One for the events that could not be told, one for the topic of the stage's region. */
const alertPath = ({ view }: Context): number => (view.has.containers ? 2 : 0);

/** Topics in the region of the health checks, where that is another one: each has an alarm. */
export const farTopics = (context: Context): number =>
  context.sizes.alarms && healthChecks(context) > 0 && context.region !== HEALTH_REGION ? 1 : 0;

/** Workers with a queue in a cache, of which it is said how long it is. */
const toldQueues = (context: Context): number =>
  count(context, ({ queue, backlog }) => queue === "bullmq" && backlog !== undefined);

/** A queue of SQS has two alarms; in a stage that sleeps jobs may wait, and only those that were put aside are told of. */
const sqsAlarms = (context: Context): number =>
  count(context, ({ queue }) => queue === "sqs") * (sleepOf(context) ? 1 : 2);

/** What is read in logs of queues: how many jobs wait, for how long, and who takes them. */
export const queueMetrics = (context: Context): number => 3 * toldQueues(context);

/** Workers that may have no task: an alarm starts one. */
const idleWorkers = (context: Context): number => count(context, ({ min }) => min === 0);

/** Services that are asked for no task at times. */
const resting = (context: Context): number => (sleepOf(context) ? count(context, isEcsService) : idleWorkers(context));

/** Alarms that look at two metrics: on a share of the requests to a service, on tasks that may rest, and such as start a task. */
export const pairAlarms = (context: Context): number =>
  idleWorkers(context) + (context.sizes.alarms ? routed(context) + resting(context) : 0);

/** On bounces, and on complaints. */
const MAIL_ALARMS = 2;

/** All other alarms of the load balancers, the services and the stores, as the rendered components make them; not of health checks. */
export function alarms(context: Context): number {
  const { view, sizes } = context;
  if (!sizes.alarms) return alwaysOn(context);
  return (
    alwaysOn(context) +
    missedRuns(context) +
    alertPath(context) +
    loadBalancers(context) +
    (context.sizes.firewall === "block" ? firewalls(context) : 0) +
    routed(context) * 2 +
    count(context, hasLogAlarm) +
    toldQueues(context) +
    sqsAlarms(context) +
    (view.has.email ? MAIL_ALARMS : 0) +
    count(context, isEcsService) * 3 -
    resting(context) +
    view.databases.reduce((sum, { aurora }) => sum + (aurora ? 5 : 4), 0) +
    view.caches.length * (1 + sizes.cache.replicas) * 2
  );
}

/**
 * Roles of IAM, which an account has a thousand of: two of each container, one of what starts it by a schedule, three for
 * its place in a database (a task, and the function that starts that), one for its migrations.
 */
export function roles(context: Context): number {
  const { view, sizes } = context;
  return (
    count(context, ({ container }) => container) * 2 +
    count(context, ({ kind }) => kind === "cron") +
    count(context, ({ database }) => database !== null) * 3 +
    count(context, ({ migrates }) => migrates) +
    tunnels(context) +
    // The flow logs of the network, the guard of crons, and those of the stage as a whole.
    [
      view.has.containers,
      view.has.crons,
      // Crons and what pauses by itself are stopped by nobody.
      sleepOf(context) !== null && (view.has.services || view.has.instances),
      view.has.containers && view.alerts.slack !== null,
      backedUp(context),
      view.databases.length > 0 && sizes.database.monitoring > 0,
    ].filter(Boolean).length
  );
}

/** What RDS is asked to report: of instances, of parameter groups and of clusters. */
export const eventSubscriptions = ({ view }: Context): number =>
  view.databases.length === 0 ? 0 : view.has.aurora ? 3 : 2;

export const dashboards = ({ view, sizes }: Context): number => (view.has.containers && sizes.alarms ? 1 : 0);
