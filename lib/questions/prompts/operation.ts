import { SLEEP_AT } from "../../answers/sleep/hours.ts";
import { ARCHITECTURES, CAPACITIES, CI, PACKAGE_MANAGERS, TRACED, TUNNELS } from "../../answers/vocabulary.ts";
import { getPath } from "../document.ts";
import { type Context, type Prompt, plain, regionOf, secondRegionOf, secondRegions } from "./types.ts";

/** The questions about how the project is run, in the order in which they are asked. */

const hasBackup = ({ document }: Context) => getPath(document, "backup.region") != null;

const has = ({ document }: Context, list: "databases" | "caches") =>
  ((document[list] as unknown[] | undefined) ?? []).length > 0;
const hasStores = (context: Context) => has(context, "databases") || has(context, "caches");
const hasServices = ({ document }: Context) =>
  ((document.services as { kind?: string }[] | undefined) ?? [{}]).some(({ kind }) => kind !== "static");

const hasDev = ({ document }: Context) => ((document.stages as string[] | undefined) ?? ["dev"]).includes("dev");
/** What a question offers, with what is answered already. */
const offered = (values: readonly unknown[], said: unknown): unknown[] => [...new Set([...values, said ?? values[0]])];
const sleeps = ({ document }: Context) => getPath(document, "sleep.hours") != null;

/** After the services. */
export const LAST_PROMPTS: readonly Prompt[] = [
  {
    path: "backup.region",
    label: "Copies of backups",
    message: "Copy production's backups to a second region?",
    help: "AWS Backup keeps daily backups of every database and copies them, so that losing a region loses a day at most.",
    choices: (context) => [
      { value: null, name: "no AWS Backup", description: "databases keep their own snapshots only" },
      ...secondRegions(regionOf(context)),
    ],
    initial: (context) => secondRegionOf(regionOf(context)),
    when: ({ document }) => ((document.databases as unknown[] | undefined) ?? []).length > 0,
  },
  {
    path: "backup.retentionDays",
    label: "Days of backups",
    detail: true,
    message: "Days to keep a backup",
    initial: () => 35,
    when: hasBackup,
  },
  {
    path: "backup.copyRetentionDays",
    label: "Days of copies",
    detail: true,
    message: "Days to keep its copy",
    initial: ({ document }) => getPath(document, "backup.retentionDays"),
    when: hasBackup,
  },
  {
    path: "alerts.email",
    label: "E-mail for alarms",
    message: "E-mail for alarms",
    help: "AWS sends it a link to confirm after the first deploy.",
    empty: "for none",
    initial: ({ email }) => email,
    optional: true,
  },
  {
    path: "alerts.slack",
    label: "Slack channel",
    detail: true,
    message: "Slack channel for alarms",
    help: "<workspace id>/<channel id>, such as T0123ABCD/C0123ABCD.",
    empty: "for none",
    optional: true,
  },
  {
    path: "capacity",
    label: "Capacity",
    detail: true,
    message: "Capacity of the services outside production",
    choices: () => [
      { value: CAPACITIES[0], name: "Fargate" },
      {
        value: CAPACITIES[1],
        name: "Fargate Spot",
        description: "about a third of the price; AWS may take a task back, two minutes after it says so",
      },
    ],
    when: hasServices,
  },
  {
    path: "architecture",
    label: "Images for",
    detail: true,
    message: "Images are built for",
    choices: () => [
      { value: ARCHITECTURES[0], name: "x86_64" },
      {
        value: ARCHITECTURES[1],
        name: "arm64",
        description: "a fifth cheaper on Fargate; every image and native package must exist for it",
      },
    ],
    when: hasServices,
  },
  {
    path: "tunnel",
    label: "Way in to databases",
    detail: true,
    message: "A machine that people reach databases and caches through?",
    choices: () => [
      { value: TUNNELS[0], name: "always", description: "about $7 a month in each stage outside production" },
      { value: TUNNELS[1], name: "none", description: "until somebody sets it in infra/stage.ts and deploys" },
    ],
    when: hasStores,
  },
  {
    path: "tracing",
    label: "Traces",
    detail: true,
    message: "Are requests traced through the services, by OpenTelemetry in AWS X-Ray?",
    help: "A collector runs beside each task. Outside production every request is traced, at $5 a million.",
    choices: ({ document }) => [
      { value: null, name: "no", description: "the id of a request in all logs is enough" },
      ...offered(TRACED, getPath(document, "tracing")).map((value) => ({
        value,
        name: `${value} %`,
        description: "of production's requests",
      })),
    ],
    when: hasServices,
  },
  {
    path: "sleep.hours",
    label: "dev sleeps",
    detail: true,
    message: "Does dev sleep while nobody works?",
    help: "Then its services run no task, and its databases are stopped. A deploy wakes it, and so does the command wake.",
    choices: ({ document }) => [
      { value: null, name: "no", description: "it is there day and night" },
      ...offered(SLEEP_AT, getPath(document, "sleep.hours")).map((value) => ({
        value,
        name: String(value),
        description: "its tasks and databases cost what they are awake for",
      })),
    ],
    when: (context) => hasDev(context) && hasServices(context),
  },
  {
    path: "sleep.timezone",
    label: "Time zone",
    detail: true,
    message: "In which time zone?",
    initial: ({ timezone = "UTC" }) => timezone,
    when: sleeps,
  },
  {
    path: "ci",
    label: "CI",
    detail: true,
    message: "CI",
    choices: () => [
      { value: CI[0], name: "GitHub Actions", description: "checks pull requests, and deploys what is pushed" },
      { value: CI[1], name: "Bitbucket Pipelines", description: "the same; it builds images for x86_64 only" },
      { value: CI[2], name: "none", description: "deploys are made from a machine of yours" },
    ],
  },
  {
    path: "packageManager",
    label: "Package manager",
    detail: true,
    message: "Package manager",
    choices: () => plain(PACKAGE_MANAGERS),
  },
];
