import type { Problem } from "../errors.ts";
import { calls } from "./rules/calls.ts";
import { clientCertificates, clientSizes } from "./rules/clients.ts";
import { email } from "./rules/email.ts";
import { backups, clientNetworks, domains } from "./rules/hosting.ts";
import { alikeHosts, claims, hostKinds, hostLengths, provenOnce } from "./rules/hosts.ts";
import {
  callerCounts,
  certificatesOfBalancer,
  hostCounts,
  hostsOfBalancers,
  rulesOfBalancers,
} from "./rules/limits.ts";
import { clientNames, uniqueNames } from "./rules/names.ts";
import { origins } from "./rules/origins.ts";
import { queues } from "./rules/queues.ts";
import { priorities, routes } from "./rules/routes.ts";
import { architectures, directories, secrets, serviceShape } from "./rules/services.ts";
import { sleeping } from "./rules/sleeping.ts";
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
  calls,
  callerCounts,
  queues,
  origins,
  email,
  secrets,
  architectures,
  sqlNames,
  databaseVersions,
  priorities,
  routes,
  hostKinds,
  claims,
  alikeHosts,
  hostCounts,
  rulesOfBalancers,
  hostsOfBalancers,
  certificatesOfBalancer,
  domains,
  hostLengths,
  provenOnce,
  backups,
  sleeping,
  clientNetworks,
  clientSizes,
  clientCertificates,
];

/** Every rule that a document breaks. */
export const checkRules = (answers: Parsed): Problem[] => RULES.flatMap((rule) => [...rule(answers)]);
