import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { stageNamed } from "../../lib/answers/stages.ts";
import type { Outcome, Verb } from "../../lib/deploy/sst.ts";
import { Failure, Stopped } from "../../lib/errors.ts";
import { Account, type Call } from "../../lib/rehearse/account/account.ts";
import type { Kept, Run } from "../../lib/rehearse/rehearsal.ts";
import { type Played, type RehearseOptions, rehearse, stageToRehearse } from "../../lib/rehearse/rehearse.ts";
import { viewOf } from "../../lib/repo/changes.ts";
import { storedRepo } from "../../lib/repo/edit/stored.ts";
import { commitAll, git } from "../support/git.ts";
import { leftBehind } from "../support/left-behind.ts";

/**
 * In which order a rehearsal deploys what, and what it makes of how that went. SST is played here: what it does is said
 * before. Hidden: SST and the engine, which `minimal.test.ts` and the full run have.
 */

const DATABASE = "urn:pulumi:production::shop::aws:rds/instance:Instance::MainDatabase";
const kept: Kept = { urn: DATABASE, type: "aws:rds/instance:Instance", custom: true };
const call = (operation: Call["operation"], failed: string | null = null): Call => ({
  ...{ operation, urn: DATABASE, inputs: [], began: 0, ended: 1, failed },
});

const run = (status: Outcome["status"], calls: Call[] = [], ...messages: string[]): Run => ({
  ...{ status, calls, outputs: {}, log: "", seconds: 1.4 },
  errors: messages.map((message) => ({ message, resource: null }) as unknown as Run["errors"][number]),
});
const DONE = run("complete");

let root: string;
let commit: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "space-sst-course-"));
  leftBehind.add(root);
  const answers = {
    project: "shop",
    domain: "acme.com",
    clients: [{ name: "globex", domain: "globex.com", account: "111111111111" }],
  };
  await writeFile(join(root, ".yo-rc.json"), JSON.stringify({ "generator-space-sst": answers }));
  await mkdir(join(root, ".sst", "platform"), { recursive: true });
  await writeFile(join(root, ".sst", "platform", "version"), "4.17.1\n");
  await commitAll(root);
  commit = await git(root, "rev-parse", "HEAD");
});

/** Plays a rehearsal whose deploys go as they are said to. @returns what was done, in order, and what it ended with */
async function played(runs: Run[], more: Partial<RehearseOptions> = {}, living: readonly string[] = []) {
  const done: string[] = [];
  const account = new Account("123456789012");
  for (const type of living) account.bear({ type, id: "it", urn: "", region: "", inputs: {}, outputs: {} });
  const rehearsal: Played = {
    account,
    outside: ["evil.org", "evil.org"],
    put: async (source) => {
      done.push(`puts ${source === "work tree" ? source : source.revision}`);
      return root;
    },
    sst: async (verb: Verb) => {
      done.push(`${verb}${account.faults.pending ? " with a fault" : ""}`);
      return verb === "unlock" ? DONE : (runs.shift() ?? run("failed", [], "one run too many"));
    },
    state: () => [kept],
    close: async () => void done.push("closes"),
  };
  const options: RehearseOptions = {
    root,
    project: "shop",
    stage: stageNamed(viewOf(storedRepo(root).blueprint), "production"),
    engine: { path: "", version: "3.215.0" },
    since: null,
    signal: new AbortController().signal,
    step: (name, work) => {
      done.push(`– ${name}`);
      return work();
    },
    ...more,
  };
  const report = rehearse(options, async () => rehearsal);
  return { done, account, report: await report.catch((error: Error) => error) };
}

/** Its report. @throws {Error} what it ended with instead */
async function reported(...words: Parameters<typeof played>) {
  const { report } = await played(...words);
  if (report instanceof Error) throw report;
  return report;
}

const earlier = () => ({ revision: "HEAD~1", commit: `0123456789${commit.slice(10)}` });
const now = () => ({ revision: "HEAD", commit });
const FAULT = [{ on: "create", resource: "MainDatabase", do: "fail" }] as const;

describe("a rehearsal", () => {
  it("of a first deploy deploys twice: the second time shows whether the stage settles", async () => {
    const { done, report } = await played([DONE, DONE]);
    expect(done).toEqual([
      "puts work tree",
      "– Deploying production as it is now",
      "deploy",
      "– Deploying the same again",
      "deploy",
      "closes",
    ]);
    expect(report).toMatchObject({
      ...{ project: "shop", stage: "production", account: "123456789012", region: "us-east-1", sst: "4.17.1" },
      ...{ deploy: { status: "done", seconds: 1 }, again: { status: "done" }, resumed: null, removal: null },
      // Where it tried to go is said once.
      outside: ["evil.org"],
    });
  });

  it("of a change deploys what was there before, first", async () => {
    const { done } = await played([DONE, DONE, DONE], { since: earlier() });
    expect(done.slice(0, 5)).toEqual([
      "puts HEAD~1",
      "– Deploying production as it is at HEAD~1 (01234567)",
      "deploy",
      "puts work tree",
      "– Deploying production as it is now",
    ]);
  });

  it("of no change takes the deploy for the second one", async () => {
    const { done, report } = await played([DONE, DONE], { since: now() });
    expect(done.slice(-3)).toEqual(["– Deploying production again: nothing differs", "deploy", "closes"]);
    expect(report).toMatchObject({ again: { status: "done" } });
  });

  it("of a change that is made in the copy deploys that, and then again", async () => {
    const edited: string[] = [];
    const edit = async (folder: string) => void edited.push(folder);
    const { done } = await played([DONE, DONE, DONE], { since: now(), edit });
    expect(edited).toEqual([root]);
    expect(done).toContain("– Deploying production as it is now");
    expect(done).toContain("– Deploying the same again");
  });

  it("plays a fault in the deploy of the change alone, and goes on after it", async () => {
    const { done } = await played([DONE, run("failed"), DONE, DONE], { since: now(), faults: FAULT });
    expect(done.slice(4)).toEqual([
      "– Deploying production as it is now",
      "deploy with a fault",
      "– Going on after the fault",
      "unlock",
      "deploy",
      "– Deploying the same again",
      "deploy",
      "closes",
    ]);
    const missed = await played([DONE, DONE], { faults: FAULT });
    expect(missed.done).not.toContain("unlock");
  });

  it("of what does not get deployed deploys nothing again", async () => {
    expect(await reported([run("failed", [], "x is not defined")])).toMatchObject({
      deploy: { status: "failed", problems: [{ resource: null, message: "x is not defined" }] },
      ...{ again: null, resumed: null },
    });
    const faulty = [run("killed"), run("failed")];
    expect(await reported(faulty, { faults: FAULT })).toMatchObject({
      ...{ deploy: { status: "stopped" }, resumed: { status: "failed" }, again: null },
    });
  });

  it("takes the stage away in the end where that is asked for, and says what stays in the account", async () => {
    const things = [
      ["aws:s3/bucket:Bucket", "files"],
      ["aws:sns/topic:Topic", null],
      ["cloudflare:index/dnsRecord:DnsRecord", null],
      ["snapshot", "what its database held"],
    ] as const;
    // A random word is nowhere.
    const living = [...things.map(([type]) => type), "random:index/randomId:RandomId"];
    const { account, done, report } = await played([DONE, DONE, DONE], { remove: true }, living);
    expect(done.slice(-3)).toEqual(["– Removing production", "remove", "closes"]);
    expect(report).toMatchObject({
      removal: { status: "done", stays: things.map(([type, holds]) => ({ type, id: "it", holds })) },
    });
    expect([...account.zones].sort()).toEqual(["acme.com", "globex.com"]);
  });

  it("ends where what is there now cannot be deployed, and says what else can be done", async () => {
    const { done, report } = await played([run("failed", [], "no such region")], { since: earlier() });
    expect(report).toBeInstanceOf(Failure);
    expect((report as Error).message).toBe(
      "production cannot be deployed as it is at HEAD~1: no such region. --since names another revision, --first begins with nothing",
    );
    expect(done.at(-1)).toBe("closes");
  });

  it("ends where the user stops it, and leaves nothing behind", async () => {
    const { done, report } = await played([DONE], { signal: AbortSignal.abort() });
    expect(report).toBeInstanceOf(Stopped);
    expect(done).toEqual(["puts work tree", "– Deploying production as it is now", "deploy", "closes"]);
  });
});

describe("a deploy", () => {
  it.each<[string, Run, string]>([
    ["goes through", DONE, "done"],
    ["is stopped", run("interrupted"), "stopped"],
    ["dies", run("killed"), "stopped"],
    ["fails of itself", run("failed", [], "x is not defined"), "failed"],
    ["is refused by AWS", run("failed", [call("delete", "BucketNotEmpty")], "BucketNotEmpty"), "refused"],
    ["is refused by Pulumi", run("failed", [], "resource is protected"), "refused"],
  ])("%s", async (_, went, status) => {
    expect((await reported([went, DONE])).deploy.status).toBe(status);
  });

  it("loses nothing of a stage that was not there before", async () => {
    const anew = run("complete", [call("delete"), call("create")]);
    expect(await reported([anew, DONE])).toMatchObject({ losses: [], gaps: [] });
    expect(await reported([DONE, anew, DONE], { since: earlier() })).toMatchObject({
      losses: [{ name: "MainDatabase", action: "replaced" }],
      gaps: [{ what: "the database" }],
    });
  });

  it("has lost what it deleted, although what should take its place is refused, and what goes after a fault", async () => {
    const halfway = run("failed", [call("delete"), call("create", "Throttling")]);
    expect(await reported([DONE, halfway], { since: earlier() })).toMatchObject({
      deploy: { status: "refused" },
      losses: [{ name: "MainDatabase", action: "deleted", reason: "Throttling" }],
    });
    const late = [DONE, run("killed"), run("complete", [call("create"), call("delete")]), DONE];
    expect(await reported(late, { since: earlier(), faults: FAULT })).toMatchObject({
      losses: [{ name: "MainDatabase", action: "replaced" }],
    });
    const both = [DONE, halfway, run("complete", [call("create"), call("delete")]), DONE];
    expect((await reported(both, { since: earlier(), faults: FAULT })).losses).toHaveLength(1);
  });
});

it.each([
  [undefined, "production"],
  ["dev", "dev"],
  ["globex-production", "globex-production"],
])("rehearses, asked for %s, %s", (name, stage) => {
  expect(stageToRehearse(viewOf(storedRepo(root).blueprint), name).stage).toBe(stage);
});
