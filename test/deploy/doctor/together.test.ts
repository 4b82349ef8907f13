import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Answers } from "../../../lib/answers/schema.ts";
import type { Aws } from "../../../lib/aws/client.ts";
import { awsFailure } from "../../../lib/aws/errors.ts";
import { type DoctorOptions, doctor } from "../../../lib/deploy/doctor/doctor.ts";
import { countLine } from "../../../lib/deploy/doctor/lines.ts";
import { watchDoctor } from "../../../lib/deploy/doctor/watch.ts";
import type { Terminal } from "../../../lib/terminal/terminal.ts";
import { nameServer } from "../../support/dns.ts";
import { subjectOf, type World } from "./one-check.ts";

/**
 * All checks side by side: who is not asked, who is given up, and what an error means. AWS is a function here, which hides how it is
 * asked: the tests of the single checks show that.
 */

const ALL: Answers = {
  project: "shop",
  domain: "shop.example",
  services: [{ name: "api", database: "main", secrets: ["JWT_SECRET"], email: "noreply" }],
  databases: [{ name: "main", engine: "aurora-postgres" }],
  backup: { region: "eu-south-1" },
  clients: [{ name: "acme", account: "444455556666", domain: "acme.example" }],
};

const ASK_THE_MACHINE = ["node", "packages", "git", "docker", "disk", "base-images", "identity", "dmarc", "ci"];
/** As somebody who belongs to the stage's account. */
const ASK_AWS = [
  ...["region", "backup-region", "linked-roles", "backup-opt-in", "permissions"],
  ...["vpcs", "addresses", "fargate", "events", "roles", "health-checks"].map((name) => `quota-${name}`),
  ...["zone", "certificate", "mail", "lock", "secrets"],
];

const WHO = { Account: "111122223333", Arn: "arn:aws:iam::111122223333:user/ana" };
const never = () => new Promise<never>(() => undefined);

type Says = (operation: string) => unknown;

/** AWS, where the question who somebody is has an answer, and the others have this one. */
function played(says: Says) {
  const asked: string[] = [];
  const call = async (service: string, operation: string) => {
    asked.push(`${service}:${operation}`);
    return operation === "GetCallerIdentity" ? WHO : says(operation);
  };
  const aws = {
    region: "us-east-1",
    call,
    async *pages(service: string, operation: string) {
      yield await call(service, operation);
    },
    in: () => aws,
  };
  return { asked, aws: aws as unknown as Aws };
}

const MACHINE = { npm: "echo 11", docker: "echo 29", gh: "exit 1" };

/** What the doctor is told of a repo on a machine of stand-ins. */
async function told(world: World, says: Says, more: Partial<DoctorOptions> = {}) {
  const { subject } = await subjectOf({ answers: ALL, programs: MACHINE, ...world });
  const { asked, aws } = played(says);
  const { root, view, stage } = subject;
  return { asked, options: { root, view, stage, aws, nameServers: [await nameServer({})], ...more } };
}

/** The ids of those of which something holds. */
const those = <T extends { id: string }>(all: readonly T[], holds: (one: T) => boolean): string[] =>
  all.filter(holds).map(({ id }) => id);

describe("credentials of another account", () => {
  it("are used for nothing that belongs to the stage's", async () => {
    const { asked, options } = await told({ stage: "acme-production" }, never);
    const { checks, account } = await doctor(options);
    const why = "the credentials are for another account";
    expect(those(checks, ({ evidence }) => evidence === why)).toEqual(ASK_AWS);
    expect(those(checks, ({ evidence }) => evidence !== why).sort()).toEqual([...ASK_THE_MACHINE].sort());
    // By all of them once.
    expect([asked, account]).toEqual([["sts:GetCallerIdentity"], "111122223333"]);
  });

  it("do not keep a zone at Cloudflare from being looked at", async () => {
    const { options } = await told({ stage: "acme-production", answers: { ...ALL, dns: "cloudflare" } }, never);
    const { checks } = await doctor(options);
    expect(checks.find(({ id }) => id === "zone")?.evidence).not.toContain("another account");
  });
});

it("without a stage, what is asked of one is not asked", async () => {
  const { options } = await told({ stage: null }, () => ({ Regions: [] }));
  const { checks, stage, counts } = await doctor(options);
  const named = those(checks, ({ evidence }) => /^name a stage: .* doctor dev$/.test(evidence));
  expect(those(checks, ({ id }) => !named.includes(id))).toEqual([
    ...["node", "packages", "git", "docker", "disk", "base-images", "identity", "region", "permissions"],
  ]);
  expect(stage).toBeNull();
  expect(counts).toEqual(
    Object.fromEntries(
      ["ok", "warning", "failed", "skipped"].map((of) => [of, those(checks, ({ result }) => result === of).length]),
    ),
  );
});

/** Until all have an answer that can have one. */
async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 30_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error("it never comes about");
    await turn();
  }
}

describe("what does not answer", () => {
  // A certificate that the deploy makes is a matter of DNS.
  const SILENT = ASK_AWS.filter((id) => id !== "certificate");

  it("is given up after 45 seconds, and keeps nobody else waiting", async () => {
    let waiting: readonly string[] = [];
    const steps: [done: number, all: number][] = [];
    const onProgress = (done: number, all: number, names: readonly string[]) => {
      waiting = names;
      steps.push([done, all]);
    };
    const { options } = await told({}, never, { onProgress });
    vi.useFakeTimers({ now: 0, toFake: ["setTimeout", "clearTimeout", "Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const examined = doctor(options);
    const all = ASK_AWS.length + ASK_THE_MACHINE.length;
    expect([steps, waiting.length]).toEqual([[[0, all]], all]);
    await until(() => waiting.length === SILENT.length);
    const named = [...waiting];
    vi.advanceTimersByTime(44_999);
    await turn();
    expect(waiting).toHaveLength(SILENT.length);
    vi.advanceTimersByTime(1);
    const { checks } = await examined;
    const late = checks.filter(({ evidence }) => evidence === "no answer within 45 s");
    expect(late.map(({ id }) => id)).toEqual(SILENT);
    expect(named).toEqual(late.map(({ title }) => title));
    for (const one of late)
      expect(one).toMatchObject({
        result: "failed",
        remedy: "try again; check the network and any proxy",
        seconds: 45,
      });
    expect(steps).toEqual(Array.from({ length: all + 1 }, (_, done) => [done, all]));
    expect(waiting).toEqual([]);
  });

  it("is named to who watches, three at a time, with the seconds from the second on; then comes the table", async () => {
    const { options } = await told({}, never);
    vi.useFakeTimers({ now: 0, toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const shown: string[] = [];
    const terminal = {
      width: 80,
      paint: (_: string, text: string) => text,
      live: (text: string) => shown.push(`~${text}`),
      print: (text = "") => shown.push(text),
    };
    const watching = watchDoctor(terminal as unknown as Terminal, options);
    const all = ASK_AWS.length + ASK_THE_MACHINE.length;
    expect(shown).toEqual([`~0 of ${all} checks, waiting for Node, Packages, Git …`]);
    const left = `~${all - SILENT.length} of ${all} checks, waiting for Region, Backup region, Linked roles …`;
    await until(() => shown.at(-1) === left);
    const within = (ms: number) => {
      shown.length = 0;
      vi.advanceTimersByTime(ms);
      return [...shown];
    };
    expect(within(249)).toEqual([]);
    expect(within(1)).toEqual([left]);
    expect(within(1_250)).toEqual([left, left, left, left, `${left} 2 s`]);
    within(43_500);
    shown.length = 0;
    const report = await watching;
    const [line, first, ...rest] = shown.filter((one) => one === "~" || !one.startsWith("~"));
    expect([line, first?.slice(0, 6)]).toEqual(["~", "✔ Node"]);
    expect(rest.slice(-2)).toEqual(["", countLine(report)]);
  });

  it("is not waited for once somebody has stopped it", async () => {
    const stop = new AbortController();
    const { options } = await told({}, never, { signal: stop.signal });
    const examined = doctor(options);
    stop.abort(new Error("stopped by somebody"));
    await expect(examined).rejects.toThrow("stopped by somebody");
    await expect(doctor(options)).rejects.toThrow("stopped by somebody");
  });
});

describe("an error is", () => {
  const failing = (name: string, words: string) =>
    awsFailure(Object.assign(new Error(words), { name }), {
      service: "ec2",
      operation: "DescribeRegions",
      region: "us-east-1",
      profile: undefined,
    });
  const coded = (code: string, words: string) => Object.assign(new Error(words), { code });
  const network = { result: "failed", remedy: "check the network" };
  it.each<[string, Error, object]>([
    [
      "no failure where one may not look",
      failing("AccessDenied", "no"),
      { result: "skipped", evidence: "AWS denies ec2:DescribeRegions: let a policy allow it." },
    ],
    [
      "what AWS says, which has its remedy",
      failing("Throttling", "slow down"),
      {
        result: "failed",
        evidence: "AWS still throttles ec2:DescribeRegions in us-east-1 after several attempts; try again in a minute.",
      },
    ],
    ["its code and its words", coded("EAI_AGAIN", "no answer"), { ...network, evidence: "EAI_AGAIN: no answer" }],
    [
      "its words, where they have the code",
      coded("ETIMEOUT", "queryNs ETIMEOUT x"),
      { ...network, evidence: "queryNs ETIMEOUT x" },
    ],
    ["its words, where it has none", new Error("odd"), { ...network, evidence: "odd" }],
  ])("%s", async (_, error, expected) => {
    const { options } = await told({ stage: null }, () => Promise.reject(error));
    const { checks } = await doctor(options);
    const { seconds: __, ...found } = checks.find(({ id }) => id === "region") ?? { seconds: 0 };
    expect(found).toEqual({ id: "region", title: "Region", ...expected });
  });

  it("skips what asks AWS where nobody knows who it is", async () => {
    const { options } = await told({}, never);
    const aws = { ...options.aws, region: "us-east-1", call: () => Promise.reject(failing("ExpiredToken", "x")) };
    const { checks, account } = await doctor({ ...options, aws: aws as unknown as Aws });
    expect(those(checks, ({ evidence }) => evidence === "needs an AWS identity")).toEqual(ASK_AWS);
    expect(account).toBeNull();
  });
});
