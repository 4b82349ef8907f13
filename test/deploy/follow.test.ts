import { appendFile, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { followEngine } from "../../lib/deploy/follow.ts";
import { temporaryFolder } from "../support/cli.ts";

/** The engine's event log is read while it is written, by whoever writes it as it likes. */

const line = (name: string, stage = "dev") =>
  `${JSON.stringify({
    resourcePreEvent: { metadata: { op: "create", type: "a:b:C", urn: `urn:pulumi:${stage}::shop::a:b:C::${name}` } },
  })}\n`;

async function following() {
  const root = await temporaryFolder();
  const log = async (update: string) => {
    const folder = join(root, ".sst/pulumi", update);
    await mkdir(folder, { recursive: true });
    return join(folder, "eventlog.json");
  };
  await writeFile(await log("of an earlier run"), line("Before"));
  const seen: string[] = [];
  const stop = await followEngine(root, "dev", (event) => {
    if ("resource" in event) seen.push(event.resource?.name ?? "");
  });
  return { root, log, seen, stop };
}

it("reads every line once, however it is cut, and none of another stage or an earlier run", async () => {
  const { log, seen, stop } = await following();
  const file = await log("update");
  // More than is read at a time, so that a letter of two bytes is cut somewhere.
  const many = Array.from({ length: 1500 }, (_, i) => `é${i}`);
  await writeFile(
    file,
    many.map((name) => line(name)).join("") + line("Other", "production") + line("Cut").slice(0, 40),
  );
  await vi.waitFor(() => expect(seen).toHaveLength(1500), 10_000);
  await appendFile(file, `${line("Cut").slice(40)}no event\n`);
  await writeFile(await log("another of the same run"), line("Second"));
  await stop();
  expect(seen).toEqual([...many, "Cut", "Second"]);
});

it("reads to its end what SST has deleted already, and ends where there is nothing", async () => {
  const { root, log, seen, stop } = await following();
  const file = await log("update");
  await writeFile(file, line("First"));
  await vi.waitFor(() => expect(seen).toEqual(["First"]), 10_000);
  await rm(join(root, ".sst/pulumi"), { recursive: true });
  await stop();
  expect([seen, await readdir(join(root, ".sst"))]).toEqual([["First"], []]);
});
