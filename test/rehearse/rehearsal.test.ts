import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Rehearsal } from "../../lib/rehearse/rehearsal.ts";
import { commitAll, git } from "../support/git.ts";
import { leftBehind } from "../support/left-behind.ts";
import { platform } from "../support/platform.ts";
import { link } from "../support/repo.ts";

/** Where a rehearsal takes place, and what it keeps. Hidden: SST and the engine, which `minimal.test.ts` and the full run have. */

let root = "";
let rehearsal: Rehearsal;

const put = async (path: string, text: string) => {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "space-sst-rehearsed-"));
  leftBehind.add(root);
  await put("sst.config.ts", "providers: { aws: true }");
  await put(".gitignore", ".sst\nnode_modules\n");
  await commitAll(root);
  await link(join(await platform(), ".sst"), join(root, ".sst"));
  rehearsal = await Rehearsal.open({
    root,
    engine: { path: process.execPath, version: "3.215.0" },
    zones: ["acme.com"],
    faults: [{ on: "create", resource: "Main", do: "fail" }],
  });
});
afterAll(() => rehearsal?.close());

it("begins with an account of its own, with what it is told there is", () => {
  const { account, accounts, env, outside, unanswered } = rehearsal;
  expect([account.id, [...account.zones], account.faults.pending]).toEqual(["123456789012", ["acme.com"], true]);
  expect(accounts.main).toBe(account);
  expect([account.calls, account.living(), outside, unanswered]).toEqual([[], [], [], []]);
  expect(env.AWS_ACCESS_KEY_ID).toBe("AKIA123456789012");
  expect(env.HOME).toBe(join(dirname(rehearsal.place), "home"));
});

it("has one copy of the repo in place, always at the same path, and moves away what was there before", async () => {
  const commit = await git(root, "rev-parse", "HEAD");
  await put("infra/new.ts", "export {};");
  const first = await rehearsal.put("work tree");
  expect(first).toBe(rehearsal.place);
  expect((await readdir(first)).sort()).toEqual([".gitignore", ".sst", "infra", "sst.config.ts"]);
  expect(await rehearsal.put({ revision: "HEAD", commit })).toBe(first);
  expect((await readdir(first)).sort()).toEqual([".gitignore", ".sst", "sst.config.ts"]);
  const away = await rehearsal.leave();
  expect([away === first, existsSync(join(away, "sst.config.ts")), await readdir(first)]).toEqual([false, true, []]);
});

describe("the state of a stage", () => {
  const resources = [{ urn: "urn:a", type: "aws:sqs/queue:Queue" }];
  const text = JSON.stringify({ checkpoint: { latest: { resources } } });

  it.each<[string, string | Buffer]>([
    ["as it is", text],
    ["compressed", gzipSync(text)],
  ])("is read %s", (_, body) => {
    rehearsal.account.objects.set("sst-state-abc/app/shop/dev.json", Buffer.from(body));
    expect(rehearsal.state("shop", "dev")).toEqual(resources);
    expect(rehearsal.state("shop", "production")).toEqual([]);
    expect(rehearsal.state("hop", "dev")).toEqual([]);
  });

  it("is nothing before its first deploy has made something", () => {
    for (const body of ["{}", '{"checkpoint":{}}', '{"checkpoint":{"latest":{}}}']) {
      rehearsal.account.objects.set("sst-state-abc/app/shop/empty.json", Buffer.from(body));
      expect(rehearsal.state("shop", "empty")).toEqual([]);
    }
  });
});

it("has a provider for each plugin that asks, for as long as it does", async () => {
  const ended = new AbortController();
  const { AWS_ENDPOINT_URL: url } = rehearsal.env;
  const answer = await fetch(`${url}/plugin/aws/7.20.0?cwd=/&key=AKIA222222222222`, { signal: ended.signal });
  const { value } = (await answer.body?.getReader().read()) ?? {};
  const [, port] = /^(\d+)\n$/.exec(Buffer.from(value ?? []).toString()) ?? [];
  const reached = () =>
    new Promise<boolean>((resolve) => {
      const socket = new Socket().on("error", () => resolve(false));
      socket.connect(Number(port), "127.0.0.1", () => {
        socket.destroy();
        resolve(true);
      });
    });
  expect(await reached()).toBe(true);
  ended.abort();
  await expect.poll(reached, { timeout: 20_000 }).toBe(false);
});

it("leaves nothing behind", async () => {
  const other = await Rehearsal.open({
    root,
    engine: { path: process.execPath, version: "3.215.0" },
    account: "222222222222",
  });
  const folder = dirname(other.place);
  expect(other.account.id).toBe("222222222222");
  expect(await readFile(join(folder, "home", ".config", "sst", "bin", "pulumi"), "utf8")).toContain("exec");
  await other.close();
  expect(existsSync(folder)).toBe(false);
  await expect(fetch(`${other.env.AWS_ENDPOINT_URL}/`)).rejects.toThrow();
});
