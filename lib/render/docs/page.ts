import { nameOf } from "../../answers/hosts.ts";
import { labelOf } from "../../answers/names.ts";
import { declaredSecrets } from "../../answers/secrets.ts";
import { bitbucketDeployments, buildsImages, mayInsist, pushed } from "../../answers/stages.ts";
import { isEcsService, type View } from "../../answers/view.ts";
import type { Environment } from "../../answers/vocabulary.ts";
import { estimate, unknownIn } from "../../cost/estimate.ts";
import { oncePer } from "../../system/once.ts";
import { mermaidOf } from "../diagram/mermaid.ts";
import { playedNames } from "../manifest/local.ts";
import { alarmTable } from "./alarms.ts";
import { architectureOf } from "./architecture.ts";
import { FEW_CLIENTS, namedClients, namedStages } from "./clients.ts";
import { clientCostTable, costTable, wholeCost } from "./cost.ts";
import { type Differences, differences } from "./differences.ts";
import { sentence } from "./markdown.ts";
import { certificateNames, recordTable } from "./records.ts";
import { serviceTable } from "./services.ts";

/** What the README and the runbook say that takes more than looking at the view. Tables are Markdown, ready to print. */
export const page = oncePer((view: View) => {
  const costs = estimate(view);
  const stages = namedStages(view);
  const differs: Differences | null = differences(view);
  /** Production is a stage of the project, but it has no domain, and no push deploys it. */
  const plainProduction =
    view.environments.includes("production") && !pushed(view).some(({ environment }) => environment === "production");
  const first = view.environments[0] as Environment;
  const domains = [...new Set(stages.flatMap(({ domain }) => (domain === null ? [] : [domain])))];
  const example = view.services.find(({ routed, path }) => routed && path === "/*");
  return {
    id: "page",
    /** Null where Bitbucket hosts the repo, which shows the text and no picture. */
    mermaid: view.has.bitbucket ? null : mermaidOf(architectureOf(view)).trimEnd(),
    services: serviceTable(view),
    cost: { ...costs, table: costTable(costs), whole: wholeCost(costs), unknown: unknownIn(costs.stages) },
    clientCosts: clientCostTable(costs, FEW_CLIENTS),
    differs,
    stages,
    /** Clients that are not in `stages`: there are too many to name. */
    moreClients: namedClients(view).more,
    /** Domains that have to be prepared, the project's first. */
    domains: view.has.routed || view.has.sites ? domains : [],
    domainList: sentence(domains),
    /** For DNS that is looked after elsewhere. */
    records: recordTable(view, stages),
    certificateNames: certificateNames(view, stages),
    /** Stages whose changes pull requests show: in production, secrets are not for everybody who may push a branch. */
    looked: view.environments.filter((environment) => environment !== "production"),
    /** Stages that somebody must approve. */
    protectedStages: stages.filter(({ environment }) => environment === "production").map(({ stage }) => stage),
    pushed: pushed(view),
    /** What the deployment environments of Bitbucket are called. */
    deployments: bitbucketDeployments(view).map(({ deployment }) => deployment),
    mayInsist: mayInsist(view),
    plainProduction,
    /** Stages that no push deploys; null where there is none. */
    byHand:
      [...(plainProduction ? ["Production"] : []), ...(view.has.clients ? ["The clients' stages"] : [])].join(", ") ||
      null,
    /** The stage that is deployed first. */
    first,
    secrets: declaredSecrets(view),
    credentials: credentialsOf(view),
    /** A public URL to try after the first deploy; null where AWS chooses the host. */
    health: example ? healthUrl(example.host, example.health, first, view) : null,
    repeat: view.repeat,
    images: buildsImages(view),
    /** What is played on a developer's machine: buckets, queues, mail. */
    played: playedNames(view),
    /** What is typed after `tunnel "$stage"`: one example for each kind of store. */
    tunnels: [
      ...(view.has.postgres ? [`${label("database", view.databases, "postgres")} -- psql`] : []),
      ...(view.has.mysql ? [label("database", view.databases, "mysql")] : []),
      ...(view.has.caches
        ? [`${labelOf("cache", view.caches[0]?.name ?? "", view.caches.length)} -- redis-cli --tls --insecure -p 16379`]
        : []),
    ],
    /** The same, to take all of a database along. */
    dumps: [
      ...(view.has.postgres
        ? [`${label("database", view.databases, "postgres")} -- pg_dump --format=custom --file=database.dump`]
        : []),
      ...(view.has.mysql
        ? [
            `${label("database", view.databases, "mysql")} -- mysqldump --host=127.0.0.1 --port=13306 --user=USER --result-file=database.sql DATABASE`,
          ]
        : []),
    ],
    /** Services that bring migrations along, with the tool that runs them. */
    migrations: view.services.flatMap(({ name, database, directory, migrates }) =>
      migrates && database !== null
        ? [
            {
              service: name,
              tool: database.migrations,
              directory,
              family: database.family,
            },
          ]
        : [],
    ),
    /** Services with a database whose code is not ours: they see to their migrations themselves. */
    unmigrated: view.services
      .filter(({ database, migrates }) => database !== null && !migrates)
      .map(({ name }) => name),
    /** What runs all the time, as services of ECS. */
    ecs: view.services.filter(isEcsService),
    containers: view.services.filter(({ container }) => container),
    crons: view.services.filter(({ kind }) => kind === "cron"),
    alarms: alarmTable(view),
  };
});

/** How a tunnel's end is called: by its name too, where there are several. */
function label(kind: string, stores: View["databases"], family: string): string {
  const name = stores.find((store) => store.family === family)?.name ?? "";
  return labelOf(kind, name, stores.length);
}

/** What is typed after `rotate "$stage"`, for all that can be rotated; the values of secrets come from a file. */
function credentialsOf(view: View): { label: string; from: boolean }[] {
  const stores = [["database", view.databases] as const, ["cache", view.caches] as const];
  const variables = [...new Set(declaredSecrets(view).map(({ variable }) => variable))];
  return [
    ...stores.flatMap(([kind, all]) =>
      all
        .filter(({ services }) => services.length > 0)
        .map(({ name }) => ({ label: labelOf(kind, name, all.length), from: false })),
    ),
    ...variables.map((variable) => ({ label: labelOf("secret", variable, variables.length), from: true })),
  ];
}

function healthUrl(host: string, health: string, environment: Environment, view: View): string | null {
  if (view.domain === null) return null;
  return `https://${nameOf(host, environment, view.domain)}${health}`;
}
