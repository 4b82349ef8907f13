import { type Problem, UsageError } from "../errors.ts";
import { didYouMean } from "../system/nearest.ts";
import { hostsOf, isHosted, nameOf } from "./hosts.ts";
import { stageName } from "./names.ts";
import type { ClientView, View } from "./view.ts";
import { ENVIRONMENTS, type Environment } from "./vocabulary.ts";

/** A stage that can be deployed. */
export interface Stage {
  /** As in `--stage`. */
  stage: string;
  environment: Environment;
  client: ClientView | null;
  region: string;
  domain: string | null;
}

/** What a stage is called in the world: every host, and every one that leads to another. */
export const namesOf = ({ services }: View, { environment, domain }: Stage): string[] =>
  domain === null
    ? []
    : [...new Set(services.filter(isHosted).flatMap(hostsOf))].map((host) => nameOf(host, environment, domain));

/** The stages of one client: `acme-staging`, `acme-production`. */
export const stageNames = ({ name, stages }: { name: string; stages: readonly Environment[] }): string[] =>
  stages.map((environment) => stageName(environment, name));

/** Every stage: the project's own first, then each client's. */
export const stagesOf = (view: View): Stage[] => [
  ...view.environments.map((environment) => ({
    stage: environment,
    environment,
    client: null,
    region: view.region,
    domain: view.domain,
  })),
  ...view.clients.flatMap((client) =>
    client.stages.map((environment) => ({
      stage: stageName(environment, client.name),
      environment,
      client,
      region: client.region,
      domain: client.domain,
    })),
  ),
];

/** What is wrong with the name of a stage; null where the repo has it. */
function stageProblem(name: string | undefined, names: readonly string[]): Problem | null {
  if (name !== undefined && names.includes(name)) return null;
  const message = name === undefined ? "is required" : `"${name}" is no stage of this repo${didYouMean(name, names)}`;
  return { path: "stage", message: `${message}; stages: ${names.join(", ")}` };
}

/**
 * The stages of these names, in the repo's order.
 * @throws {UsageError} with every name that the repo does not have
 */
function stagesFor(view: View, names: readonly (string | undefined)[]): Stage[] {
  const stages = stagesOf(view);
  const known = stages.map(({ stage }) => stage);
  const problems = names.flatMap((name) => stageProblem(name, known) ?? []);
  if (problems.length > 0) throw new UsageError(problems, "the command line");
  return stages.filter(({ stage }) => names.includes(stage));
}

/**
 * The stage of that name.
 * @throws {UsageError} where the repo has none
 */
export const stageNamed = (view: View, name: string | undefined): Stage => stagesFor(view, [name])[0] as Stage;

/**
 * Stages with commas between: `dev,staging`.
 * @throws {UsageError} with every name that the repo does not have
 */
export const stagesNamed = (view: View, words: string): Stage[] =>
  stagesFor(
    view,
    words.split(",").filter((word) => word !== ""),
  );

export type Branch = "develop" | "main";

/** A stage that a push deploys. Clients are deployed by hand, one after the other. */
export interface Pushed {
  environment: Environment;
  branch: Branch;
  /** Jobs that come first. */
  needs: string[];
}

/** A stage that its own program refuses unless ALLOW_PLAIN_HTTP is set: passwords would travel unencrypted. */
const unsafe = ({ has }: View, { environment, domain }: Pick<Stage, "environment" | "domain">): boolean =>
  has.routed && environment === "production" && domain === null;

/** There is a stage that a deploy refuses unless somebody insists. */
export const mayInsist = (view: View): boolean => stagesOf(view).some((stage) => unsafe(view, stage));

/** develop goes to dev; main goes to staging and, once that stands, to production, if production is not refused. */
export function pushed(view: View): Pushed[] {
  const environments = view.environments.filter((environment) => !unsafe(view, { environment, domain: view.domain }));
  return environments.map((environment) => ({
    environment,
    branch: environment === "dev" ? "develop" : "main",
    needs: environment === "production" && environments.includes("staging") ? ["check", "staging"] : ["check"],
  }));
}

/**
 * The deployment environments of Bitbucket. It has room for 50 in a repository (10 in the free plan), and pipelines name
 * them literally: so clients share one for each environment, however many they are.
 */
export const bitbucketDeployments = (view: View): { deployment: string; clients: boolean }[] => [
  ...view.environments.map((environment) => ({ deployment: environment, clients: false })),
  ...ENVIRONMENTS.filter((environment) => view.clients.some(({ stages }) => stages.includes(environment))).map(
    (environment) => ({ deployment: `clients-${environment}`, clients: true }),
  ),
];

/** A deploy builds container images: of the services, and of the task that prepares databases. */
export const buildsImages = ({ has }: View): boolean => has.built || has.databases;

/** The task that prepares databases, from the root of the repo. */
export const databaseTask = "/infra/tasks/database";

/** Folders with a Dockerfile, from the root of the repo. */
export const dockerfileFolders = (view: View): string[] => [
  ...new Set([
    ...view.services.flatMap(({ built, directory }) =>
      built && directory !== null ? [directory === "." ? "/" : `/${directory}`] : [],
    ),
    ...(view.has.databases ? [databaseTask] : []),
  ]),
];
