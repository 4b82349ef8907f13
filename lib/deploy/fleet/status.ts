import type { View } from "../../answers/view.ts";
import { since } from "../../terminal/moments.ts";
import { noted, tableRows } from "../../terminal/table.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { commitsBetween, headOf } from "./checkout.ts";
import { type Difference, differencesOf, isAsAnswered } from "./drift.ts";
import { type Record, readRecords } from "./records.ts";
import { type Release, releasesOf } from "./releases.ts";
import { type Choice, targetsOf } from "./targets.ts";

/** Which client runs which version, as far as this machine knows, and how clients differ from the project. */

export interface StageStatus {
  stage: string;
  client: string;
  account: string;
  region: string;
  /** The git revision: what AWS says where it was asked, else what was last deployed from here to its end. */
  version: string | null;
  /** How many commits came since. */
  behind: number | null;
  /** Why AWS could not say; null where it could, or was not asked. */
  unknown: string | null;
  /** The last attempt from here; null where there was none. */
  last: Pick<Record, "revision" | "status" | "at"> | null;
}

export interface ClientStatus {
  client: string;
  differences: Difference[];
  /** Its file was edited by hand (false), or is missing (null). */
  asAnswered: boolean | null;
}

export interface FleetStatus {
  /** The last commit here; null where there is none. */
  revision: string | null;
  stages: StageStatus[];
  clients: ClientStatus[];
}

/**
 * @param pattern of AWS profiles, to ask AWS too; null to stay offline
 * @throws {UsageError} where a client or an environment is not known
 */
export async function fleetStatus(
  root: string,
  view: View,
  choice: Choice,
  pattern: string | null,
): Promise<FleetStatus> {
  const targets = targetsOf(view, { ...choice, environment: choice.environment ?? null });
  const revision = (await headOf(root))?.id ?? null;
  const records = await readRecords(root);
  const releases = pattern === null ? new Map<string, Release>() : await releasesOf(targets, view.project, pattern);
  const behind = new Map<string, Promise<number | null>>();
  const countFrom = (from: string): Promise<number | null> => {
    const counting =
      behind.get(from) ?? (revision === null ? Promise.resolve(null) : commitsBetween(root, from, revision));
    behind.set(from, counting);
    return counting;
  };
  const stages = await Promise.all(
    targets.map(async ({ stage, client, account, region }): Promise<StageStatus> => {
      const record = records.get(stage);
      const release = releases.get(stage);
      const version = release?.revision ?? record?.deployed ?? null;
      const count = version === null ? null : await countFrom(version);
      const last = record === undefined ? null : { revision: record.revision, status: record.status, at: record.at };
      return { stage, client, account, region, version, behind: count, unknown: release?.error ?? null, last };
    }),
  );
  const names = new Set(targets.map(({ client }) => client));
  const clients = view.clients
    .filter(({ name }) => names.has(name))
    .map((client) => ({
      client: client.name,
      differences: differencesOf(client, view),
      asAnswered: isAsAnswered(root, client, view),
    }));
  return { revision, stages, clients };
}

const age = ({ version, behind }: StageStatus): string => {
  if (version === null) return "not known";
  if (behind === null) return "not in this history";
  return behind === 0 ? "up to date" : `${behind} behind`;
};

/** The last attempt, where it says more than the version. */
const attempt = ({ last }: StageStatus): string =>
  last === null || last.status === "complete" ? "" : `${last.status} at ${last.revision.slice(0, 12)}`;

const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** The report for people. */
export function statusLines({ stages, clients }: FleetStatus, terminal: Terminal): string[] {
  const regions = new Set(stages.map(({ region }) => region));
  const titles = ["stage", "account", ...(regions.size > 1 ? ["region"] : []), "version", "state", "last"];
  const rows = stages.map((stage) => [
    stage.stage,
    stage.account,
    ...(regions.size > 1 ? [stage.region] : []),
    stage.version?.slice(0, 12) ?? "–",
    age(stage),
    stage.last === null ? "" : `${since(stage.last.at)} ago`,
  ]);
  const notes = stages.map((stage) => [attempt(stage), stage.unknown ?? ""].filter((words) => words !== "").join("; "));
  const [head = [], ...lines] = tableRows(
    titles.map((title) => ({ title, whole: title === "region" })),
    rows,
    terminal.width,
  );
  const different = clients.filter(({ differences, asAnswered }) => differences.length > 0 || asAnswered !== true);
  return [
    ...(regions.size === 1 ? [`All stages are in ${[...regions].join("")}.`, ""] : []),
    ...head.map((line) => terminal.paint("bold", line)),
    ...lines.flatMap((row, index) => noted(row, notes[index] ?? "")),
    "",
    ...(different.length === 0
      ? ["Every client has the project's settings."]
      : [terminal.paint("bold", "Settings other than the project's")]),
    ...different.flatMap(({ client, differences, asAnswered }) => [
      ...differences.map(
        ({ path, value, project }) =>
          `  ${client}: ${path} is ${text(value)}${project === null ? "" : `, the project's is ${text(project)}`}`,
      ),
      ...(asAnswered === false ? [`  ${client}: clients/${client}.json was edited by hand`] : []),
      ...(asAnswered === null ? [`  ${client}: clients/${client}.json is missing`] : []),
    ]),
  ];
}
