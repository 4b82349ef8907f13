import { since } from "../../terminal/moments.ts";
import { marked, tableRows } from "../../terminal/table.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { sayStopped } from "../evidence.ts";
import type { Readings, ServiceStatus, StageStatus } from "./types.ts";

/** How a stage does, on one screen: why something is not well stands below it, and what to type next. */

export const mark = (terminal: Terminal, well: boolean): string =>
  well ? terminal.paint("green", "✔") : terminal.paint("red", "✖");

/** Why a service is not well, as ECS, the load balancer and the last task that ended say it. */
function* reasonsOf({ deployments, targets, failure, events }: ServiceStatus): Iterable<string> {
  for (const { version, status, rollout, running, wanted, failed, reason } of deployments) {
    const tries = failed === 0 ? "" : `; ${failed} of its tasks have failed`;
    if (rollout === "FAILED") yield `${version} failed: ${reason ?? "no reason given"}`;
    else if (status === "PRIMARY" && rollout === "IN_PROGRESS")
      yield `on its way to ${version}: ${running} of ${wanted} tasks run${tries}`;
    else if (status !== "PRIMARY") yield `${version} runs until then: ${running} of ${wanted} tasks`;
  }
  for (const reason of targets?.reasons ?? []) yield `the load balancer: ${reason}`;
  if (failure !== null) {
    yield* sayStopped({ ...failure, logCommand: null });
    for (const line of failure.log) yield `  | ${line}`;
  }
  for (const event of events) yield `ECS: ${event}`;
}

function* serviceLines({ services }: StageStatus, terminal: Terminal): Iterable<string> {
  const [head = [], ...rows] = tableRows(
    ["service", "version", "tasks", "healthy", "since"].map((title) => ({ title })),
    services.map(({ name, version, running, wanted, targets, since: at }) => [
      name,
      version,
      `${running} of ${wanted}`,
      targets === null ? "–" : `${targets.healthy} of ${targets.all}`,
      since(at),
    ]),
    terminal.width,
  );
  for (const line of head) yield terminal.paint("dim", line);
  for (const [index, service] of services.entries()) {
    yield* marked(rows[index] ?? [], mark(terminal, service.well));
    if (!service.well) for (const reason of reasonsOf(service)) yield `    ${reason}`;
  }
}

interface Section {
  title: string;
  /** None where there is nothing to say. */
  lines: (status: Readings, terminal: Terminal) => string[];
}

const day = (at: string | null): string => at?.slice(0, 10) ?? "–";

/** What stands below the services, in this order. */
const SECTIONS: readonly Section[] = [
  {
    title: "Under way",
    lines: ({ lock }) => (lock === null ? [] : [`sst ${lock.command || "deploy"}, for ${since(lock.created)}`]),
  },
  {
    title: "Addresses",
    lines: ({ addresses }, terminal) =>
      (addresses ?? []).map(({ url, ok, evidence }) => `${mark(terminal, ok)} ${url}  ${evidence}`),
  },
  {
    title: "Alarms that ring",
    lines: ({ alarms }, terminal) =>
      (alarms ?? []).map(
        ({ name, since: at, reason }) => `${mark(terminal, false)} ${name}, for ${since(at)}: ${reason}`,
      ),
  },
  {
    title: "Scheduled tasks",
    lines: ({ crons }, terminal) =>
      (crons ?? []).map(({ name, well, at, said }) =>
        at === null ? `  ${name}: has not run yet` : `${mark(terminal, well)} ${name}, ${since(at)} ago: ${said}`,
      ),
  },
  {
    title: "Backups",
    lines: ({ backups, restoreTest }) => [
      ...(backups ?? []).map(({ database, backup }) =>
        backup === null ? `${database}: none yet` : `${database}: the newest is ${since(backup)} old`,
      ),
      ...(restoreTest === null ? [] : [`restore test: ${day(restoreTest.at)} ${restoreTest.result}`]),
    ],
  },
  {
    title: "Certificates",
    lines: ({ certificates }) =>
      (certificates ?? []).map(({ domain, status, daysLeft }) =>
        daysLeft === null ? `${domain}: ${status}` : `${domain}: ${daysLeft} days left (${status})`,
      ),
  },
  {
    title: "Maintenance that waits",
    lines: ({ maintenance }) =>
      (maintenance ?? []).map(({ what, action, at }) => `${what}: ${action}${at === null ? "" : `, by ${day(at)}`}`),
  },
  {
    title: "Cost",
    lines: ({ cost }) =>
      cost === null
        ? []
        : [
            `${cost.amount.toFixed(2)} ${cost.currency} since ${cost.from}, all of the account`,
            cost.ofStage === null
              ? 'this stage: not counted (RUNBOOK.md, "Costs")'
              : `${cost.ofStage.toFixed(2)} ${cost.currency} of it are this stage`,
          ],
  },
];

/** @param again a command as it is typed here */
export function* statusLines(
  status: StageStatus,
  terminal: Terminal,
  again: (words: string) => string,
): Iterable<string> {
  const { stage, account, region, release, services, unknown } = status;
  const version = release === null ? "" : `, version ${release.slice(0, 12)}`;
  yield `${mark(terminal, status.well)} ${terminal.paint("bold", stage)} in account ${account}, ${region}${version}`;
  if (status.asleepUntil !== null) yield `  asleep until ${status.asleepUntil}; ${again(`wake ${stage}`)} wakes it`;
  if (services.length > 0) yield* ["", ...serviceLines(status, terminal)];
  for (const { title, lines } of SECTIONS) {
    const found = lines(status, terminal);
    if (found.length > 0) yield* ["", terminal.paint("bold", title), ...found.map((line) => `  ${line}`)];
  }
  if (unknown.length > 0)
    yield* ["", terminal.paint("bold", "Not known"), ...unknown.map(({ what, why }) => `  ${what}: ${why}`)];
  const failing = services.filter(({ well }) => !well && status.asleepUntil === null).map(({ name }) => name);
  if (failing.length > 0) yield* ["", `What they say: ${again(`logs ${stage} ${failing.join(" ")} --since 1h`)}`];
}
