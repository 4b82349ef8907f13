import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { BARE } from "./bare.mjs";
import { cpuSeconds, limitCpu, memory } from "./process.mjs";
import { sources } from "./sources.mjs";

/**
 * Rendered APIs with a real PostgreSQL, each beside its framework with the same query and nothing else, one after the
 * other, under the load of autocannon: requests a second at 0.25 vCPU, milliseconds at half of that, CPU for each request, and
 * memory over minutes of a steady load. `SECONDS` is how long each is asked (default 20), `MINUTES` how long memory is
 * watched (default 10). It wants Linux, a PostgreSQL that is installed, and, for the limit, a user who may make control groups;
 * without it only CPU for each request says something.
 */

const VCPU = 0.25;
const CONNECTIONS = 10;
const seconds = Number(process.env.SECONDS ?? 20);
const minutes = Number(process.env.MINUTES ?? 10);
const run = promisify(execFile);

const { FaultyStage, freePort } = await sources("services", [
  'export { FaultyStage } from "./test/support/faults/stage.ts";',
  'export { freePort } from "./test/support/boot/guarded.ts";',
]);

/** What autocannon has seen of an address. */
async function ask(url, duration, ...more) {
  const words = ["--json", "--connections", CONNECTIONS, "--duration", duration, ...more, url];
  const options = { maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await run("npx", ["--yes", "autocannon@9.0.0", ...words.map(String)], options);
  const { requests, latency, non2xx, errors, timeouts } = JSON.parse(stdout);
  if (non2xx + errors + timeouts > 0) throw new Error(`${url}: ${non2xx} failed, ${errors} broke, ${timeouts} late`);
  return { total: requests.total, rate: requests.total / duration, p50: latency.p50, p99: latency.p99 };
}

const stage = new FaultyStage();
const RENDERED = "dist/main.js";
const BARELY = "dist/bare.mjs";
const HEAP = fileURLToPath(new URL("heap.mjs", import.meta.url));
const nameOf = (name, program) => (program === BARELY ? `${name}, bare` : name);

/** A program of a service, by the side of the database rather than behind its proxy, with a share of a CPU once it runs. */
async function start(name, program, env = {}) {
  const [PORT, DB_PORT] = [await freePort(), stage.server("postgres").port].map(String);
  const service = stage.run(name, { PORT, DB_PORT, ...env }, program);
  while (!/serving http/.test(service.output())) {
    if (!service.running()) throw new Error(`${name} has ended:\n${service.output()}`);
    await delay(200);
  }
  const release = limitCpu(service.pid, VCPU);
  const end = async () => {
    service.signal("SIGKILL");
    await service.ended;
    // The kernel lets go of it a moment later.
    await delay(500);
    release?.();
  };
  return { ...service, url: `http://127.0.0.1:${service.env.PORT}/events`, limited: release !== null, end };
}

/** @param rate of the steady load; default: half of what it can */
async function measure(name, program, rate) {
  const service = await start(name, program);
  await ask(service.url, 5);
  const before = cpuSeconds(service.pid);
  const most = await ask(service.url, seconds);
  const cpu = ((cpuSeconds(service.pid) - before) / most.total) * 1000;
  const steadyRate = rate ?? Math.max(1, Math.round(most.rate / 2));
  const steady = await ask(service.url, seconds, "--overallRate", steadyRate);
  await service.end();
  return { name, program, limited: service.limited, most, cpu, steadyRate, steady };
}

/** What a program holds once nothing is left to collect, in MiB. */
async function held(service) {
  const said = () => [...service.output().matchAll(/"held":(\d+)/g)].map(([, bytes]) => Number(bytes));
  const before = said().length;
  service.signal("SIGUSR2");
  while (said().length === before) await delay(100);
  return said().at(-1) / 2 ** 20;
}

/** Memory at the end of each minute under a steady load: what the kernel counts, and what is in use. */
async function watch(name, program, rate) {
  const service = await start(name, program, { NODE_OPTIONS: `--import=${HEAP}` });
  const load = ask(service.url, minutes * 60, "--overallRate", rate);
  const resident = [];
  const used = [];
  for (let minute = 1; minute <= minutes; minute++) {
    await delay(60_000);
    resident.push(memory(service.pid).toFixed(0));
    used.push((await held(service)).toFixed(1));
  }
  const { total } = await load;
  await service.end();
  return { name: nameOf(name, program), total, resident, used };
}

const shown = ({ name, program, limited, most, cpu, steadyRate, steady }) =>
  [
    nameOf(name, program).padEnd(14),
    `${most.rate.toFixed(0)} requests/s${limited ? ` at ${VCPU} vCPU` : ", no limit"}`,
    `${cpu.toFixed(2)} ms CPU each, ${((VCPU * 1000) / cpu).toFixed(0)}/s by that`,
    `at ${steadyRate}/s p50 ${steady.p50} ms, p99 ${steady.p99} ms`,
  ].join("  ");

try {
  await stage.begin({
    project: "bench",
    services: Object.keys(BARE).map((source) => ({ name: source, kind: "api", source, database: "main" })),
    databases: [{ name: "main" }],
  });
  const server = stage.server("postgres");
  const rates = {};
  for (const [name, program] of Object.entries(BARE)) {
    writeFileSync(join(stage.sources.folderOf(name), BARELY), program);
    await server.sql(name, "INSERT INTO events (name) SELECT 'event ' || n FROM generate_series(1, 1000) n");
    const rendered = await measure(name, RENDERED);
    rates[name] = rendered.steadyRate;
    const bare = await measure(name, BARELY, rendered.steadyRate);
    for (const one of [rendered, bare]) console.log(shown(one));
    console.log(`${name}: ${(rendered.cpu / bare.cpu).toFixed(2)} times the CPU of the bare framework`);
  }
  const programs = Object.entries(rates).flatMap(([name, rate]) =>
    [RENDERED, BARELY].map((program) => watch(name, program, rate)),
  );
  for (const { name, total, resident, used } of await Promise.all(programs)) {
    console.log(`${name}: ${total} requests in ${minutes} min, MiB after each minute: ${resident.join(" ")}`);
    console.log(`${name}: of these in use, when nothing is left to collect: ${used.join(" ")}`);
  }
} finally {
  await stage.end();
}
