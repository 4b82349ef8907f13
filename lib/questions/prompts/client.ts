import { clientStages } from "../../answers/client-stages.ts";
import { clientSecondRegion } from "../../answers/jurisdictions.ts";
import { ENVIRONMENTS, type Environment, REGIONS, type Region } from "../../answers/vocabulary.ts";
import { environmentHint } from "../../cost/hints.ts";
import { getPath } from "../document.ts";
import { type Choice, type Context, type Prompt, regionOf, regions, secondRegions } from "./types.ts";

/** The questions about one client. The project's own answers are the defaults. */

interface Backup {
  region: Region;
}

const hasDatabases = ({ document }: Context): boolean =>
  ((document.databases as unknown[] | undefined) ?? []).length > 0;

/** The project's plan, where its copies can be the client's too; else one whose copies stay under the client's law. */
function defaultBackup({ document, item }: Context): Backup | null {
  const backup = (document.backup ?? null) as Partial<Backup> | null;
  if (backup === null) return null;
  const project = { region: regionOf({ document, item: {} }), backup };
  const region = clientSecondRegion(regionOf({ document, item }), project);
  return region === undefined ? null : { ...backup, region };
}

function backups(context: Context): Choice[] {
  const own = defaultBackup(context);
  const project = getPath(context.document, "backup.region");
  const choices = secondRegions(regionOf(context)).map((choice) =>
    choice.value === own?.region
      ? { ...choice, value: own, name: choice.value === project ? `${choice.name}, as the project` : choice.name }
      : { ...choice, value: { region: choice.value } },
  );
  return [
    ...choices.filter(({ value }) => value === own),
    { value: null, name: "no AWS Backup", description: "databases keep their own snapshots only" },
    ...choices.filter(({ value }) => value !== own),
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
    initial: (context) => defaultBackup(context),
    when: hasDatabases,
  },
];
