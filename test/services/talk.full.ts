import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { Stack } from "../../lib/proof/simulate/stack.ts";
import { contextOf } from "../proof/expectations/context.ts";
import { containerOf } from "../proof/expectations/services.ts";
import { missing } from "../support/boot/binaries.ts";
import { makeCertificates } from "../support/boot/certificates.ts";
import { eventually } from "../support/boot/container.ts";
import { cleanEnvironment } from "../support/boot/environment.ts";
import { type Front, startFront } from "../support/boot/front.ts";
import { type Servers, startServers } from "../support/boot/servers.ts";
import { renderSources, type Sources } from "../support/boot/sources.ts";
import { surroundingsOf } from "../support/boot/surroundings.ts";
import { chromium } from "../support/browser.ts";
import { type Repos, renderAll, runStages, type StageRun } from "../support/proof.ts";

/**
 * A site, an API, a private service and a worker, as a kickoff renders them, together on this machine: behind a server that
 * sends requests as the rules of the stage's load balancer say, and seen by a browser.
 */

const ANSWERS: Answers = {
  project: "shop",
  stages: ["production"],
  domain: "shop.example",
  services: [
    { name: "www", kind: "static" },
    { name: "api", cache: "main", bucket: "uploads", calls: ["billing"], jobs: ["mailer"] },
    { name: "billing", source: "node", private: true },
    { name: "mailer", kind: "worker", source: "node", cache: "main", backlog: 10, min: 0 },
  ],
  caches: [{ name: "main" }],
  buckets: [{ name: "uploads" }],
};

/** A page that shows what a function of it has found, or the name of what it has thrown. */
const page = (body: string): string => `<!doctype html><pre id="found"></pre><script type="module">
const headers = { "content-type": "application/json", "x-request-id": "from-a-page" };
const post = async (path, body) =>
  (await fetch("https://api.shop.example" + path, { method: "POST", credentials: "include", headers, body })).json();
const ask = async () => {${body}};
document.getElementById("found").textContent = "found:" + await ask().catch((error) => error.name);
</script>`;

/** It asks again and again: the clock of a browser with a budget of time runs ahead of that of the services. */
const JOB = page(`
  const { id } = await post("/jobs", '{"name":"greet"}');
  for (;;) {
    const job = await (await fetch("https://api.shop.example/jobs/" + id, { credentials: "include" })).json();
    if (job.state === "completed") return job.result.doneAt === undefined ? "no result" : "done";
    await fetch("/later");
  }
`);

/** Sends a small file and one that is too large, each by a form of its own. */
const UPLOAD = page(`
  const send = async (file) => {
    const { key, url, fields } = await post("/uploads", '{"type":"image/png"}');
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", file);
    return key + " " + (await fetch(url, { method: "POST", body: form })).status;
  };
  return (await send(new Blob(["a picture"]))) + " " + (await send(new Blob([new Uint8Array(10 * 1024 * 1024 + 1)])));
`);

const without = [missing("redis"), chromium === undefined ? "skipped: there is no Chromium" : ""].find(
  (one) => one !== "",
);
if (without) console.warn(`services that talk: ${without}`);

describe.skipIf(without !== undefined)("services that talk", () => {
  let folder: string;
  let repos: Repos;
  let run: StageRun;
  let sources: Sources;
  let servers: Servers;
  let front: Front;
  let bucket: string;
  const running: ChildProcess[] = [];
  const logs = new Map<string, string>();
  const ports = new Map<string, number>();
  const environments = new Map<string, Record<string, string>>();

  const lines = (service: string): Record<string, unknown>[] =>
    (logs.get(service) ?? "").split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));

  /** What the program of the stage gives a container in the clear. */
  const given = (name: string): Record<string, string> => {
    const context = contextOf(run.view, run.stage, run.simulation);
    const service = run.view.services.find((one) => one.name === name);
    const { environment = [] } = service ? containerOf(context, service) : {};
    const pairs = environment as { name: string; value: string }[];
    return Object.fromEntries(pairs.map((variable) => [variable.name, variable.value]));
  };

  async function build(name: string): Promise<void> {
    const service = sources.folderOf(name);
    const args = name === "www" ? ["vite", "build"] : ["tsc", "--project", "tsconfig.build.json"];
    if (name === "www")
      await writeFile(join(service, ".env.production"), "VITE_API_BASE_URL=https://api.shop.example\n");
    const { exitCode, all } = await sources.run(service, args[0] as string, ...args.slice(1));
    if (exitCode !== 0) throw new Error(`${name}: ${all}`);
  }

  function start(name: string): void {
    const child = spawn(process.execPath, ["dist/main.js"], {
      cwd: sources.folderOf(name),
      env: cleanEnvironment(environments.get(name)),
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (text) => logs.set(name, `${logs.get(name) ?? ""}${text}`));
    running.push(child);
  }

  /** What plays S3 on a developer's machine: it lets all pages in, where the stage's bucket has a list. */
  async function startBucket(): Promise<string> {
    const child = spawn(process.execPath, [join(sources.repo, "scripts", "bucket.mjs"), "0"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    running.push(child);
    const [line] = await once(child.stdout, "data");
    return /http:\S+/.exec(String(line))?.[0] ?? "";
  }

  /** The page's own script, or another one that a page of a host runs; what it has found. */
  async function open(host: string, path: string): Promise<string> {
    const { stdout } = await execa(chromium as string, [
      ...["--headless", "--no-sandbox", "--disable-gpu", "--ignore-certificate-errors"],
      `--host-resolver-rules=MAP *.example 127.0.0.1:${front.port}`,
      `--user-data-dir=${join(folder, `browser-${host}`)}`,
      ...["--virtual-time-budget=60000", "--dump-dom", `https://${host}${path}`],
    ]);
    return stdout;
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "space-sst-talk-"));
    repos = await renderAll([ANSWERS]);
    [[run]] = (await runStages(repos)) as [[StageRun]];
    [sources, servers] = await Promise.all([renderSources(ANSWERS), startServers(["redis"])]);
    for (const name of ["www", "api", "billing", "mailer"]) await build(name);
    for (const item of sources.items.filter(({ container }) => container)) {
      const { env } = await surroundingsOf(item, servers);
      environments.set(item.name, env);
      if (env.PORT !== undefined) ports.set(`shop-production-${item.name}`, Number(env.PORT));
    }
    const api = environments.get("api") as Record<string, string>;
    // Names of the VPC lead nowhere on this machine. Who may call is what the program of the stage says.
    api.BILLING_URL = `http://127.0.0.1:${environments.get("billing")?.PORT}`;
    api.CORS_ORIGINS = given("api").CORS_ORIGINS ?? "";
    bucket = await startBucket();
    Object.assign(api, { BUCKET_NAME: given("api").BUCKET_NAME, BUCKET_REGION: given("api").BUCKET_REGION });
    api.BUCKET_ENDPOINT = bucket;
    const other = join(folder, "other");
    await mkdir(other);
    await writeFile(join(other, "index.html"), JOB);
    const site = join(sources.folderOf("www"), "dist");
    await writeFile(join(site, "try.html"), JOB);
    await writeFile(join(site, "upload.html"), UPLOAD);
    const sites = new Map([
      ["www.shop.example", site],
      ["evil.example", other],
    ]);
    front = await startFront(new Stack(run.simulation), ports, sites, await makeCertificates(join(folder, "tls")));
    for (const name of ["billing", "api", "mailer"]) start(name);
    const begun = (name: string, text: string) =>
      eventually(`${name} has begun`, async () => (logs.get(name)?.includes(text) ? true : undefined));
    await Promise.all([begun("api", "serving"), begun("billing", "serving"), begun("mailer", "taking jobs")]);
  }, 600_000);

  afterAll(async () => {
    for (const child of running) child.kill("SIGKILL");
    front?.close();
    await servers?.dispose();
    await Promise.all([sources?.dispose(), repos?.dispose(), rm(folder, { recursive: true, force: true })]);
  });

  test("the site asks the API, and is answered", async () => {
    expect(await open("www.shop.example", "/")).toMatch(/https:\/\/api\.shop\.example<\/a>[^<]*is <!-- -->up|is up/);
  }, 120_000);

  test("a page gives a job by way of the API, asks before it may, and sees what the worker has made of it", async () => {
    expect(await open("www.shop.example", "/try.html")).toContain("found:done");
    const origin = "https://www.shop.example";
    expect(front.asked).toContainEqual({ what: "OPTIONS api.shop.example/jobs", origin, status: 204 });
    expect(front.asked).toContainEqual({ what: "POST api.shop.example/jobs", origin, status: 202 });
    expect(lines("mailer")).toContainEqual(
      expect.objectContaining({ message: "job greet done", requestId: "from-a-page" }),
    );
  }, 120_000);

  test("a page sends a file to the bucket by what the API has signed, and no larger one", async () => {
    const found = /found:(uploads\/\S+) (\d+) \S+ (\d+)/.exec(await open("www.shop.example", "/upload.html"));
    expect(found?.slice(2)).toEqual(["204", "400"]);
    const file = await fetch(`${bucket}/${given("api").BUCKET_NAME}/${found?.[1]}`);
    expect([file.headers.get("content-type"), await file.text()]).toEqual(["image/png", "a picture"]);
    expect(await (await fetch(`http://127.0.0.1:${environments.get("api")?.PORT}/ready`)).json()).toEqual({
      status: "ok",
    });
  }, 120_000);

  test("a page of somebody else is kept from all of it", async () => {
    const before = lines("mailer").filter(({ message }) => message === "job greet done").length;
    expect(await open("evil.example", "/")).toContain("found:TypeError");
    expect(front.asked).not.toContainEqual(
      expect.objectContaining({ what: "POST api.shop.example/jobs", origin: "https://evil.example" }),
    );
    expect(lines("mailer").filter(({ message }) => message === "job greet done")).toHaveLength(before);
  }, 120_000);

  test("the private service has no way in from outside, and answers the API under the id of the request", async () => {
    expect(await open("billing.shop.example", "/health")).not.toContain("ok");
    const code = `
      const { call } = await import("./dist/call.js");
      const { follow } = await import("./dist/request-id.js");
      const { readConfig } = await import("./dist/config.js");
      const { BILLING_URL } = readConfig(process.env);
      console.log((await follow("from-the-api", () => call(BILLING_URL + "/nowhere"))).status);`;
    const { stdout } = await execa(process.execPath, ["--input-type=module", "--eval", code], {
      cwd: sources.folderOf("api"),
      env: cleanEnvironment(environments.get("api")),
      extendEnv: false,
    });
    expect(stdout).toBe("404");
    const isIt = (line: Record<string, unknown>) => line.requestId === "from-the-api" && line.status === 404;
    await expect.poll(() => lines("billing").filter(isIt)).toHaveLength(1);
  }, 120_000);

  test("a service that says nothing is given up in time", async () => {
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const code = `
      const { call } = await import("./dist/call.js");
      const { CALL_MS } = await import("./dist/deadlines.js");
      const began = performance.now();
      const { name } = await call("http://127.0.0.1:${(silent.address() as AddressInfo).port}/").catch((error) => error);
      const late = performance.now() - began - CALL_MS;
      console.log(name, late > -100 && late < 2000 ? "in time" : late);`;
    const words = ["--input-type=module", "--eval", code];
    const { stdout } = await execa(process.execPath, words, { cwd: sources.folderOf("api"), timeout: 60_000 });
    silent.closeAllConnections();
    silent.close();
    expect(stdout).toBe("TimeoutError in time");
  }, 120_000);

  test("both who give jobs and who takes them say how long the queue is, in the line that the stage reads", () => {
    for (const name of ["api", "mailer"])
      expect(lines(name)).toContainEqual(
        expect.objectContaining({ queue: "mailer", backlog: expect.any(Number), oldest: expect.any(Number) }),
      );
    const read = new Stack(run.simulation)
      .of("aws:cloudwatch/logMetricFilter:LogMetricFilter")
      .map(({ inputs }) => String(inputs.pattern));
    expect(read).toContain('{ ($.queue = "mailer") && ($.backlog >= 0) }');
  });
});
