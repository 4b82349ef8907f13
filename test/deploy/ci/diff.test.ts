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
}: Record<"json" | "words", string> & { status: number; engine?: string }) {
  const folder = await temporaryFolder();
  await cp(join(packageRoot, "templates/scripts/diff.mjs"), join(folder, "scripts/diff.mjs"));
  const sst = join(folder, "node_modules/sst/bin/sst.mjs");
  await mkdir(dirname(sst), { recursive: true });
  await writeFile(
    sst,
    `import { mkdirSync, writeFileSync } from "node:fs";
mkdirSync(".sst/log", { recursive: true });
writeFileSync(".sst/log/pulumi.log", ${JSON.stringify(engine)});
process.stdout.write(process.argv.includes("--json") ? ${JSON.stringify(json)} : ${JSON.stringify(words)});
process.exitCode = process.argv.slice(2, 5).join(" ") === "diff --stage production" ? ${status} : 99;`,
  );
  const { exitCode, stdout } = await execa(process.execPath, ["scripts/diff.mjs", "changes.json"], {
    cwd: folder,
    env: { STAGE: "production", GITHUB_STEP_SUMMARY: join(folder, "summary.md") },
    reject: false,
  });
  const read = (name: string) => readFile(join(folder, name), "utf8").catch(() => "");
  return { exitCode, stdout, changes: await read("changes.json"), summary: await read("summary.md") };
}

describe("the diff before a deploy", () => {
  it("is a file of JSON, and no word", async () => {
    expect(await diff({ json: "[]", words: "not asked", status: 0 })).toEqual({
      exitCode: 0,
      stdout: "",
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

  it("says no more than that where something else has failed", async () => {
    const { exitCode, stdout, summary } = await diff({ json: "", words: "✕  Could not resolve host\n", status: 7 });
    expect(exitCode).toBe(7);
    expect(stdout).toContain("Could not resolve host");
    expect(summary).not.toContain("protected");
  });
});
