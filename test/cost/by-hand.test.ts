import { afterAll, beforeAll, expect, it } from "vitest";
import { NO_USAGE } from "../../lib/cost/usage.ts";
import { billOf } from "../../lib/plan/cost/bill.ts";
import { Resources } from "../../lib/plan/resources/index.ts";
import { render } from "../../lib/render/render.ts";
import { costLines } from "../../lib/repo/summary.ts";
import { type Repos, renderAll, runStages, type StageRun } from "../support/proof.ts";

/**
 * Three stages in us-east-1, calculated by hand from the prices that AWS publishes: a dev stage that sleeps, a staging, and a
 * client's production. The plan of their program must come to the same, line by line and to the cent; so must the README,
 * and what a kickoff prints, which is in whole dollars.
 */

const HOURS = 730;

// aws.amazon.com/elasticloadbalancing/pricing, /vpc/pricing: by the hour.
const LOAD_BALANCER = HOURS * 0.0225;
const ADDRESS = HOURS * 0.005;
const NAT = HOURS * 0.045;
// aws.amazon.com/fargate/pricing: a vCPU and a GB by the hour, on Arm. Spot moves: as of prices.json.
const task = (vcpu: number, gb: number, [perVcpu, perGb]: readonly [number, number] = [0.03238, 0.00356]) =>
  HOURS * (vcpu * perVcpu + gb * perGb);
const SPOT = [0.01030969, 0.00113349] as const;
// aws.amazon.com/rds/postgresql/pricing: an instance by the hour, a GB of gp3 by the month; each in one zone and in two.
const MICRO = HOURS * 0.016;
const MEDIUM_IN_TWO_ZONES = HOURS * 0.129;
const DISK = 20 * 0.115;
const DISK_IN_TWO_ZONES = 20 * 0.23;
// aws.amazon.com/elasticache/pricing: Valkey's nodes by the hour.
const CACHE_MICRO = HOURS * 0.0128;
const CACHE_SMALL = HOURS * 0.0256;
// /waf, /route53, /secrets-manager, /kms, /cloudwatch pricing: by the month.
const FIREWALL = 5 + 4 * 1;
const ZONE = 0.5;
const CHECK = 0.5 + 1;
const SECRET = 0.4;
const KEY = 1;
const ALARM = 0.1;
const METRIC = 0.3;
const METRIC_OF_ENHANCED = 0.07;
const DASHBOARD = 3;

/** Tasks and their addresses from 7:20 to 19:00, databases from 7:00 to 19:10, on five days of seven. */
const TASKS_AWAKE = (5 * (11 + 40 / 60)) / 168;
const DATABASE_AWAKE = (5 * (12 + 10 / 60)) / 168;

/** Credentials of two services, and the administrators of a database and a cache. */
const SECRETS = 4 * SECRET;

const BY_HAND: Record<string, Record<string, number>> = {
  dev: {
    // Two of the load balancer, and one of each task.
    ipv4: 2 * ADDRESS + 2 * ADDRESS * TASKS_AWAKE,
    balancer: LOAD_BALANCER,
    "service:api": task(0.25, 1, SPOT) * TASKS_AWAKE,
    "service:worker": task(0.25, 0.5, SPOT) * TASKS_AWAKE,
    "database:main": MICRO * DATABASE_AWAKE + DISK,
    // A cache cannot be stopped.
    "cache:main": CACHE_MICRO,
    zones: ZONE,
    secrets: SECRETS,
    keys: KEY,
    // A backup that fails, is not copied, or is missing.
    alarms: 3 * ALARM,
  },
  staging: {
    ipv4: 4 * ADDRESS,
    balancer: LOAD_BALANCER,
    firewall: FIREWALL,
    "service:api": task(0.25, 1, SPOT),
    "service:worker": task(0.25, 0.5, SPOT),
    "database:main": MICRO + DISK,
    "cache:main": CACHE_MICRO,
    zones: ZONE,
    secrets: SECRETS,
    keys: KEY,
    // 12 of the cluster, 15 of each service and 10 of its family.
    insights: (12 + 2 * (15 + 10)) * METRIC,
    // Backups 3, load balancer 1, API 2 and a share of two metrics, each service 3, the worker's log 1, database 4, cache 2, the
    // check 1, and 2 of the way that alerts take.
    alarms: (3 + 1 + 2 + 2 + 2 * 3 + 1 + 4 + 2 + 1 + 2) * ALARM,
    dashboard: DASHBOARD,
    health: CHECK,
  },
  "globex-production": {
    nat: 2 * NAT,
    // Two of the load balancer, two of the NAT gateways.
    ipv4: 4 * ADDRESS,
    balancer: LOAD_BALANCER,
    firewall: FIREWALL,
    "service:api": 2 * task(0.25, 1),
    "service:worker": 2 * task(0.25, 0.5),
    "database:main": MEDIUM_IN_TWO_ZONES + DISK_IN_TWO_ZONES,
    "cache:main": 2 * CACHE_SMALL,
    zones: ZONE,
    secrets: SECRETS,
    // The stage's own, and that of the copies in the second region.
    keys: 2 * KEY,
    // 26 of the cluster, 29 of each service, 24 of its family and 48 of each of four tasks.
    insights: (26 + 2 * (29 + 24) + 4 * 48) * METRIC_OF_ENHANCED,
    // Three more than in staging: what the firewall blocks, and the second node of the cache.
    alarms: 27 * ALARM,
    dashboard: DASHBOARD,
    health: CHECK,
  },
};

const cents = (usd: number): number => Math.round(usd * 100) / 100;
/** A bill adds up what its lines say. */
const total = (stage: string): number =>
  cents(Object.values(BY_HAND[stage] ?? {}).reduce((sum, usd) => sum + cents(usd), 0));

let repos: Repos;
let runs: StageRun[];
beforeAll(async () => {
  repos = await renderAll([
    {
      project: "shop",
      domain: "acme.com",
      services: [
        { name: "api", database: "main", cache: "main" },
        { name: "worker", kind: "worker", source: "node", cache: "main" },
      ],
      databases: [{ name: "main" }],
      caches: [{ name: "main" }],
      backup: { region: "us-west-2" },
      alerts: { email: "ops@acme.com" },
      capacity: "spot",
      architecture: "arm64",
      tunnel: "none",
      sleep: { timezone: "Europe/Berlin" },
      clients: [{ name: "globex", account: "111111111111", domain: "globex.com", stages: ["production"] }],
    },
  ]);
  [runs = []] = await runStages(repos, (stages) => stages.filter(({ stage }) => Object.hasOwn(BY_HAND, stage)));
}, 300_000);
afterAll(() => repos?.dispose());

it.each(Object.entries(BY_HAND))("%s costs in the plan what one calculates by hand", (stage, lines) => {
  const run = runs.find((one) => one.stage.stage === stage) as StageRun;
  const bill = billOf(new Resources(run.simulation), NO_USAGE);
  expect(Object.fromEntries(bill.lines.map(({ id, usd }) => [id, usd]))).toEqual(
    Object.fromEntries(Object.entries(lines).map(([id, usd]) => [id, cents(usd)])),
  );
  expect(bill.usd).toBe(total(stage));
  expect(bill.unknown).toEqual([]);
});

it("costs the same in the README, and at the kickoff", () => {
  const [view] = repos.views;
  if (view === undefined) throw new Error("nothing was rendered");
  const readme = String(render(view).find(({ path }) => path === "README.md")?.contents);
  const whole = (usd: number) => `$${usd.toFixed(0)}`;
  const kickoff = costLines(view).map((line) => line.trim().replaceAll(/\s+/g, " "));
  expect(readme).toContain(`| **Total** | **$${total("dev").toFixed(2)}** | **$${total("staging").toFixed(2)}** |`);
  expect(readme).toContain(`production $${total("globex-production").toFixed(2)}`);
  expect(kickoff).toEqual(
    expect.arrayContaining([
      `dev ${whole(total("dev"))}`,
      `staging ${whole(total("staging"))}`,
      `globex ${whole(total("globex-production"))}`,
    ]),
  );
});
