import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Simulator } from "../../lib/proof/simulate/simulate.ts";
import { containersOf, Stack, texts } from "../../lib/proof/simulate/stack.ts";
import { renderRepo } from "../support/repo.ts";

/** The commands by which ECS finds out whether a task is well, as the task definitions have them, run on this machine. */

let root: string;
/** By the name of the service: what ECS runs in its container. */
const commands = new Map<string, string[]>();

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "space-sst-health-"));
  const services = [
    { name: "api", health: "/well" },
    { name: "jobs", kind: "worker" as const, source: "node" as const },
  ];
  await renderRepo({ project: "shop", stages: ["dev"], services }, root);
  const stack = new Stack(await new Simulator(root).run({ stage: "dev" }));
  for (const definition of stack.of("aws:ecs/taskDefinition:TaskDefinition")) {
    const [container] = containersOf(definition);
    const { command } = (container?.healthCheck ?? {}) as { command?: string[] };
    commands.set(String(definition.inputs.family).replace("shop-dev-", ""), texts(command));
  }
}, 300_000);

afterAll(() => rm(root, { recursive: true, force: true }));

/** Runs a command of a container, where something stands in another place than in there. */
async function run(service: string, from: string, to: string): Promise<number | undefined> {
  const [kind, program, ...args] = commands.get(service) ?? [];
  expect([kind, program]).toEqual(["CMD", "node"]);
  expect(args.join(" ")).toContain(from);
  const moved = args.map((one) => one.replaceAll(from, to));
  return (await execa(process.execPath, moved, { reject: false })).exitCode;
}

describe("a service behind the load balancer", () => {
  /** Asks a server that answers its health path with a status, and every other with another. */
  async function asked(status: number): Promise<number | undefined> {
    const server = createServer(({ url }, response) => {
      response.statusCode = url === "/well" ? status : 200;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      return await run("api", ":5000/well", `:${(server.address() as AddressInfo).port}/well`);
    } finally {
      server.close();
    }
  }

  it.each([
    [200, 0],
    [404, 1],
    [500, 1],
    [503, 1],
  ])("that answers %i ends with %i", async (status, code) => {
    expect(await asked(status)).toBe(code);
  });

  it("that does not answer is not well", async () => {
    expect(await run("api", ":5000/well", ":1/well")).toBe(1);
  });
});

describe("a worker", () => {
  it.each([
    [0, 0],
    [50, 0],
    [70, 1],
  ])("that has been alive %i seconds ago ends with %i", async (seconds, code) => {
    const file = join(root, "alive");
    await writeFile(file, "");
    const then = Date.now() / 1000 - seconds;
    await utimes(file, then, then);
    expect(await run("jobs", "/tmp/alive", file)).toBe(code);
  });

  it("that has never been alive is not well", async () => {
    expect(await run("jobs", "/tmp/alive", join(root, "nothing"))).toBe(1);
  });
});
