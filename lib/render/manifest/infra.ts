import { APEX, beyondWildcard, certificateGroups } from "../../answers/hosts.ts";
import { pascalCase } from "../../answers/names.ts";
import type { BucketView, CacheView, DatabaseView, ServiceView, View } from "../../answers/view.ts";
import { budgetsOf } from "../../cost/budget.ts";
import { KEPT } from "../../resources/kept.ts";
import { file, perItem, type Row } from "../types.ts";
import { type ClientItem, clientItem } from "./client-item.ts";
import { localCachePorts, localDatabasePorts } from "./local-ports.ts";
import { readyPathOf } from "./service-item.ts";

type Condition = (view: View) => boolean;

const all =
  (...conditions: Condition[]): Condition =>
  (view) =>
    conditions.every((condition) => condition(view));
const any =
  (...conditions: Condition[]): Condition =>
  (view) =>
    conditions.some((condition) => condition(view));

const containers: Condition = ({ has }) => has.containers;
const routed: Condition = ({ has }) => has.routed;
const endpoints: Condition = ({ has }) => has.endpoints;
const databases: Condition = ({ has }) => has.databases;
const caches: Condition = ({ has }) => has.caches;
const sites: Condition = ({ has }) => has.sites;
const stores: Condition = ({ has }) => has.databases || has.caches;
/** Some stage has a domain; some stage has none. */
const domain: Condition = ({ has }) => has.domain && (has.routed || has.sites || has.email);
/** Its records are made by the program, and not by somebody else. */
const recorded = all(domain, ({ dns }) => dns !== "external");
const plain: Condition = (view) => view.domain === null;
const email: Condition = ({ has }) => has.email;
const engine =
  (name: View["databases"][number]["engine"]): Condition =>
  (view) =>
    view.databases.some((database) => database.engine === name);
const backup: Condition = ({ has }) => has.databases && has.backup;
const sleeps: Condition = (view) => view.has.containers && view.sleep !== null;
const tracing: Condition = ({ has }) => has.tracing;
const guarded: Condition = ({ has }) => has.guarded;

const rows = (entries: readonly (readonly [from: string, when: Condition])[]): Row[] =>
  entries.map(([from, when]) => file({ from: `infra/${from}`, when }));

const always: Condition = () => true;
const firewall = all(routed, guarded);

/** A database or a cache, with the port that its counterpart has on a developer's machine. */
type Local<Item> = Item & { localPort: number };
const local = <Item extends { name: string }>(items: readonly Item[], ports: Map<string, number>): Local<Item>[] =>
  items.map((item) => ({ ...item, localPort: ports.get(item.name) as number }));

/** One file for whoever serves the domain. */
interface DnsItem {
  id: View["dns"];
  /** The certificates of the load balancer that somebody proves for it, besides the one for all below the domain. */
  certificates: { name: string; hosts: string[] }[];
  /** A certificate may be proven by a record that another one has made. */
  shared: boolean;
}

/** Of Route 53 those that the one for all below the domain does not cover, each by itself; of Cloudflare groups of all hosts. */
const certificatesOf = ({ dns, services }: View): DnsItem["certificates"] =>
  dns === "cloudflare"
    ? certificateGroups(services).map((hosts, i) => ({ name: `Certificate${i === 0 ? "" : i + 1}`, hosts }))
    : beyondWildcard(services).map((host) => ({
        name: host === APEX ? "CertificateOfDomain" : `CertificateBelow${pascalCase(host.slice(2))}`,
        hosts: [host],
      }));

/** The program that SST deploys. Which of its files a repo has depends on what was chosen; few have conditions inside. */
export const infra: readonly Row[] = [
  file({ from: "sst.config.ts.ejs" }),
  perItem({
    from: "infra/stage.ts.ejs",
    each: (view) => [{ id: "stage", budgets: budgetsOf(view, null) }],
  }),
  ...rows([
    ["index.ts.ejs", always],
    ["budget.ts.ejs", ({ alerts }) => alerts.email !== null],
    ["naming.ts", always],
    ["kit/outputs.ts", always],
    ["keep.ts.ejs", always],
    ["keys.ts", containers],
    ["network.ts", containers],
    ["access.ts.ejs", containers],
    ["cluster.ts", containers],
    ["alerts.ts.ejs", containers],
    ["monitoring.ts.ejs", containers],
    ["slack.ts.ejs", all(containers, (view) => view.alerts.slack !== null)],
    ["secrets.ts.ejs", containers],
    ["tunnel.ts", stores],
    ["endpoints.ts.ejs", endpoints],
    ["edge.ts.ejs", routed],
    ["firewall.ts.ejs", firewall],
    ["backup.ts.ejs", backup],
    [
      "sleep.ts.ejs",
      all(
        sleeps,
        any(({ has }) => has.instances, all(routed, domain)),
      ),
    ],
    ["kit/settled.ts", any(databases, all(sleeps, routed, domain))],
    ["kit/sst.ts.ejs", any(containers, recorded)],
    ["kit/alarm.ts", containers],
    ["kit/dashboard.ts", containers],
    ["kit/logs.ts", containers],
    ["kit/dead-letters.ts", containers],
    ["kit/report.ts", containers],
    ["kit/container.ts.ejs", containers],
    ["kit/container-definition.ts.ejs", containers],
    ["kit/image.ts.ejs", containers],
    ["kit/build.ts", any(databases, tracing, ({ has }) => has.built)],
    ["kit/sources.ts", any(databases, tracing, ({ has }) => has.built)],
    ["kit/ecs-service.ts.ejs", ({ has }) => has.services],
    ["kit/sleep.ts.ejs", sleeps],
    ["kit/cron.ts.ejs", ({ has }) => has.crons],
    ["kit/cron-guard.ts", ({ has }) => has.crons],
    ["kit/site.ts.ejs", sites],
    ["kit/firewall.ts", firewall],
    ["kit/endpoint.ts", endpoints],
    ["kit/queue.ts.ejs", ({ has }) => has.told],
    ["kit/job-queue.ts.ejs", ({ has }) => has.sqs],
    ["kit/scaling.ts.ejs", ({ has }) => has.queues],
    ["kit/private.ts", ({ has }) => has.private],
    ["kit/routed.ts.ejs", routed],
    ["kit/load-balancer.ts.ejs", routed],
    ["kit/http.ts.ejs", all(routed, plain)],
    ["kit/https.ts.ejs", all(routed, domain)],
    ["kit/redirects.ts.ejs", all(domain, ({ has }) => has.redirects)],
    ["kit/site-hosts.ts.ejs", all(domain, ({ has }) => has.siteHosts)],
    ["windows.ts.ejs", any(databases, caches)],
    ["kit/cache.ts", caches],
    ["kit/bucket.ts", ({ has }) => has.buckets],
    ["email.ts", email],
    ["kit/database.ts.ejs", databases],
    ["kit/tracing.ts.ejs", tracing],
    ["tasks/collector/Dockerfile", tracing],
    ["kit/authorities.ts", ({ has }) => has.brought],
    ["kit/connections.ts", databases],
    ["kit/run-task.ts.ejs", databases],
    ["kit/rds.ts", databases],
    ["kit/rds-instance.ts", ({ has }) => has.instances],
    ["kit/rds-cluster.ts", ({ has }) => has.aurora],
    ["kit/postgres.ts", engine("postgres")],
    ["kit/mysql.ts", engine("mysql")],
    ["kit/aurora-postgres.ts", engine("aurora-postgres")],
    ["kit/aurora-mysql.ts", engine("aurora-mysql")],
    ["tasks/run-task.mjs", databases],
    ["tasks/cron-guard.mjs", ({ has }) => has.crons],
    ["tasks/database/Dockerfile.ejs", databases],
    ["tasks/database/package.json.ejs", databases],
    ["tasks/database/settings.mjs", databases],
    ["tasks/database/postgres.mjs", ({ has }) => has.postgres],
    ["tasks/database/mysql.mjs", ({ has }) => has.mysql],
  ]),
  // As `npm install --package-lock-only` writes it for the package.json beside it.
  perItem({
    from: ({ id }) => `infra/tasks/database/lock.${id}.json`,
    to: "infra/tasks/database/package-lock.json",
    each: ({ has }) => (has.databases ? [{ id: has.postgres ? (has.mysql ? "both" : "postgres") : "mysql" }] : []),
  }),
  file({ from: "infra/firewall-exceptions.ts", owner: "yours", when: firewall }),
  perItem({ from: "infra/kept.json.ejs", each: () => [{ id: "kept", types: Object.entries(KEPT) }] }),
  perItem<DnsItem>({
    from: ({ id }) => `infra/dns/${id}.ts.ejs`,
    to: "infra/dns.ts",
    each: (view) =>
      domain(view)
        ? [{ id: view.dns, certificates: certificatesOf(view), shared: view.has.apex || view.has.wildcards }]
        : [],
  }),
  perItem<ServiceView & { ready: string | null }>({
    from: "infra/services/service.ts.ejs",
    to: ({ name }) => `infra/services/${name}.ts`,
    each: ({ services }) => services.map((service) => ({ ...service, ready: readyPathOf(service) })),
  }),
  perItem<Local<DatabaseView>>({
    from: "infra/databases/database.ts.ejs",
    to: ({ name }) => `infra/databases/${name}.ts`,
    each: (view) => local(view.databases, localDatabasePorts(view)),
  }),
  perItem<Local<CacheView>>({
    from: "infra/caches/cache.ts.ejs",
    to: ({ name }) => `infra/caches/${name}.ts`,
    each: (view) => local(view.caches, localCachePorts(view)),
  }),
  perItem<BucketView>({
    from: "infra/buckets/bucket.ts.ejs",
    to: ({ name }) => `infra/buckets/${name}.ts`,
    each: ({ buckets }) => buckets,
  }),
  perItem<ServiceView>({
    from: "infra/queues/queue.ts.ejs",
    to: ({ name }) => `infra/queues/${name}.ts`,
    each: ({ services }) => services.filter(({ queue }) => queue === "sqs"),
  }),
  perItem<ClientItem>({
    from: "clients/client.json.ejs",
    to: ({ name }) => `clients/${name}.json`,
    each: (view) => view.clients.map((client) => clientItem(view, client)),
  }),
];
