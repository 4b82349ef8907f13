import { describe, expect, it } from "vitest";
import { parseBlueprint } from "../../lib/answers/parse.ts";
import { budgetsOf } from "../../lib/cost/budget.ts";
import { estimate } from "../../lib/cost/estimate.ts";
import { viewOf } from "../support/view.ts";

const ONE_OF_EACH = {
  stages: ["dev", "production"],
  services: [{ name: "api", database: "main", cache: "main" }],
  databases: [{ name: "main" }],
  caches: [{ name: "main" }],
};

const CHEAP = { capacity: "spot", architecture: "arm64", tunnel: "none" };

const stage = (name: string, answers: object) =>
  estimate(viewOf({ ...ONE_OF_EACH, ...answers })).stages.find((one) => one.stage === name);
const line = (name: string, id: string, answers: object) => stage(name, answers)?.lines.find((one) => one.id === id);

describe("answers that make a stage cheaper", () => {
  it("bring dev of one API, database and cache below $60 a month", () => {
    // 3 addresses and the load balancer 730 × (3 × 0.005 + 0.0225); the task on Arm and Spot 730 × (0.25 × 0.01030969 +
    // 0.00113349); database 730 × 0.016 + 20 × 0.115; cache 730 × 0.0128; zone, three secrets, key 0.5 + 1.2 + 1.
    expect(stage("dev", CHEAP)?.usd).toBe(56.11);
    expect(stage("dev", {})?.usd).toBe(71.39);
  });

  it("bring it to $45 where it sleeps at night and at weekends", () => {
    // Tasks and their address are there from 7:20 to 19:00 on five days, databases from 7:00 to 19:10; the disk always.
    const tasks = (5 * (11 + 40 / 60)) / 168;
    const databases = (5 * (12 + 10 / 60)) / 168;
    const usd =
      // The load balancer and its two addresses, the task and its own.
      730 * (0.0225 + 2 * 0.005) +
      730 * tasks * (0.25 * 0.01030969 + 0.00113349 + 0.005) +
      // Database and cache: a cache cannot be stopped.
      730 * databases * 0.016 +
      20 * 0.115 +
      730 * 0.0128 +
      // Zone, three secrets, key.
      0.5 +
      3 * 0.4 +
      1;
    const sleeping = { ...CHEAP, sleep: {} };
    expect(stage("dev", sleeping)?.usd).toBe(Math.round(usd * 100) / 100);
    expect(usd).toBeLessThan(45);
    expect(line("dev", "database:main", sleeping)?.detail).toBe("db.t4g.micro, 20 GB, awake 61 of 168 hours a week");
    expect(line("dev", "ipv4", sleeping)?.detail).toBe("2 addresses, 1 address, awake 58 of 168 hours a week");
    expect(stage("production", sleeping)?.usd).toBe(stage("production", CHEAP)?.usd);
  });

  it("run on Spot outside production only, and on Arm everywhere", () => {
    expect(line("dev", "service:api", CHEAP)?.detail).toBe("1 task of 0.25 vCPU, 1 GB, Arm, Spot");
    // 2 × 730 × (0.25 × 0.03238 + 0.00356)
    expect(line("production", "service:api", CHEAP)).toMatchObject({
      detail: "2 tasks of 0.25 vCPU, 1 GB, Arm",
      usd: 17.02,
    });
  });

  it("take the tunnel and its address away", () => {
    expect(line("dev", "tunnel", { tunnel: "none" })).toBeUndefined();
    expect(line("dev", "ipv4", { tunnel: "none" })?.detail).toBe("3 addresses");
    expect(line("dev", "ipv4", {})?.detail).toBe("4 addresses");
  });

  it("do not ask for images that CI cannot build", () => {
    const at = (answers: object) => {
      const parsed = parseBlueprint({ project: "shop", ...answers });
      return "problems" in parsed ? parsed.problems.map(({ path }) => path) : [];
    };
    expect(at({ architecture: "arm64", ci: "bitbucket" })).toEqual(["architecture"]);
    expect(at({ architecture: "arm64", ci: "github" })).toEqual([]);
    expect(
      at({ architecture: "arm64", ci: "bitbucket", services: [{ name: "a", source: "image", image: "nginx:1" }] }),
    ).toEqual([]);
  });
});

describe("budgets", () => {
  const answers = {
    ...ONE_OF_EACH,
    alerts: { email: "oncall@acme.com" },
    clients: [{ name: "globex", account: "111111111111", domain: "globex.com", stages: ["production"] }],
  };

  /** The estimate and a quarter, in whole tens. */
  const expectRoom = (limit: number | undefined, usd: number) => {
    expect((limit ?? 1) % 10).toBe(0);
    expect(limit).toBeGreaterThanOrEqual(usd * 1.25);
    expect(limit).toBeLessThan(usd * 1.25 + 10);
  };

  it.each([null, "globex"])("of %s are the estimates and a quarter: all that it has, and each stage", (client) => {
    const view = viewOf(answers);
    const stages = estimate(view).stages.filter((one) => one.client === client);
    const budgets = budgetsOf(view, client);
    expectRoom(
      budgets?.account,
      stages.reduce((sum, { usd }) => sum + usd, 0),
    );
    expect(Object.keys(budgets?.stages ?? {})).toEqual(stages.map(({ environment }) => environment));
    for (const { environment, usd } of stages) expectRoom(budgets?.stages[environment], usd);
  });

  it("are above nothing, which AWS refuses, where nothing is estimated", () => {
    const sites = viewOf({
      project: "shop",
      stages: ["dev"],
      services: [{ name: "site", kind: "static" }],
      alerts: { email: "oncall@acme.com" },
    });
    expect(budgetsOf(sites, null)).toEqual({ account: 10, stages: { dev: 10 } });
  });

  it("are none where there is nobody to tell", () => {
    expect(budgetsOf(viewOf(ONE_OF_EACH), null)).toBeNull();
  });
});
