import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ownersText } from "../owners-text.ts";

/** A stage of the repo, and the account that it belongs to when it is a client's. */
export interface StageOf {
  stage: string;
  account?: string;
}

const readJson = (file: string): Record<string, unknown> => JSON.parse(ownersText(file));
const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** Every client's file, by the client's name. */
function clientsOf(root: string): [name: string, client: Record<string, unknown>][] {
  const folder = join(root, "clients");
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")) : [];
  return files.sort().map((file) => [file.slice(0, -".json".length), readJson(join(folder, file))]);
}

/** The project's own stages. */
function ownStages(root: string): StageOf[] {
  const answers = readJson(join(root, ".yo-rc.json"))["generator-space-sst"] as Record<string, unknown> | undefined;
  return strings(answers?.stages).map((stage) => ({ stage }));
}

/** Every stage that the repo can be deployed to: the project's own, and those of each client. */
export const stagesOf = (root: string): StageOf[] => [
  ...ownStages(root),
  ...clientsOf(root).flatMap(([name, { stages, account }]) =>
    strings(stages).map((stage) => ({ stage: `${name}-${stage}`, account: String(account) })),
  ),
];

/** Up to this many clients, every stage runs: about a second each. */
const MOST_CLIENTS = 20;

/**
 * The stages to run offline. With many clients, one stage stands for all whose settings are the same: their programs
 * differ in names, accounts, domains and addresses only, and it is the one with the longest of them.
 * @param all run every stage all the same
 * @returns how many stages are stood for, too
 */
export function stagesToRun(root: string, all = process.env.ALL_STAGES === "true"): { run: StageOf[]; left: number } {
  const clients = clientsOf(root);
  const every = stagesOf(root);
  if (all || clients.length <= MOST_CLIENTS) return { run: every, left: 0 };
  const chosen = new Map<string, { stage: StageOf; length: number }>();
  for (const [name, { account, stages, domain, region, backup, certificate, sizes }] of clients) {
    const length = name.length + String(domain).length;
    for (const environment of strings(stages)) {
      const own = (sizes as Record<string, unknown> | undefined)?.[environment] ?? null;
      const settings = JSON.stringify([environment, region, backup, certificate === null, own]);
      if (length <= (chosen.get(settings)?.length ?? 0)) continue;
      chosen.set(settings, { stage: { stage: `${name}-${environment}`, account: String(account) }, length });
    }
  }
  const run = [...ownStages(root), ...[...chosen.values()].map(({ stage }) => stage)];
  return { run, left: every.length - run.length };
}
