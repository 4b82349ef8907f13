import { describe, expect, it } from "vitest";
import { READINGS, type Reading } from "../../../lib/deploy/status/readings.ts";
import { brief, stageStatus } from "../../../lib/deploy/status/status.ts";
import type { Readings, StageStatus } from "../../../lib/deploy/status/types.ts";
import { deployedIn } from "../../support/deployed.ts";
import { TASK } from "../../support/sst/world.ts";

/** Whether a stage is well, by what was read of it; what the readings ask of AWS is played by what they find. */

type Found = Partial<Readings>;
const finding = (found: Found): Reading[] =>
  Object.entries(found).map(([key, value]) => ({ key: key as keyof Readings, what: key, read: async () => value }));

const address = (ok: boolean) => ({ url: "https://acme.com", ok, evidence: "" });
const cron = (well: boolean) => ({ name: "night", well, at: null, said: null });
const ALARM = { name: "down", since: null, reason: "" };
const WELL: Found = { asleepUntil: null, addresses: [address(true)], alarms: [], crons: [cron(true)] };
const BAD: Found = { addresses: [address(true), address(false)], alarms: [ALARM], crons: [cron(true), cron(false)] };

const GONE = { "ecs.DescribeServices": { services: [] } };
const SERVICE = { "api.service": "ApiService", "api.task": TASK(7) };
const { addresses, alarms, crons } = BAD as Pick<Readings, "addresses" | "alarms" | "crons">;

describe("a stage is well, or not", () => {
  const rows: [what: string, found: Found, outputs: Record<string, string>, well: boolean][] = [
    ["nothing is wrong", WELL, {}, true],
    ["an address does not answer", { ...WELL, addresses }, {}, false],
    ["an alarm rings", { ...WELL, alarms }, {}, false],
    ["a scheduled task has failed", { ...WELL, crons }, {}, false],
    ["a service is gone", WELL, SERVICE, false],
    ["it sleeps, and nothing answers", { ...BAD, asleepUntil: "07:20 UTC" }, SERVICE, true],
    ["nothing of it can be read but its services", {}, {}, true],
  ];
  it.each(rows)("%s", async (_, found, outputs, well) => {
    const { deployed } = await deployedIn(GONE, { outputs });
    expect(await stageStatus(deployed, finding(found))).toMatchObject({ stage: "dev", well });
  });
});

const failing = (key: keyof Readings, what: string, once = false): Reading => ({
  key,
  what,
  once,
  read: () => Promise.reject(new Error(`${what} is denied`)),
});

it("what cannot be read is said, in order, and hides nothing else", async () => {
  const { deployed } = await deployedIn({});
  const readings = [failing("cost", "the cost"), failing("alarms", "alarms"), ...finding({ crons: [cron(true)] })];
  expect(await stageStatus(deployed, readings)).toMatchObject({
    alarms: null,
    cost: null,
    crons: [{ name: "night" }],
    unknown: [
      { what: "alarms", why: "alarms is denied" },
      { what: "the cost", why: "the cost is denied" },
    ],
  });
});

it("a second look asks again what changes, and keeps the rest, be it known or not", async () => {
  const { deployed } = await deployedIn({});
  let looks = 0;
  const counted = (key: keyof Readings, once: boolean, found: unknown): Reading => ({
    key,
    what: key,
    once,
    read: async () => {
      looks += 1;
      return found as Readings[keyof Readings];
    },
  });
  const readings = [
    counted("lock", false, null),
    counted("cost", true, { amount: 9 }),
    failing("backups", "backups", true),
    failing("alarms", "alarms"),
  ];
  const first = await stageStatus(deployed, readings);
  const mended = readings.map((one) => (one.key === "alarms" ? { ...one, read: async () => [] } : one));
  const second = await stageStatus(deployed, mended, first);
  const said = ({ cost, alarms, unknown }: StageStatus) => ({ cost, alarms, unknown: unknown.map(({ what }) => what) });
  expect([said(first), said(second), looks]).toEqual([
    { cost: { amount: 9 }, alarms: null, unknown: ["alarms", "backups"] },
    { cost: { amount: 9 }, alarms: [], unknown: ["backups"] },
    3,
  ]);
});

it("a table of stages asks nothing that takes long or costs money, and who watches asks that once", () => {
  expect(brief.map(({ key }) => key)).toEqual(["lock", "asleepUntil", "addresses", "alarms"]);
  expect(READINGS.filter(({ once }) => once !== true)).toEqual(brief);
});
