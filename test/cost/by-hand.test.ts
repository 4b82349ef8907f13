import { afterAll, beforeAll, expect, it } from "vitest";
import { NO_USAGE } from "../../lib/cost/usage.ts";
import { billOf } from "../../lib/plan/cost/bill.ts";
import { Resources } from "../../lib/plan/resources/index.ts";
import { render } from "../../lib/render/render.ts";
import { costLines } from "../../lib/repo/summary.ts";
import {
  ADDRESS,
  ALARM,
  BALANCER,
  cents,
  DASHBOARD,
  ENHANCED_METRIC,
  GB_ARM,
  HEALTH_CHECK,
  HOURS,
  KEY,
  type Lines,
  METRIC,
  NAT,
  RDS_GP3,
  RDS_GP3_MULTI_AZ,
  RDS_MEDIUM_MULTI_AZ,
  RDS_MICRO,
  SECRET,
  sumOf,
  VALKEY_MICRO,
  VALKEY_SMALL,
  VCPU_ARM,
  WEB_ACL,
  WEB_ACL_RULE,
  ZONE,
} from "../support/prices-by-hand.ts";
import { type Repos, renderAll, runStages, type StageRun } from "../support/proof.ts";

/**
 * Three stages in us-east-1, calculated by hand from the prices that AWS publishes: a dev stage that sleeps, a staging, and a
 * client's production. The plan of their program must come to the same, line by line and to the cent; so must the README,
 * and what a kickoff prints, which is in whole dollars.
 */

/** A task for a month, on Arm. Spot moves: as of prices.json. */
const task = (vcpu: number, gb: number, [perVcpu, perGb]: readonly [number, number] = [VCPU_ARM, GB_ARM]) =>
  HOURS * (vcpu * perVcpu + gb * perGb);
const SPOT = [0.01030969, 0.00113349] as const;
const MICRO = HOURS * RDS_MICRO;
const DISK = 20 * RDS_GP3;
const FIREWALL = WEB_ACL + 4 * WEB_ACL_RULE;

/** Tasks and their addresses from 7:20 to 19:00, databases from 7:00 to 19:10, on five days of seven. */
const TASKS_AWAKE = (5 * (11 + 40 / 60)) / 168;
const DATABASE_AWAKE = (5 * (12 + 10 / 60)) / 168;

/** Credentials of two services, and the administrators of a database and a cache. */
const SECRETS = 4 * SECRET;

const BY_HAND: Record<string, Lines> = {
  dev: {
    // Two of the load balancer, and one of each task.
    ipv4: 2 * HOURS * ADDRESS + 2 * HOURS * ADDRESS * TASKS_AWAKE,
    balancer: HOURS * BALANCER,
    "service:api": task(0.25, 1, SPOT) * TASKS_AWAKE,
    "service:worker": task(0.25, 0.5, SPOT) * TASKS_AWAKE,
    "database:main": MICRO * DATABASE_AWAKE + DISK,
    // A cache cannot be stopped.
    "cache:main": HOURS * VALKEY_MICRO,
    zones: ZONE,
    secrets: SECRETS,
    keys: KEY,
    // A backup that fails, is not copied, or is missing.
    alarms: 3 * ALARM,
  },
  staging: {
    ipv4: 4 * HOURS * ADDRESS,
    balancer: HOURS * BALANCER,
    firewall: FIREWALL,
    "service:api": task(0.25, 1, SPOT),
    "service:worker": task(0.25, 0.5, SPOT),
    "database:main": MICRO + DISK,
    "cache:main": HOURS * VALKEY_MICRO,
    zones: ZONE,
    secrets: SECRETS,
    keys: KEY,
    // 12 of the cluster, 15 of each service and 10 of its family.
    insights: (12 + 2 * (15 + 10)) * METRIC,
    // Backups 3, load balancer 1, API 2 and a share of two metrics, each service 3, the worker's log 1, database 4, cache 2, the
    // check 1, and 2 of the way that alerts take.
    alarms: (3 + 1 + 2 + 2 + 2 * 3 + 1 + 4 + 2 + 1 + 2) * ALARM,
    dashboard: DASHBOARD,
    health: HEALTH_CHECK,
  },
  "globex-production": {
    nat: 2 * HOURS * NAT,
    // Two of the load balancer, two of the NAT gateways.
    ipv4: 4 * HOURS * ADDRESS,
    balancer: HOURS * BALANCER,
    firewall: FIREWALL,
    "service:api": 2 * task(0.25, 1),
    "service:worker": 2 * task(0.25, 0.5),
    "database:main": HOURS * RDS_MEDIUM_MULTI_AZ + 20 * RDS_GP3_MULTI_AZ,
    "cache:main": 2 * HOURS * VALKEY_SMALL,
    zones: ZONE,
    secrets: SECRETS,
    // The stage's own, and that of the copies in the second region.
    keys: 2 * KEY,
    // 26 of the cluster, 29 of each service, 24 of its family and 48 of each of four tasks.
    insights: (26 + 2 * (29 + 24) + 4 * 48) * ENHANCED_METRIC,
    // Three more than in staging: what the firewall blocks, and the second node of the cache.
    alarms: 27 * ALARM,
    dashboard: DASHBOARD,
    health: HEALTH_CHECK,
  },
};

/** A bill adds up what its lines say. */
const total = (stage: string): number => sumOf(BY_HAND[stage] ?? {});

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
