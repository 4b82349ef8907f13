import { type Stage, stagesOf } from "../../answers/stages.ts";
import type { View } from "../../answers/view.ts";
import { AT_ONCE, Aws } from "../../aws/client.ts";
import { pool } from "../../system/pool.ts";
import { marked, noted, tableRows } from "../../terminal/table.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { deployedStage, NotDeployed } from "../deployed.ts";
import { profileOf } from "../fleet/profiles.ts";
import { mark } from "./lines.ts";
import { brief, stageStatus } from "./status.ts";
import type { StageStatus } from "./types.ts";

/** A stage as one line: how it does, or why that is not known. */
export type Line = StageStatus | { stage: string; region: string; why: string };

/** The project's own stages are looked at with the credentials of the environment, a client's with its profile. */
function awsFor({ stage, client, region, environment }: Stage, pattern: string): Aws {
  if (client === null) return new Aws({ region });
  const target = { stage, client: client.name, environment, account: client.account, region };
  return new Aws({ region, profile: profileOf(pattern, target) ?? undefined });
}

/**
 * Every stage that the repo has, as far as each can be read.
 * @param pattern of the clients' AWS profiles
 */
export const allStatuses = (view: View, pattern: string): Promise<Line[]> =>
  pool(stagesOf(view), AT_ONCE, async (stage): Promise<Line> => {
    try {
      return await stageStatus(await deployedStage(view, stage, awsFor(stage, pattern)), brief);
    } catch (error) {
      return {
        stage: stage.stage,
        region: stage.region,
        why: error instanceof NotDeployed ? "not deployed" : (error as Error).message,
      };
    }
  });

const count = <T>(items: readonly T[] | null, right: (item: T) => boolean): string =>
  items === null ? "?" : items.length === 0 ? "–" : `${items.filter(right).length} of ${items.length}`;

function cellsOf(line: Line): string[] {
  if ("why" in line) return [line.stage, "–", "", "", "", ""];
  const { stage, account, release, services, addresses, alarms } = line;
  return [
    stage,
    account,
    release?.slice(0, 12) ?? "–",
    count(services, ({ well }) => well),
    count(addresses, ({ ok }) => ok),
    alarms === null ? "?" : String(alarms.length),
  ];
}

function noteOf(line: Line): string {
  if ("why" in line) return line.why;
  const { lock, asleepUntil } = line;
  if (lock !== null) return `sst ${lock.command || "deploy"} runs`;
  return asleepUntil === null ? "" : `asleep until ${asleepUntil}`;
}

/** The table for people. */
export function allLines(lines: readonly Line[], terminal: Terminal): string[] {
  const regions = new Set(lines.map(({ region }) => region));
  const titles = ["stage", "account", "version", "services", "addresses", "alarms"];
  const [head = [], ...rows] = tableRows(
    [...titles.map((title) => ({ title })), ...(regions.size > 1 ? [{ title: "region", whole: true }] : [])],
    lines.map((line) => [...cellsOf(line), line.region]),
    terminal.width,
  );
  return [
    ...(regions.size === 1 ? [`All stages are in ${[...regions].join("")}.`, ""] : []),
    ...head.map((line) => terminal.paint("dim", line)),
    ...lines.flatMap((line, index) => {
      const row = rows[index] ?? [];
      return noted("why" in line ? row : marked(row, mark(terminal, line.well)), noteOf(line));
    }),
  ];
}
