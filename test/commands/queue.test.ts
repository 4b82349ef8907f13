import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runHere } from "../support/in-process.ts";
import { kickedOff } from "../support/kicked-off.ts";

/** `space-sst queue`, in a repo whose API gives its worker jobs by the cache that both have. */

interface Service {
  name: string;
  kind: string;
  queue?: string;
  jobs?: string[];
  backlog?: number;
  min: number;
}

const repo = () => kickedOff("--preset", "saas", "--project", "shop", "--yes");

/** Of each service where its jobs wait, and whom it gives some; and what is said. */
async function queue(words: string[], given?: string) {
  const root = given ?? (await repo());
  const { stdout, stderr, error } = await runHere("queue", [...words, "--skip-install", "--yes"], root, {});
  const stored = JSON.parse(await readFile(join(root, ".yo-rc.json"), "utf8"))["generator-space-sst"];
  const services = (stored.services as Service[]).map(({ name, kind, ...one }) => [
    name,
    one.queue ?? null,
    one.jobs ?? [],
    ...(kind === "worker" ? [one.backlog, one.min] : []),
  ]);
  return { services, said: `${stdout}${stderr}`.replace(/\s+/g, " "), error: error?.message };
}

it("adds a worker with a queue of SQS where there is none of that name, for services without a cache", async () => {
  const { services, error } = await queue([
    "mailer",
    ...["--services", "web", "--source", "node", "--backlog", "20", "--min", "0"],
  ]);
  expect(error).toBeUndefined();
  expect(services).toEqual([
    ["api", null, ["worker"]],
    ["web", null, ["mailer"]],
    ["worker", null, [], 100, 2],
    ["nightly", null, []],
    ["mailer", "sqs", [], 20, 0],
  ]);
});

it("moves a worker that is there to SQS, with those who give it jobs, and says that their code is theirs", async () => {
  const { services, said } = await queue(["worker", "--queue", "sqs", "--services", "web"]);
  expect(services.slice(0, 3)).toEqual([
    ["api", null, ["worker"]],
    ["web", null, ["worker"]],
    ["worker", "sqs", [], 100, 2],
  ]);
  for (const [name, does] of [
    ["worker", "take"],
    ["api", "give"],
    ["web", "give"],
  ])
    expect(said).toContain(`${name} is given WORKER_QUEUE; its code is yours, and does not ${does} jobs there yet.`);
});

it("refuses who cannot give jobs, and who takes none", async () => {
  const root = await repo();
  const refused = async (...words: string[]) => (await queue(words, root)).error;
  expect(await refused("worker", "--services", "web")).toContain('web cannot give jobs to "worker"');
  expect(await refused("mailer", "--services", "api")).toContain("one service gives jobs in one way");
  expect(await refused("api")).toContain('"api" is no worker, and takes no jobs');
  expect(await refused()).toContain("is required: the name of the worker");
});
