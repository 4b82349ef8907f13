import { existsSync } from "node:fs";
import { appendFile, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { AwsFault, awsServer } from "../support/aws/server.ts";
import { bin } from "../support/cli.ts";
import { accountOf, fleetRepo, type Moment } from "../support/fleet.ts";
import { commitAll, git } from "../support/git.ts";

const CLIENTS = ["acme", "globex", "hooli", "initech", "umbrella"];
const GO = ["deploy", "--confirm", "production"];

const begun = (journal: readonly Moment[]): string[] =>
  journal.filter(({ event }) => event === "begin").map(({ stage }) => stage);

/** The most that ran at the same time. */
function most(journal: readonly Moment[]): number {
  let [now, highest] = [0, 0];
  for (const { event } of journal) {
    now += event === "begin" ? 1 : event === "end" ? -1 : 0;
    highest = Math.max(highest, now);
  }
  return highest;
}

const statuses = (stdout: string): Record<string, string> =>
  Object.fromEntries(
    JSON.parse(stdout).stages.map(({ stage, status }: { stage: string; status: string }) => [stage, status]),
  );

const production = (...clients: string[]) => clients.map((client) => `${client}-production`);

/** Waits for what another process does, for nearly as long as a test may take. */
const until = (holds: () => Promise<boolean>) => vi.waitUntil(holds, { timeout: 45_000, interval: 50 });

/** Lets those go on who wait for a file, once something holds. */
async function release(gate: string, holds: () => Promise<boolean>): Promise<void> {
  await until(holds);
  await writeFile(gate, "");
}

describe("space-sst fleet deploy", () => {
  it("deploys one first, then the rest a few at a time, each with its own credentials and folder", async () => {
    const { cwd, folder: outside, fleet, journal, scenario } = await fleetRepo(CLIENTS);
    const gate = join(outside, "gate");
    const rest = production("acme", "globex", "initech", "umbrella");
    await scenario(Object.fromEntries(rest.map((stage) => [stage, { until: gate }])));
    const deploying = fleet(...GO, "--first", "hooli", "--parallel", "2", "--json");
    // However slow the machine is, two wait at the same time.
    await release(gate, async () => begun(await journal()).length === 3);
    const { exitCode, stdout, stderr } = await deploying;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringContaining("5 complete.") });
    const moments = await journal();
    expect(moments.slice(0, 2).map(({ event, stage }) => `${event} ${stage}`)).toEqual([
      "begin hooli-production",
      "end hooli-production",
    ]);
    expect(most(moments)).toBe(2);
    const starts = moments.filter(({ event }) => event === "begin");
    expect(starts.map(({ stage }) => stage).sort()).toEqual(production(...CLIENTS));
    const head = await git(cwd, "rev-parse", "HEAD");
    for (const { stage, profile, key, release, client, cwd: folder } of starts) {
      expect({ profile, key, release, client }).toEqual({
        profile: stage.replace("-production", ""),
        key: null,
        release: head,
        client: true,
      });
      expect(folder).toMatch(/\/checkout-[12]$/);
    }
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ revision: head, counts: { complete: 5 } });
    for (const { log } of document.stages) expect(await readFile(join(cwd, log), "utf8")).toContain("Complete");
    // Nothing is left but the records and the logs, and git knows of none of it.
    expect((await readdir(join(cwd, ".sst/fleet"))).sort()).toEqual(["logs", "records.json"]);
    expect(await readdir(join(cwd, ".space-sst"))).toEqual(["rendered"]);
    expect(await git(cwd, "status", "--porcelain")).toBe("");
    expect(await git(cwd, "worktree", "list")).not.toContain("checkout");
  });

  it("stops at the first that fails, and goes on from there: the one that failed first, alone", async () => {
    const { cwd, folder, fleet, journal, scenario } = await fleetRepo(CLIENTS);
    const [both, known] = [join(folder, "both"), join(folder, "known")];
    await scenario({
      "globex-production": { until: both, fail: "no capacity" },
      "hooli-production": { until: known },
    });
    const deploying = fleet(...GO, "--parallel", "2", "--json");
    const failed = async () => /"status": "failed"/.test(await readFile(join(cwd, ".sst/fleet/records.json"), "utf8"));
    await release(both, async () => begun(await journal()).length === 3);
    // One that ends only now was not cut off, and nothing is begun after it.
    await release(known, failed);
    const first = await deploying;
    expect({ exitCode: first.exitCode, statuses: statuses(first.stdout) }).toEqual({
      exitCode: 1,
      statuses: {
        "acme-production": "complete",
        "globex-production": "failed",
        "hooli-production": "complete",
        "initech-production": "waiting",
        "umbrella-production": "waiting",
      },
    });
    expect(first.stderr).toContain("no capacity");
    expect(first.stderr).toContain("globex-production failed; the same command goes on with the 3 left");
    const before = (await journal()).length;

    await scenario({});
    const second = await fleet(...GO, "--json");
    expect(second.exitCode).toBe(0);
    const moments = (await journal()).slice(before);
    expect(moments.slice(0, 2).map(({ event, stage }) => `${event} ${stage}`)).toEqual([
      "begin globex-production",
      "end globex-production",
    ]);
    expect(begun(moments).sort()).toEqual(production("globex", "initech", "umbrella"));
    expect(statuses(second.stdout)).toMatchObject({ "acme-production": "done", "umbrella-production": "complete" });

    const third = await fleet(...GO);
    expect({ exitCode: third.exitCode, count: (await journal()).length }).toEqual({
      exitCode: 0,
      count: before + moments.length,
    });
  });

  it("begins none of the rest when the first fails", async () => {
    const { fleet, journal, scenario } = await fleetRepo(CLIENTS);
    await scenario({ "acme-production": { fail: "boom" } });
    const { exitCode } = await fleet(...GO, "--parallel", "5");
    expect({ exitCode, begun: begun(await journal()) }).toEqual({ exitCode: 1, begun: ["acme-production"] });
    expect((await fleet("status")).stdout).toMatch(/acme-production .* – +not known .*\n {4}failed at [0-9a-f]{12}/);
  });

  it("stops at a first that is deployed and does not serve", async () => {
    const { fleet, journal, scenario } = await fleetRepo(["acme", "globex"]);
    let status = 503;
    const server = createServer((_, response) => response.writeHead(status).end());
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await scenario({ "acme-production": { outputs: { "api.url": url } } });
    const broken = await fleet(...GO, "--wait", "0", "--json");
    expect({ exitCode: broken.exitCode, statuses: statuses(broken.stdout) }).toEqual({
      exitCode: 1,
      statuses: { "acme-production": "unverified", "globex-production": "waiting" },
    });
    expect(broken.stderr).toContain(`${url}: 503`);
    // It is there, whether it serves or not.
    const known = JSON.parse((await fleet("status", "--environment", "production", "--json")).stdout);
    expect(known.stages).toMatchObject([
      { version: known.revision, last: { status: "unverified" } },
      { version: null, last: null },
    ]);
    status = 200;
    const mended = await fleet(...GO, "--wait", "0", "--json");
    expect(mended.exitCode).toBe(0);
    expect(begun(await journal())).toEqual(production("acme", "acme", "globex"));
  });

  it("begins anew with another revision", async () => {
    const { cwd, fleet, journal } = await fleetRepo(["acme", "globex"]);
    await fleet(...GO);
    await appendFile(join(cwd, "RUNBOOK.md"), "\nCall Ana first.\n");
    await commitAll(cwd, "Second version");
    await fleet(...GO);
    expect(begun(await journal())).toEqual([...production("acme", "globex"), ...production("acme", "globex")]);
  });

  it("Ctrl-C asks those that run to stop, once, and says what is left; the same command goes on", async () => {
    const repo = await fleetRepo(CLIENTS);
    await repo.scenario(
      Object.fromEntries(production("globex", "hooli").map((stage) => [stage, { until: "/nowhere/x" }])),
    );
    const child = execa(process.execPath, [bin, "fleet", ...GO, "--parallel", "2"], {
      cwd: repo.cwd,
      env: repo.env,
      reject: false,
      stdin: "ignore",
    });
    await until(async () => begun(await repo.journal()).length === 3);
    child.kill("SIGINT");
    await delay(50);
    child.kill("SIGINT");
    const { exitCode, stdout, stderr } = await child;
    expect({ exitCode, stderr }).toEqual({
      exitCode: 130,
      stderr: expect.stringContaining("Stopped. The same command goes on with the 4 left."),
    });
    expect(stdout).toContain("Stopping: SST finishes what it has begun");
    const moments = await repo.journal();
    expect(
      moments
        .filter(({ event }) => event === "interrupt")
        .map(({ stage }) => stage)
        .sort(),
    ).toEqual(production("globex", "hooli"));
    expect(moments.filter(({ event }) => event === "end")).toHaveLength(3);

    await repo.scenario({});
    const again = await repo.fleet(...GO, "--json");
    expect(statuses(again.stdout)).toMatchObject({ "acme-production": "done", "globex-production": "complete" });
  });

  it("goes on after it was killed, and knows what was under way", async () => {
    const repo = await fleetRepo(["acme", "globex"]);
    const gate = join(repo.folder, "gate");
    await repo.scenario({ "globex-production": { until: gate } });
    const child = execa(process.execPath, [bin, "fleet", ...GO], { cwd: repo.cwd, env: repo.env, reject: false });
    await until(async () => begun(await repo.journal()).length === 2);
    child.kill("SIGKILL");
    await child;
    await writeFile(gate, "");
    await until(async () => (await repo.journal()).filter(({ event }) => event === "end").length === 2);
    const status = JSON.parse((await repo.fleet("status", "--environment", "production", "--json")).stdout);
    expect(status.stages.map(({ last }: { last: { status: string } }) => last.status)).toEqual(["complete", "running"]);
    expect(existsSync(join(repo.cwd, ".sst/fleet/lock"))).toBe(true);
    const again = await repo.fleet(...GO, "--json");
    expect(statuses(again.stdout)).toEqual({ "globex-production": "complete", "acme-production": "done" });
  });

  it("refuses credentials of another account before SST runs at all", async () => {
    const { fleet, journal, profiles } = await fleetRepo(["acme", "globex"]);
    await profiles({ acme: accountOf(0), globex: "999999999999" });
    const { exitCode, stderr } = await fleet(...GO);
    expect({ exitCode, stderr, journal: await journal() }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining(
        `globex-production: belongs to account ${accountOf(1)}, but the credentials of globex are for 999999999999`,
      ),
      journal: [],
    });
  });

  it("names every profile that is not there, and takes another pattern", async () => {
    const { fleet, profiles } = await fleetRepo(["acme", "globex"]);
    await profiles({ "acme-production": accountOf(0), "globex-production": accountOf(1) });
    const { exitCode, stderr } = await fleet(...GO);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/2 problems[\s\S]*acme: there is no such AWS profile[\s\S]*globex: there is no such/);
    expect((await fleet(...GO, "--profile", "{client}-{environment}")).exitCode).toBe(0);
    expect((await fleet(...GO, "--again", "--profile", "{klient}")).stderr).toContain(
      "{klient} should be one of {client}",
    );
  });

  it("deploys nothing that is not committed, and nothing that is not confirmed", async () => {
    const { cwd, fleet, journal } = await fleetRepo(["acme"]);
    const cases: [string[], number, string][] = [
      [["deploy"], 2, "--confirm: production is confirmed by its name: --confirm production"],
      [["deploy", "--confirm", "staging"], 2, '--confirm: says "staging", and the environment is production'],
      [["deploy", "--yes"], 2, "--confirm: production is confirmed by its name"],
      [["deploy", "--environment", "prod"], 2, 'no "prod"; there are dev, staging, production'],
      [["deploy", "--clients", "acmee"], 2, 'no "acmee" (did you mean "acme"?)'],
      [["deploy", "--environment", "dev"], 2, "no client has a dev stage"],
      [["deploy", "--clients", "acme", "--first", "globex"], 2, '--first: there is no "globex"; there are acme'],
      [["deploy", "--parallel", "0"], 2, '--parallel: "0" should be a number from 1 to 16'],
      [[], 2, "action: should be deploy or status"],
    ];
    for (const [words, status, said] of cases) {
      const { exitCode, stderr } = await fleet(...words);
      expect({ words, exitCode, stderr }).toEqual({ words, exitCode: status, stderr: expect.stringContaining(said) });
    }
    await appendFile(join(cwd, "infra/stage.ts"), "// mine\n");
    const { exitCode, stderr } = await fleet(...GO);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining("infra/stage.ts") });
    expect(await journal()).toEqual([]);
  });

  it("shows with --dry-run what it would do, and does nothing", async () => {
    const { cwd, fleet, journal } = await fleetRepo(["acme", "globex"]);
    const { exitCode, stdout } = await fleet("deploy", "--dry-run");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/acme-production +100000000001 +us-east-1 +first, alone\n +globex-production/);
    expect({ journal: await journal(), made: existsSync(join(cwd, ".sst/fleet")) }).toEqual({
      journal: [],
      made: false,
    });
  });
});

describe("space-sst fleet status", () => {
  it("asks AWS with --aws, and says of whom it cannot know", async () => {
    const { cwd, env, fleet, profiles } = await fleetRepo(["acme", "globex"]);
    const head = await git(cwd, "rev-parse", "HEAD");
    const resources = [{ type: "pulumi:pulumi:Stack", outputs: { release: head } }];
    const server = await awsServer({
      "ssm.GetParameter": ({ accessKey }) =>
        accessKey.endsWith(accountOf(0))
          ? { Parameter: { Name: "/sst/bootstrap", Value: '{"state":"sst-state-abc"}' } }
          : new AwsFault("AccessDeniedException", "User: ana is not authorized to perform: ssm:GetParameter"),
      "s3.GetObject": Buffer.from(JSON.stringify({ version: 3, checkpoint: { latest: { resources } } })),
    });
    await profiles({ acme: accountOf(0), globex: accountOf(1) });
    env.AWS_ENDPOINT_URL = server.url;
    const { stdout } = await fleet("status", "--environment", "production", "--aws", "--json");
    expect(JSON.parse(stdout).stages).toMatchObject([
      { stage: "acme-production", version: head, behind: 0, unknown: null },
      { stage: "globex-production", version: null, unknown: expect.stringContaining("ssm:GetParameter") },
    ]);
  });

  it("says which client runs which version, and whose settings differ", async () => {
    const { cwd, fleet } = await fleetRepo(["acme", "globex"]);
    await fleet("deploy", "--environment", "staging", "--yes");
    await fleet("deploy", "--clients", "acme", "--confirm", "production");
    const first = await git(cwd, "rev-parse", "--short=12", "HEAD");
    await execa(
      process.execPath,
      [bin, "client", "hooli", "--account", "300000000000", "--domain", "hooli.com"].concat([
        "--region",
        "eu-west-1",
        "--size",
        "production.logDays=731",
        "--skip-install",
      ]),
      { cwd },
    );
    await commitAll(cwd, "Hooli");
    const { exitCode, stdout } = await fleet("status");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`acme-production +\\d+ +us-east-1 +${first} +1 behind`));
    expect(stdout).toMatch(/globex-production .* – +not known/);
    expect(stdout).toContain("hooli: region is eu-west-1, the project's is us-east-1");
    expect(stdout).toContain("hooli: sizes.production.logDays is 731");
    const file = join(cwd, "clients/globex.json");
    await writeFile(file, (await readFile(file, "utf8")).replace("us-east-1", "us-west-1"));
    const { clients, stages } = JSON.parse((await fleet("status", "--clients", "globex", "--json")).stdout);
    expect(clients).toEqual([{ client: "globex", differences: [], asAnswered: false }]);
    expect(stages).toHaveLength(2);
  });
});
