import { file, perItem, type Row } from "../types.ts";
import type { CacheView, ClientView, DatabaseView, ServiceView, View } from "../view.ts";
import { localCachePorts, localDatabasePorts } from "./local-ports.ts";

type Condition = (view: View) => boolean;

const containers: Condition = ({ has }) => has.containers;
const routed: Condition = ({ has }) => has.routed;
const databases: Condition = ({ has }) => has.databases;
const caches: Condition = ({ has }) => has.caches;
const sites: Condition = ({ has }) => has.sites;
const stores: Condition = ({ has }) => has.databases || has.caches;
/** Some stage has a domain; some stage has none. */
const domain: Condition = ({ has }) => has.domain && (has.routed || has.sites);
const plain: Condition = (view) => view.domain === null;
const engine =
  (name: View["databases"][number]["engine"]): Condition =>
  (view) =>
    view.databases.some((database) => database.engine === name);
const source =
  (...names: string[]): Condition =>
  (view) =>
    view.services.some((service) => service.container && names.includes(service.source));
const backup: Condition = ({ has }) => has.databases && has.backup;
const production: Condition = (view) =>
  view.stages.includes("production") || view.clients.some(({ stages }) => stages.includes("production"));
const all =
  (...conditions: Condition[]): Condition =>
  (view) =>
    conditions.every((condition) => condition(view));
const any =
  (...conditions: Condition[]): Condition =>
  (view) =>
    conditions.some((condition) => condition(view));

const rows = (entries: readonly (readonly [from: string, when: Condition])[]): Row[] =>
  entries.map(([from, when]) => file({ from: `infra/${from}`, when }));

const always: Condition = () => true;

/** A database or a cache, with the port that its counterpart has on a developer's machine. */
type Local<Item> = Item & { localPort: number };
const local = <Item extends { name: string }>(items: readonly Item[], ports: Map<string, number>): Local<Item>[] =>
  items.map((item) => ({ ...item, localPort: ports.get(item.name) as number }));

/** One file for whoever serves the domain. */
interface DnsItem {
  id: View["dns"];
}

/** The program that SST deploys. Which of its files a repo has depends on what was chosen; few have conditions inside. */
export const infra: readonly Row[] = [
  file({ from: "sst.config.ts.ejs" }),
  ...rows([
    ["index.ts.ejs", always],
    ["stage.ts.ejs", always],
    ["naming.ts", always],
    ["components/outputs.ts", always],
    ["keys.ts", containers],
    ["network.ts", containers],
    ["access.ts.ejs", containers],
    ["cluster.ts", containers],
    ["alerts.ts.ejs", containers],
    ["monitoring.ts.ejs", containers],
    ["slack.ts.ejs", all(containers, (view) => view.alerts.slack !== null)],
    ["secrets.ts", any(stores, ({ has }) => has.secrets)],
    ["tunnel.ts", stores],
    ["edge.ts.ejs", routed],
    ["firewall.ts", all(routed, production)],
    ["backup.ts", backup],
    ["database-events.ts", databases],
    ["components/alarm.ts", containers],
    ["components/topic.ts", containers],
    ["components/dashboard.ts", containers],
    ["components/logs.ts", containers],
    ["components/container.ts", containers],
    ["components/secret.ts", containers],
    ["components/image.ts", containers],
    ["components/build.ts", any(databases, ({ has }) => has.built)],
    ["components/workspace-image.ts.ejs", source("nestjs", "node", "react")],
    ["components/directory-image.ts.ejs", source("existing")],
    ["components/public-image.ts", source("image")],
    ["components/ecs-service.ts.ejs", ({ has }) => has.services],
    ["components/worker.ts", ({ has }) => has.workers],
    ["components/cron.ts.ejs", ({ has }) => has.crons],
    ["components/site.ts.ejs", sites],
    ["components/routed.ts", routed],
    ["components/entrance.ts", routed],
    ["components/load-balancer.ts", routed],
    ["components/log-bucket.ts", routed],
    ["components/http.ts", all(routed, plain)],
    ["components/https.ts", all(routed, domain)],
    ["components/health-check.ts", all(routed, domain)],
    ["components/cache.ts", caches],
    ["components/database.ts", databases],
    ["components/grant.ts", databases],
    ["components/run-task.ts", databases],
    ["components/migration.ts", ({ has }) => has.migrations],
    ["components/rds.ts", databases],
    ["components/rds-instance.ts", ({ has }) => has.instances],
    ["components/rds-cluster.ts", ({ has }) => has.aurora],
    ["components/postgres.ts", engine("postgres")],
    ["components/mysql.ts", engine("mysql")],
    ["components/aurora-postgres.ts", engine("aurora-postgres")],
    ["components/aurora-mysql.ts", engine("aurora-mysql")],
    ["tasks/run-task.mjs", databases],
    ["tasks/database/Dockerfile", databases],
    ["tasks/database/package.json.ejs", databases],
    ["tasks/database/settings.mjs", databases],
    ["tasks/database/postgres.mjs", ({ has }) => has.postgres],
    ["tasks/database/mysql.mjs", ({ has }) => has.mysql],
  ]),
  perItem<DnsItem>({
    from: ({ id }) => `infra/dns/${id}.ts`,
    to: "infra/dns.ts",
    each: (view) => (domain(view) ? [{ id: view.dns }] : []),
  }),
  perItem<ServiceView>({
    from: "infra/services/service.ts.ejs",
    to: ({ name }) => `infra/services/${name}.ts`,
    each: ({ services }) => services,
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
  perItem<ClientView>({
    from: "clients/client.json.ejs",
    to: ({ name }) => `clients/${name}.json`,
    each: ({ clients }) => clients,
  }),
];
