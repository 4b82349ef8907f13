import type { Problem } from "../errors.ts";
import { clientCertificates, clientSizes } from "./rules/clients.ts";
import { backups, clientNetworks, domains, hostLengths } from "./rules/hosting.ts";
import { clientNames, uniqueNames } from "./rules/names.ts";
import { routes, rulesOfBalancer } from "./rules/routes.ts";
import { architectures, directories, secrets, serviceShape } from "./rules/services.ts";
import { databaseVersions, references, sqlNames } from "./rules/stores.ts";
import type { Parsed } from "./schema.ts";

/** The rules that look at more than one answer. Each is a function from a document to its problems; order is the order of the report. */
type Rule = (answers: Parsed) => Iterable<Problem>;

const RULES: readonly Rule[] = [
  uniqueNames,
  clientNames,
  references,
  serviceShape,
  directories,
  secrets,
  architectures,
  sqlNames,
  databaseVersions,
  routes,
  rulesOfBalancer,
  domains,
  hostLengths,
  backups,
  clientNetworks,
  clientSizes,
  clientCertificates,
];

/** Every rule that a document breaks. */
export const checkRules = (answers: Parsed): Problem[] => RULES.flatMap((rule) => [...rule(answers)]);
