/** What things are for, for readers who do not know AWS. The technical name stands beside it. */

const STAGES: Readonly<Record<string, string>> = {
  production: "what users use",
  staging: "the rehearsal for production",
  dev: "where developers try things",
};

const LAYERS: Readonly<Record<string, string>> = {
  edge: "names, certificates and what answers from the internet",
  network: "the private network that everything is in",
  data: "databases, caches and files",
  compute: "what runs your code",
  access: "who and what may do which things, keys and passwords",
  backup: "copies of the data, and how long they are kept",
  operations: "logs, alarms and who hears of them",
  other: "everything else",
};

/** By the id of a line of the bill, up to its colon. */
const LINES: Readonly<Record<string, string>> = {
  nat: "the way out to the internet for what has no public address",
  ipv4: "addresses on the internet",
  balancer: "takes requests and spreads them over services",
  firewall: "turns attacks away",
  endpoints: "private ways to services of AWS",
  service: "runs your code",
  database: "keeps the data",
  cache: "keeps what must be found fast",
  instance: "a server",
  tunnel: "the developers' way to the databases",
  zones: "the names on the internet",
  secrets: "keeps passwords and keys",
  keys: "encrypt what is stored",
  insights: "measure every service and its tasks",
  alarms: "call when something is wrong",
  dashboard: "shows how everything is",
  health: "ask from outside whether it answers",
};

const wordOf = (words: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(words, name) ? (words[name] as string) : "";

export const stagePurpose = (environment: string): string => wordOf(STAGES, environment);
export const layerPurpose = (id: string): string => wordOf(LAYERS, id);
export const linePurpose = (id: string): string => wordOf(LINES, id.split(":", 1)[0] as string);

/** Production first: it is what is paid for longest, and asked for first. */
export const STAGE_ORDER: readonly string[] = ["production", "staging", "dev"];
