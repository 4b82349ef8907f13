import { clientStages } from "../../answers/client-stages.ts";
import { ENVIRONMENTS, type Environment, REGIONS, type Region } from "../../answers/vocabulary.ts";
import { environmentHint } from "../../cost/hints.ts";
import { type Choice, type Context, type Prompt, regionOf, regions } from "./types.ts";

/** The questions about one client. The project's own answers are the defaults. */

interface Backup {
  region: Region;
}

const hasDatabases = ({ document }: Context): boolean =>
  ((document.databases as unknown[] | undefined) ?? []).length > 0;

/** The project's plan, where its copies do not stay in the client's own region. */
const projectBackup = (context: Context): Backup | null => {
  const backup = (context.document.backup ?? null) as Backup | null;
  return backup !== null && backup.region !== regionOf(context) ? backup : null;
};

function backups(context: Context): Choice[] {
  const own = projectBackup(context);
  const others = REGIONS.filter((region) => region !== regionOf(context) && region !== own?.region);
  return [
    ...(own === null ? [] : [{ value: own, name: `${own.region.padEnd(15)} as the project` }]),
    { value: null, name: "no AWS Backup", description: "databases keep their own snapshots only" },
    ...regions(others).map(({ value, name }) => ({ value: { region: value }, name })),
  ];
}

export const CLIENT_PROMPTS: readonly Prompt[] = [
  {
    path: "name",
    message: "Name of the client",
    help: "The first part of its stages' names, such as acme-production: it cannot be changed after the first deploy.",
  },
  { path: "account", message: "AWS account", help: "12 digits: the client's stages deploy into this account only." },
  { path: "domain", message: "Domain of the client" },
  {
    path: "region",
    message: "AWS region",
    choices: () => regions(REGIONS),
    initial: ({ document }) => document.region ?? "us-east-1",
  },
  {
    path: "certificate",
    message: "ARN of the ACM certificate",
    help: "In the client's account and region, for *.<domain>.",
    when: ({ document }) => document.dns === "external",
  },
  {
    path: "stages",
    message: "Stages",
    help: "Each is an environment of its own in the client's account.",
    several: true,
    choices: (context) =>
      ENVIRONMENTS.map((value) => ({
        value,
        name: value,
        description: environmentHint(value, regionOf(context)),
      })),
    initial: ({ document }) => clientStages((document.stages as Environment[] | undefined) ?? ENVIRONMENTS),
  },
  {
    path: "backup",
    message: "Copy the client's backups to a second region?",
    choices: backups,
    initial: projectBackup,
    when: hasDatabases,
  },
];
