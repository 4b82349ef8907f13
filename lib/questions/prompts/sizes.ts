import { SETTINGS, type Settings } from "../../answers/settings.ts";
import type { Environment } from "../../answers/vocabulary.ts";
import { amount } from "../../system/amount.ts";
import { type Document, getPath, setPath } from "../document.ts";
import { type Context, type Prompt, plain } from "./types.ts";

/** The questions about the sizes of one client's environment: what the project has is the default of each. */

/** Classes that RDS and ElastiCache have for every engine here, on Graviton, smallest first. */
const CLASSES = [
  ...["t4g.micro", "t4g.small", "t4g.medium"],
  ...["m7g.large", "m7g.xlarge", "r7g.large", "r7g.xlarge", "r7g.2xlarge"],
];
const INSTANCES = ["t4g.micro", "t4g.small", "t4g.medium", "t4g.large", ...CLASSES.slice(3)];

const stores = (list: "databases" | "caches", test: (store: Document) => boolean) => (context: Context) =>
  ((context.document[list] as Document[] | undefined) ?? []).some(test);
const isAurora = ({ engine }: Document): boolean => String(engine ?? "postgres").startsWith("aurora");
const instances = stores("databases", (store) => !isAurora(store));
const aurora = stores("databases", isAurora);
const caches = stores("caches", () => true);

const yesNo = [
  { value: false, name: "no" },
  { value: true, name: "yes" },
];

/** In the words of `infra/stage.ts`. */
const PROMPTS: readonly Prompt[] = [
  { path: "database.instance", message: "Class of the databases", choices: () => plain(INSTANCES), when: instances },
  { path: "database.multiAz", message: "A standby in a second zone?", choices: () => yesNo, when: instances },
  {
    path: "database.replicas",
    message: "Copies of the Aurora databases in other zones",
    choices: () => [0, 1, 2].map((value) => ({ value, name: String(value) })),
    when: aurora,
  },
  { path: "cache.node", message: "Class of the caches", choices: () => plain(CLASSES), when: caches },
  {
    path: "cache.replicas",
    message: "Copies of the caches in other zones",
    choices: () => [0, 1, 2].map((value) => ({ value, name: String(value) })),
    when: caches,
  },
  {
    path: "logDays",
    message: "Days to keep logs",
    choices: () => [30, 90, 180, 365, 731, 1827].map((value) => ({ value, name: String(value) })),
  },
];

/** The questions, with what an environment of the project has as their defaults. */
export const sizePrompts = (environment: Environment): Prompt[] =>
  PROMPTS.map((prompt) => ({ ...prompt, initial: () => getPath(SETTINGS[environment], prompt.path) }));

/** What of the answers differs from the project's. */
export const ownSizes = (environment: Environment, answers: Document): Document =>
  PROMPTS.reduce<Document>((own, { path }) => {
    const value = getPath(answers, path);
    return value === undefined || value === getPath(SETTINGS[environment], path) ? own : setPath(own, path, value);
  }, {});

/** What an environment of the project has, in a few words. */
export function sizesInWords({ database, cache, logDays }: Settings, context: Context): string {
  return [
    ...(instances(context) ? [`databases ${database.instance}${database.multiAz ? " with a standby" : ""}`] : []),
    ...(aurora(context) ? [`Aurora with ${amount(1 + database.replicas, "instance")}`] : []),
    ...(caches(context) ? [`${1 + cache.replicas} × ${cache.node} caches`] : []),
    `logs for ${logDays} days`,
  ].join(", ");
}
