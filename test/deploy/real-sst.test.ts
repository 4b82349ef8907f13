import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import type { SstEvent } from "../../lib/deploy/events.ts";
import { ENGINE_ENDED, type Outcome, type SstRun, startSst, type Verb } from "../../lib/deploy/sst.ts";
import { packageRoot } from "../../lib/system/package-root.ts";
import { temporaryFolder } from "../support/cli.ts";
import { begins, ends, outputs, realSst, says, sums, urnOf } from "../support/sst/real.ts";

/** What the runner and the parser rest on, seen on the real SST 4.17.1 with a stand-in for the engine below it. */

const SERVICE = "sst:aws:Service";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const component = urnOf(SERVICE, "ApiService");
const OUTPUTS = { "api.url": "https://api-dev.acme.com", tunnel: "i-0123" };
const done = (type: string, name: string, op = "create", parent?: string) => [
  begins(op, type, name, parent),
  ends(op, type, name, parent),
];

interface Seen {
  outcome: Outcome;
  events: SstEvent[];
}

async function run(
  root: string,
  env: Record<string, string>,
  onStarted: (run: SstRun, event: SstEvent) => void = () => undefined,
  verb: Verb = "deploy",
): Promise<Seen> {
  const events: SstEvent[] = [];
  let resolve: (run: SstRun) => void = () => undefined;
  const promise = new Promise<SstRun>((done) => {
    resolve = done;
  });
  const sst = await startSst({
    root,
    stage: "dev",
    verb,
    env,
    onEvent: (event) => {
      events.push(event);
      void promise.then((started) => onStarted(started, event));
    },
  });
  resolve(sst);
  return { outcome: await sst.outcome, events };
}

const lockOf = (root: string) => join(root, "config", "sst", "state", "lock", "shop", "dev.json");

describe("the real SST", () => {
  it("a deploy: what begins, what is done, outputs, and everything in the log", async () => {
    const root = await temporaryFolder();
    const env = await realSst(root, [
      ...done("pulumi:pulumi:Stack", "shop-dev"),
      ...done(SERVICE, "ApiService"),
      begins("create", TASK, "ApiServiceTask", component),
      { ...ends("create", TASK, "ApiServiceTask", component), wait: 1300 },
      ...done("aws:ec2/vpc:Vpc", "NetworkVpc", "update"),
      ...done("aws:ecs/service:Service", "ApiServiceService", "delete-replaced", component),
      says("info", "#12 [builder] RUN npm ci\n"),
      outputs(OUTPUTS),
      sums(),
      { exit: 0 },
    ]);
    const { outcome, events } = await run(root, env);
    expect(outcome).toMatchObject({ status: "complete", errors: [], outputs: OUTPUTS });
    const parent = { name: "ApiService", type: SERVICE };
    const task = { name: "ApiServiceTask", type: "aws:ecs:TaskDefinition" };
    expect(events).toContainEqual({ type: "ready", version: "4.17.1" });
    expect(events).toContainEqual({ type: "started", operation: "create", resource: task });
    expect(events).toContainEqual({
      type: "done",
      operation: "create",
      resource: { ...task, parent },
      seconds: expect.any(Number),
    });
    // About as long as the engine's stand-in took: on a busy machine SST reads late that it has begun, or that it is over.
    const took = events.flatMap((event) =>
      event.type === "done" && event.resource.name === task.name ? [event.seconds] : [],
    );
    expect(took[0]).toBeGreaterThan(0.3);
    expect(
      events.filter(({ type }) => type === "done").map((event) => "operation" in event && event.operation),
    ).toEqual(["create", "create", "update", "delete"]);
    expect(events).toContainEqual({ type: "line", text: "#12 [builder] RUN npm ci" });
    expect(events).toContainEqual({ type: "output", name: "tunnel", value: "i-0123" });
    expect(events.at(-1)).toEqual({ type: "finished", result: "complete", errors: [] });
    expect(await readFile(join(root, outcome.log), "utf8")).toContain("Created     ApiService sst:aws:Service");
    expect(existsSync(lockOf(root))).toBe(false);
  });

  it("a failure: the errors in their order, each with its resource", async () => {
    const root = await temporaryFolder();
    const limit = "creating EC2 EIP: api error AddressLimitExceeded: The maximum number of addresses has been reached.";
    const env = await realSst(root, [
      ...done(SERVICE, "ApiService"),
      says("error", limit, urnOf("aws:ec2/eip:Eip", "NetworkEip1")),
      says("error", `two\n\nparagraphs`, urnOf(TASK, "ApiServiceTask")),
      says("error", "update failed", urnOf("pulumi:pulumi:Stack", "shop-dev")),
      sums(),
      { exit: 255 },
    ]);
    const { outcome } = await run(root, env);
    expect(outcome.status).toBe("failed");
    expect(outcome.errors).toEqual([
      { resource: { name: "NetworkEip1", type: "aws:ec2:Eip" }, message: limit },
      { resource: { name: "ApiServiceTask", type: "aws:ecs:TaskDefinition" }, message: "two\n\nparagraphs" },
    ]);
  });

  it("an error of the program: its message without the stack", async () => {
    const root = await temporaryFolder();
    const message = "Set a value for ApiJwtSecret with `sst secret set ApiJwtSecret <value>`";
    const thrown = `Running program '/x.mjs' failed with an unhandled exception:\nVisibleError: ${message}\n    at run (x.ts:1:2)`;
    const env = await realSst(root, [
      says("error", thrown, urnOf("pulumi:pulumi:Stack", "shop-dev")),
      sums(),
      { exit: 255 },
    ]);
    const { outcome } = await run(root, env);
    expect(outcome.errors.map((error) => error.message)).toEqual([message]);
  });

  it("a diff: what would change", async () => {
    const root = await temporaryFolder();
    const steps = [...done(SERVICE, "ApiService"), ...done("aws:ec2/vpc:Vpc", "NetworkVpc", "update"), sums()];
    const env = await realSst(root, [...steps, { exit: 0 }]);
    const { outcome, events } = await run(root, env, undefined, "diff");
    expect(outcome).toMatchObject({ status: "complete", outputs: {} });
    expect(events.filter(({ type }) => type === "change")).toEqual([
      { type: "change", text: "+  ApiService sst:aws:Service" },
      { type: "change", text: "*  NetworkVpc aws:ec2:Vpc" },
    ]);
  });

  it("an engine that cannot begin", async () => {
    const root = await temporaryFolder();
    const env = await realSst(root, [{ stderr: "error: could not load plugin aws: no such host", exit: 255 }]);
    const { outcome } = await run(root, env);
    expect(outcome).toMatchObject({
      status: "failed",
      errors: [{ resource: null, message: "could not load plugin aws: no such host" }],
    });
  });

  // SST 4.17.1 ends with 0 then: to Go, what a signal has ended has the exit code -1 (pkg/project/run.go, at its end).
  it.each(["SIGKILL", "SIGTERM"])(
    "an engine that a signal ends is no success, whatever SST's exit status says (%s)",
    async (killed) => {
      const root = await temporaryFolder();
      const { outcome, events } = await run(root, await realSst(root, [...done(SERVICE, "ApiService"), { killed }]));
      expect(events.at(-1)).toEqual({ type: "finished", result: "interrupted", errors: [] });
      expect(outcome).toMatchObject({ status: "failed", outputs: {}, errors: [{ message: ENGINE_ENDED }] });
    },
  );

  it("a diff whose engine was killed is no diff, although SST prints what it had", async () => {
    const root = await temporaryFolder();
    const env = await realSst(root, [...done(SERVICE, "ApiService"), { killed: "SIGKILL" }]);
    const { outcome } = await run(root, env, undefined, "diff");
    expect(outcome).toMatchObject({ status: "failed", errors: [{ message: ENGINE_ENDED }] });
  });

  describe("a diff as a document, by the script of a repo", () => {
    const work = done("aws:ec2/vpc:Vpc", "NetworkVpc");
    async function script(last: Parameters<typeof realSst>[1]) {
      const root = await temporaryFolder();
      const env = await realSst(root, [...work, ...last]);
      const words = [join(packageRoot, "templates/scripts/diff.mjs"), "changes.json"];
      const { exitCode, stdout } = await execa(process.execPath, words, {
        cwd: root,
        env: { ...env, STAGE: "dev", GITHUB_STEP_SUMMARY: undefined },
        reject: false,
      });
      return { exitCode, stdout, changes: JSON.parse(await readFile(join(root, "changes.json"), "utf8")) };
    }

    it("is all that SST prints", async () => {
      expect(await script([sums(), { exit: 0 }])).toMatchObject({
        exitCode: 0,
        stdout: "",
        changes: [{ op: "create" }],
      });
    });

    it("is none where the engine was killed, although SST prints what it had and ends with 0", async () => {
      expect(await script([{ killed: "SIGKILL" }])).toMatchObject({
        exitCode: 1,
        stdout: expect.stringContaining("SST's engine has ended before it was done"),
        changes: [{ op: "create" }],
      });
    });
  });

  const HANG = [begins("create", "aws:rds/instance:Instance", "MainDatabase"), { wait: 60_000, exit: 0 }];

  it.each([
    ["as it usually ends", [{ wait: 300 }, { cancelEvent: {} }, says("error", "update cancelled"), { exit: 255 }]],
    ["although SST then says Complete", [{ wait: 300 }, { cancelEvent: {} }, sums(), { exit: 255 }]],
  ])("one interrupt: it stops cleanly and unlocks, %s", async (_, afterInterrupt) => {
    const root = await temporaryFolder();
    const env = await realSst(root, HANG, afterInterrupt);
    const { outcome } = await run(root, env, (sst, event) => {
      if (event.type === "started") sst.interrupt();
    });
    expect(outcome.status).toBe("interrupted");
    expect(existsSync(lockOf(root))).toBe(false);
  });

  it("killed, it leaves the lock; the next run says so, and unlock takes it away", async () => {
    const root = await temporaryFolder();
    const env = await realSst(root, [...HANG.slice(0, 1), { wait: 4_000, exit: 0 }]);
    const { outcome } = await run(root, env, (sst, event) => {
      if (event.type === "started") sst.kill();
    });
    expect(outcome.status).toBe("killed");
    expect(existsSync(lockOf(root))).toBe(true);
    const next = await run(root, env);
    expect(next.outcome.status).toBe("locked");
    expect(next.events).toContainEqual({ type: "locked" });
    const unlock = await run(root, env, undefined, "unlock");
    expect(unlock.outcome.status).toBe("complete");
    expect(existsSync(lockOf(root))).toBe(false);
  });
});
