import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../../lib/system/package-root.ts";
import { temporaryFolder } from "../../support/cli.ts";

/** What SST 4.17.1 prints of a protected resource, on the real engine. With --json the same run says nothing at all. */
const PROTECTED = `✕  Failed    

MainDatabase sst:aws:Postgres → MainDatabaseInstance aws:rds:Instance
Preview failed: resource "urn:pulumi:production::my-shop::sst:aws:Postgres$aws:rds/instance:Instance::MainDatabaseInstance" cannot be deleted
because it is protected. To unprotect the resource, either remove the \`protect\` flag from the resource in your Pulumi program and run \`pulumi up\`, or use the command:
\`pulumi state unprotect 'urn:pulumi:production::my-shop::sst:aws:Postgres$aws:rds/instance:Instance::MainDatabaseInstance'\`
`;

/** What the engine says last, in its log. */
const SUM = "Resources:\n    67 unchanged\n";

/**
 * Runs the script in a repo whose `sst` is a stand-in: it prints what it is told, so SST's own words are only as good as above.
 * The real one is run in test/deploy/real-sst.test.ts.
 */
async function diff({
  json,
  words,
  status,
  engine = SUM,
  before,
  args = ["changes.json"],
  stage = "production",
}: Partial<Record<"json" | "words", string>> & {
  /** Null where something kills it. */
  status: number | null;
  /** What the engine's log says; null where it has none. */
  engine?: string | null;
  /** What it has said in a run before. */
  before?: string;
  args?: string[];
  stage?: string;
}) {
  const folder = await temporaryFolder();
  await cp(join(packageRoot, "templates/scripts/diff.mjs"), join(folder, "scripts/diff.mjs"));
  const sst = join(folder, "node_modules/sst/bin/sst.mjs");
  await mkdir(dirname(sst), { recursive: true });
  await mkdir(join(folder, ".sst/log"), { recursive: true });
  if (before !== undefined) await writeFile(join(folder, ".sst/log/pulumi.log"), before);
  await writeFile(
    sst,
    `import { writeFileSync, writeSync } from "node:fs";
if (${JSON.stringify(engine)} !== null) writeFileSync(".sst/log/pulumi.log", ${JSON.stringify(engine)});
writeSync(1, process.argv.includes("--json") ? ${JSON.stringify(json ?? "")} : ${JSON.stringify(words ?? "")});
console.error("of SST");
if (${status} === null) process.kill(process.pid, "SIGKILL");
process.exitCode = process.argv.slice(2, 5).join(" ") === "diff --stage production" ? ${status} : 99;`,
  );
  const { exitCode, stdout, stderr } = await execa(process.execPath, ["scripts/diff.mjs", ...args], {
    cwd: folder,
    env: { STAGE: stage, GITHUB_STEP_SUMMARY: join(folder, "summary.md") },
    reject: false,
  });
  const read = (name: string) => readFile(join(folder, name), "utf8").catch(() => "");
  return { exitCode, stdout, stderr, changes: await read("changes.json"), summary: await read("summary.md") };
}

describe("the diff before a deploy", () => {
  it("is a file of JSON, and no word", async () => {
    expect(await diff({ json: "[]", words: "not asked", status: 0 })).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: "of SST",
      changes: "[]",
      summary: "",
    });
  });

  it("says what SST says when it fails, and names what is protected and the way out", async () => {
    const { exitCode, stdout, summary } = await diff({ json: "[]", words: PROTECTED, status: 1 });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("cannot be deleted");
    expect(summary).toBe(
      [
        "## production: the diff has failed",
        "",
        "What it lists is not all that a deploy would change.",
        "",
        "- **MainDatabaseInstance** is protected, and would be deleted or replaced: its data would be lost, or left behind.",
        "",
        "If this is a mistake, take the change back. If it is meant, let go first: RUNBOOK.md, *Remove something*.",
        "",
        "",
      ].join("\n"),
    );
  });

  it("is none where the engine has ended before its sum, whatever SST's exit status says", async () => {
    const { exitCode, stdout, summary } = await diff({
      json: "[]",
      words: "not asked",
      status: 0,
      engine: "Previewing\n",
    });
    expect(exitCode).toBe(1);
    expect(summary).toBe(`${stdout}
`);
    expect(summary).toContain("## production: the diff has failed");
    expect(summary).toContain(
      "SST's engine has ended before it was done: no sum is in .sst/log/pulumi.log. Run it again.",
    );
  });

  it.each([
    ["has said nothing", null, undefined],
    ["has said it of a run before", null, SUM],
    ["has said something like it", "The Resources: are many\n", undefined],
  ])("is none where the engine %s", async (_, engine, before) => {
    expect(await diff({ json: "[]", status: 0, engine, before })).toMatchObject({ exitCode: 1 });
  });

  it("is none where SST was killed, however much it has said", async () => {
    const words = "a line of SST\n".repeat(100_000);
    const { exitCode, stdout } = await diff({ json: "[]", words, status: null });
    expect([exitCode, stdout.startsWith(words)]).toEqual([1, true]);
  });

  it.each([
    ["no file", [], "production"],
    ["no stage", ["changes.json"], ""],
  ])("says how it is called where there is %s", async (_, args, stage) => {
    expect(await diff({ status: 0, args, stage })).toMatchObject({
      exitCode: 2,
      stderr: "Usage: STAGE=… node scripts/diff.mjs changes.json",
    });
  });

  it("says no more than that where something else has failed", async () => {
    const { exitCode, stdout, summary } = await diff({ json: "", words: "✕  Could not resolve host\n", status: 7 });
    expect(exitCode).toBe(7);
    expect(stdout).toContain("Could not resolve host");
    expect(summary).not.toContain("protected");
  });
});
