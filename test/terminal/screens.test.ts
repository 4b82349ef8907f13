import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, expect, it, vi } from "vitest";
import type { Stage } from "../../lib/answers/stages.ts";
import { help } from "../../lib/cli/help.ts";
import { COMMANDS } from "../../lib/commands/index.ts";
import { checkLines } from "../../lib/deploy/doctor/lines.ts";
import type { CheckResult } from "../../lib/deploy/doctor/types.ts";
import type { SstEvent } from "../../lib/deploy/events.ts";
import { resultLines, planLines as rolloutLines } from "../../lib/deploy/fleet/report.ts";
import { statusLines as fleetLines } from "../../lib/deploy/fleet/status.ts";
import { foreseenOf } from "../../lib/deploy/foresee.ts";
import { Progress } from "../../lib/deploy/progress.ts";
import { markOf, planLines, summaryLines, checkLines as verifiedLines } from "../../lib/deploy/report.ts";
import { allLines } from "../../lib/deploy/status/all.ts";
import { statusLines } from "../../lib/deploy/status/lines.ts";
import type { StageStatus } from "../../lib/deploy/status/types.ts";
import { linesOf } from "../../lib/plan/text/plan.ts";
import type { Plan } from "../../lib/plan/types.ts";
import { editSummary, summary } from "../../lib/repo/summary.ts";
import { upgradeSummary } from "../../lib/repo/upgrade/summary.ts";
import type { Change } from "../../lib/repo/workspace/index.ts";
import { preview } from "../../lib/repo/workspace/preview.ts";
import { packageRoot } from "../../lib/system/package-root.ts";
import type { Terminal } from "../../lib/terminal/terminal.ts";
import { kept } from "../support/kept.ts";
import { viewOf } from "../support/view.ts";

/**
 * What whole commands print, at three widths and in a pipe, for people to read: `screens/`. The parts that AWS or a repo
 * say are made up here; `vitest run FILE -u` writes the screens.
 */

const contents = (text: string): Buffer => Buffer.from(text);
const numbered = (count: number, word: string): string =>
  Array.from({ length: count }, (_, index) => `${word} ${index}\n`).join("");

const CHANGES: Change[] = [
  {
    path: "infra/index.ts",
    action: "update",
    reason: "new version",
    before: contents('import "./services/api";\nimport "./services/worker";\n'),
    contents: contents('import "./services/api";\n'),
  },
  {
    path: "README.md",
    action: "update",
    reason: "new version",
    before: contents(numbered(60, "was")),
    contents: contents(numbered(50, "is")),
  },
  { path: "infra/services/worker.ts", action: "delete", reason: "no longer generated", before: contents("a\nb\n") },
  ...["Dockerfile", "package.json", "src/main.ts"].map(
    (file): Change => ({
      path: `services/worker/${file}`,
      action: "delete",
      reason: "its service goes",
      before: contents(numbered(20, "line")),
    }),
  ),
];

const NEW = ["README.md", "infra/index.ts"].map(
  (path): Change => ({ path, action: "create", reason: "new", contents: contents("x\n") }),
);

const view = viewOf({
  domain: "acme.com",
  services: [
    { name: "api", kind: "api", source: "nestjs", database: "main", secrets: ["JWT_SECRET"] },
    { name: "notifications", kind: "cron", source: "node", database: "main" },
  ],
  databases: [{ name: "main", engine: "postgres" }],
});

const CHECKS: CheckResult[] = [
  { id: "node", title: "Node", result: "ok", evidence: "v22.20.0", seconds: 0 },
  {
    id: "docker",
    title: "Docker",
    result: "failed",
    evidence: "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
    remedy: "start Docker",
    seconds: 0,
  },
  ...["Region", "Permissions", "Hosted zone"].map(
    (title): CheckResult => ({ id: title, title, result: "skipped", evidence: "needs an AWS identity", seconds: 0 }),
  ),
];

const AT = "2026-02-03T04:05:06.000Z";
const REVISION = "0123456789abcdef0123456789abcdef01234567";
const client = (name: string, behind: number | null, status: "complete" | "failed" = "complete") => ({
  ...{ stage: `${name}-production`, client: name, account: "123456789012", region: "eu-central-1", behind },
  ...{ version: behind === null ? null : REVISION, unknown: null, last: { revision: REVISION, status, at: AT } },
});
const DENIED = "ECS Service api: tasks failed to start (CannotPullContainerError: no such image)";

const PLAN = JSON.parse(readFileSync(join(packageRoot, "test/fixtures/plan.json"), "utf8")) as Plan;

const FORESEEN = foreseenOf(PLAN.stages[0] as Plan["stages"][number]);

/** A deploy that is under way, after five minutes. */
function progress(): Progress {
  const found = new Progress(0, { goal: { as: "made", resources: FORESEEN.resources ?? 0 } });
  const resource = (name: string, type: string) => ({ name, type });
  const events: [SstEvent, number][] = [
    [{ type: "done", operation: "create", resource: resource("Alb", "aws:lb:LoadBalancer"), seconds: 160 }, 160_000],
    [{ type: "settled", as: "made", resource: resource("Alb", "aws:lb:LoadBalancer") }, 160_000],
    [{ type: "started", operation: "create", resource: resource("MainDatabaseInstance", "aws:rds:Instance") }, 60_000],
    [{ type: "started", operation: "create", resource: resource("ApiService", "aws:ecs:Service") }, 200_000],
  ];
  for (const [event, at] of events) found.take(event, at);
  return found;
}

const IDENTITY = {
  account: "123456789012",
  arn: "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_AdministratorAccess_0123456789abcdef/ana@acme.com",
};

const EXPECTED = {
  ...{ cluster: "shop-dev", services: [], addresses: [], redirects: {}, tunnel: "i-0123456789abcdef0" },
  urls: { api: "https://api-dev.acme.com", notifications: "https://notifications-dev.acme.com" },
  records: {
    "api-dev.acme.com": { type: "CNAME" as const, target: "shop-dev-alb-1234567890.us-east-1.elb.amazonaws.com" },
  },
};

const service = (name: string, well: boolean, running: number) => ({
  ...{ name, well, version: `shop-dev-${name}:8`, since: AT, wanted: 2, running, deployments: [] },
  targets: { healthy: running, all: 2, reasons: well ? [] : ["Target.ResponseCodeMismatch"] },
  failure: null,
  events: well ? [] : [`(service ${name}Service) (deployment ecs-svc/2) deployment failed: tasks failed to start.`],
});

const STATUS: StageStatus = {
  ...{ stage: "dev", account: "123456789012", region: "us-east-1", release: REVISION, well: false },
  ...{ lock: null, asleepUntil: null, crons: null },
  services: [service("api", true, 2), service("notifications-and-more", false, 1)],
  addresses: [{ url: "https://notifications-dev.acme.com", ok: false, evidence: "503 in 12 ms" }],
  alarms: [
    {
      name: "shop-dev-service.notifications-and-more.unhealthy",
      since: AT,
      reason: "Threshold Crossed: 3 datapoints were greater than the threshold (0.0).",
    },
  ],
  backups: [{ database: "shop-dev-main", backup: AT }],
  restoreTest: { at: AT, result: "COMPLETED" },
  certificates: [{ domain: "*.acme.com", status: "ISSUED", daysLeft: 200 }],
  maintenance: [{ what: "shop-dev-main", action: "system-update", at: AT }],
  cost: { amount: 123.46, ofStage: null, currency: "USD", from: "2026-02-01" },
  unknown: [
    { what: "the backups", why: "AWS denies backup:ListRecoveryPointsByResource: let a policy of ana allow it." },
  ],
};

const SCREENS: Readonly<Record<string, (terminal: Terminal) => Iterable<string>>> = {
  help: ({ width }) => help(COMMANDS.remove, [], width).split("\n"),
  kickoff: (terminal) =>
    summary({
      ...{ view, changes: NEW, folder: "shop", terminal, installed: false, priced: true },
      command:
        "npx space-sst shop --yes --project shop --domain acme.com --service name=api,database=main,secrets=JWT_SECRET --service 'name=notifications,kind=cron,schedule=cron(0 3 * * ? *)' --database main",
    }),
  "dry-run": () => preview(CHANGES, false),
  remove: (terminal) =>
    editSummary({
      ...{ view, changes: CHANGES, folder: "", terminal, next: "npm run deploy:dev" },
      notes: ["The next deploy of each stage deletes the service's tasks, the way to it, its roles and its images."],
    }),
  stage: (terminal) =>
    editSummary({
      ...{ view, changes: NEW, folder: "shop", terminal, next: "npm run deploy:staging" },
      notes: ["The account of staging is the one that dev is in: its network and its price come on top."],
    }),
  upgrade: (terminal) =>
    upgradeSummary({
      ...{
        view,
        terminal,
        folder: "",
        from: "0.1.0",
        to: "0.2.0",
        stale: true,
        remedy: [],
        guessed: ["infra/stage.ts"],
      },
      changes: [
        ...CHANGES,
        {
          ...{ path: "biome.json", action: "merge", reason: "conflict markers to resolve", before: contents("a\n") },
          ...{ contents: contents("b\n"), unresolved: { yours: contents("a\n"), generated: contents("b\n") } },
        } as Change,
      ],
      sections: [{ version: "0.2.0", text: "- Each stage has a budget of its own beside that of its account." }],
      controls: [{ id: "WA.window", what: "new", asks: "production is changed in its maintenance window only" }],
      undo: "git reset --hard 0123456789ab",
    }),
  plan: (terminal) => linesOf(PLAN, terminal),
  doctor: (terminal) => checkLines(CHECKS, terminal),
  "fleet-status": (terminal) =>
    fleetLines(
      {
        revision: REVISION,
        stages: [client("acme", 0), client("stark-industries", 3), client("globex", null, "failed")],
        clients: [{ client: "acme", differences: [], asAnswered: true }],
      },
      terminal,
    ),
  deploy: (terminal) => [
    ...planLines(
      view,
      { ...{ stage: "dev", environment: "dev", region: "us-east-1", domain: "acme.com" }, client: null } as Stage,
      IDENTITY,
      FORESEEN.lines,
    ),
    `Deploying dev … 5 min 0 s  ${progress().far()}`,
    ...progress()
      .making(300_000)
      .map((line) => `  ${line}`),
    "",
    ...verifiedLines(
      [
        { what: "api", result: "ok", evidence: "2 of 2 tasks run shop-dev-api:8", details: [], log: [] },
        {
          ...{ what: "https://notifications-dev.acme.com/health", result: "failed", evidence: "503 in 12 ms" },
          details: ["the load balancer: Target.ResponseCodeMismatch"],
          log: ["Error: password authentication failed for user notifications"],
        },
      ],
      markOf(terminal),
    ),
    ...summaryLines({
      ...{ stage: "dev", expected: EXPECTED, exec: "npx", alerts: true },
      outcome: { log: ".sst/log/dev-2026-02-05.log", seconds: 312 } as never,
    }),
  ],
  status: (terminal) => statusLines(STATUS, terminal, (words) => `npx space-sst ${words}`),
  "status-all": (terminal) =>
    allLines(
      [
        STATUS,
        { stage: "staging", region: "us-east-1", why: "not deployed" },
        { stage: "stark-industries-production", region: "eu-central-1", why: "choose a profile of that account" },
      ],
      terminal,
    ),
  "fleet-plan": ({ width }) => {
    const target = (name: string) => ({
      ...{ stage: `${name}-production`, client: name, account: "123456789012", region: "eu-central-1" },
    });
    const next = ["acme", "stark-industries", "globex"].map(target);
    return rolloutLines({ next, done: [target("hooli")], canary: true } as never, 2, width);
  },
  "fleet-deploy": (terminal) => {
    const result = { client: "", account: "123456789012", region: "eu-central-1", log: null, error: null };
    return resultLines(
      [
        { ...result, stage: "acme-production", status: "complete", seconds: 312 },
        { ...result, stage: "stark-industries-production", status: "failed", seconds: 60, error: DENIED },
        { ...result, stage: "globex-production", status: "waiting", seconds: null },
      ],
      terminal,
    );
  },
};

const WIDTHS = [60, 80, 120];

/** What is printed on a terminal of a width; without a width, in a pipe. */
function shown(name: string, columns?: number, env: NodeJS.ProcessEnv = {}): string {
  const { terminal, text } = kept(columns, env);
  for (const line of (SCREENS[name] as (typeof SCREENS)[string])(terminal)) terminal.print(line);
  return text();
}

afterEach(() => void vi.useRealTimers());

it.each(Object.keys(SCREENS))("%s can be read at every width, and where nobody says how wide it is", async (name) => {
  vi.useFakeTimers({ now: new Date("2026-02-05T00:00:00Z"), toFake: ["Date"] });
  const screens = WIDTHS.map((width) => {
    const plain = shown(name, width, { NO_COLOR: "1" });
    expect(stripVTControlCharacters(shown(name, width))).toBe(plain);
    // A word that is longer than a line stays whole: names and addresses are copied.
    for (const line of plain.split("\n"))
      if (/\S\s+\S/.test(line)) expect(line.length, line).toBeLessThanOrEqual(width);
    return `${"-".repeat(width)} ${width}\n${plain}`;
  });
  const pipe = shown(name);
  expect(pipe).not.toContain("\u001b");
  await expect([...screens, `${"-".repeat(76)} a pipe\n${pipe}`].join("\n")).toMatchFileSnapshot(`screens/${name}.txt`);
});
