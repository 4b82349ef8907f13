/** How names of the blueprint become names in TypeScript, SST and SQL. Pure, total on valid names. */

/** A project, service, database, cache or client name: words of lower-case letters and digits, joined by hyphens. */
export const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** `order-api` → `OrderApi`: the form of SST's logical names. */
export const pascalCase = (name: string): string =>
  name
    .split(/[-_]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

/** `order-api` → `orderApi`: the form of TypeScript variables. */
export const camelCase = (name: string): string => {
  const pascal = pascalCase(name);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
};

/** The SST secret that holds one declared secret of a service: (`api`, `JWT_SECRET`) → `ApiJwtSecret`. */
export const secretName = (service: string, variable: string): string =>
  pascalCase(service) + pascalCase(variable.toLowerCase());

/** The logical database and the role of a service: `order-api` → `order_api`. */
export const sqlName = (service: string): string => service.replaceAll("-", "_");

const variableOf = (service: string, what: string): string => `${sqlName(service).toUpperCase()}_${what}`;

/** The variable that says where a service is: `order-api` → `ORDER_API_URL`. */
export const urlVariable = (service: string): string => variableOf(service, "URL");

/** The variable that says where the SQS queue of a worker is: `order-mailer` → `ORDER_MAILER_QUEUE`. */
export const queueVariable = (worker: string): string => variableOf(worker, "QUEUE");

/** How one of a stage's stores or secrets is typed: `database`, or `database/orders` where there are several. */
export const labelOf = (kind: string, name: string, count: number): string => (count === 1 ? kind : `${kind}/${name}`);

/** What the name of an SST secret ends with that `rotate` sets, and nobody else. */
export const ROTATED = "Rotated";

/** The SST secret with what has taken the place of a credential that the program made: `api-database` → `ApiDatabaseRotated`. */
export const rotatedName = (credential: string): string => pascalCase(credential) + ROTATED;

/** `acme` and `production` → `acme-production`; the base project's stages are bare environments. */
export const stageName = (environment: string, client?: string): string =>
  client === undefined ? environment : `${client}-${environment}`;
