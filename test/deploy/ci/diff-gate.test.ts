import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import type { View } from "../../../lib/answers/view.ts";
import { renderTemplate } from "../../../lib/render/template.ts";
import { KEPT } from "../../../lib/resources/kept.ts";
import { packageRoot } from "../../../lib/system/package-root.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { copyTree } from "../../support/files.ts";
import { replacement, step } from "./steps.ts";

const keptJson = renderTemplate("infra/kept.json.ejs", "infra/kept.json", {} as View, {
  types: Object.entries(KEPT),
});

/** Runs the script as a workflow does, on what SST printed. */
async function gate(printed: unknown, env: Record<string, string | undefined> = {}) {
  const folder = await temporaryFolder();
  const script = join(folder, "scripts", "diff-gate.mjs");
  copyTree(join(packageRoot, "templates", "scripts"), dirname(script));
  await mkdir(join(folder, "infra"));
  await writeFile(join(folder, "infra", "kept.json"), keptJson);
  const file = join(folder, "changes.json");
  const summary = join(folder, "summary.md");
  await writeFile(file, typeof printed === "string" ? printed : `${JSON.stringify(printed, null, 2)}\n`);
  await writeFile(summary, "");
  const { exitCode, stdout, stderr } = await execa(process.execPath, [script, file], {
    env: { STAGE: "production", GITHUB_STEP_SUMMARY: summary, ...env },
    reject: false,
  });
  return { exitCode, stdout, stderr, summary: await readFile(summary, "utf8") };
}

const database = "aws:rds/instance:Instance";

describe("the gate before a deploy", () => {
  it("says that nothing changes", async () => {
    const { exitCode, summary } = await gate([]);
    expect({ exitCode, summary }).toEqual({ exitCode: 0, summary: "## production: no changes\n\n" });
  });

  it("lets changes pass that lose nothing, and lists them, whatever step of Pulumi they are", async () => {
    const topic = "aws:sns/topic:Topic";
    const replaces = ["replace", "create-replacement", "delete-replaced", "import-replacement", "discard-replaced"];
    const { exitCode, summary } = await gate([
      // What changes nothing in AWS.
      ...["same", "read", "read-replacement", "discard"].map((op) => step(op, topic, `Passed-${op}`)),
      ...["refresh", "import", "create"].map((op) => step(op, topic, `New-${op}`)),
      step("update", topic, "Both", { diffs: { one: "update", two: "update" } }),
      { ...step("update", topic, "A::B", { diffs: { three: "update" } }), detailedDiff: null },
      ...[...replaces, "remove-pending-replace"].map((op) => step(op, topic, `Anew-${op}`)),
      // Each of its steps says a part of why.
      step("create-replacement", topic, "Anew", { diffs: { one: "update-replace" } }),
      step("replace", topic, "Anew", { diffs: { one: "update-replace", two: "update-replace" } }),
      step("delete", topic, "Old"),
    ]);
    expect(exitCode).toBe(0);
    const row = (what: string, name: string, ...properties: string[]) =>
      `| ${what} | \`${name}\` | \`${topic}\` | ${properties.map((one) => `\`${one}\``).join(" ")} |`;
    expect(summary.split("\n")).toEqual([
      "## production: 1 to delete, 7 to replace, 2 to update, 1 to create, 1 to import, 1 to refresh",
      "",
      "<details><summary>Every change</summary>",
      "",
      "| | Resource | Type | Properties |",
      "| --- | --- | --- | --- |",
      row("delete", "Old"),
      ...[...replaces, "remove-pending-replace"].map((op) => row("replace", `Anew-${op}`)),
      row("replace", "Anew", "one", "two"),
      row("update", "Both", "one", "two"),
      row("update", "A::B", "three"),
      row("create", "New-create"),
      row("import", "New-import"),
      row("refresh", "New-refresh"),
      "",
      "</details>",
      "",
      "",
    ]);
  });

  it("says so on the terminal where there is no page, and of no stage that it was not told", async () => {
    const { stdout, summary } = await gate([], { STAGE: undefined, GITHUB_STEP_SUMMARY: undefined });
    expect([stdout, summary]).toEqual(["## Changes: no changes\n", ""]);
  });

  it("refuses to replace a database, and says because of what", async () => {
    const { exitCode, stdout, summary } = await gate(
      replacement(database, "Main", { diffs: { storageEncrypted: "update-replace", name: "update-replace" } }),
    );
    expect(exitCode).toBe(1);
    expect(summary.split("\n").slice(0, 5)).toEqual([
      "## production: 1 to replace",
      "",
      "**Refused: data would be lost or left behind.** A deploy stops here, unless somebody allows it (README, *When data would be lost*):",
      "",
      "- **replace** `Main` (`aws:rds/instance:Instance`: a database), because of `storageEncrypted`, `name`",
    ]);
    expect(stdout.trim()).toBe(summary.trim());
  });

  it.each([
    ["deleted", [step("delete", database, "Main", { diffs: { name: "update" } })], "delete"],
    ["replaced for nothing that is said", replacement(database, "Main"), "replace"],
  ])("gives no reason for what is %s", async (_, steps, what) => {
    const { summary } = await gate(steps);
    expect(summary).toContain(`- **${what}** \`Main\` (\`aws:rds/instance:Instance\`: a database)\n`);
  });

  // Where AWS takes no second one of that name, the old one goes first: then the last step knows nothing of it.
  it.each([
    ["stays", { retainOnDelete: true }, "; it stays in the account, outside the program"],
    ["leaves a snapshot", { inputs: { finalSnapshotIdentifier: "last" } }, "; it leaves a snapshot"],
    ["neither stays nor leaves any", { retainOnDelete: false, inputs: { finalSnapshotIdentifier: null } }, ""],
  ])("says what %s of what goes before the new one is made", async (_, options, what) => {
    const { summary } = await gate(replacement(database, "Main", options).reverse());
    expect(summary).toContain(`\`: a database)${what}\n`);
  });

  it("refuses to delete any type of its table", async () => {
    const { exitCode, summary } = await gate(Object.keys(KEPT).map((type) => step("delete", type, "Thing")));
    expect(exitCode).toBe(1);
    const refused = summary.split("\n").filter((line) => line.startsWith("- **delete**"));
    expect(refused).toEqual(
      Object.entries(KEPT)
        .filter(([, { holds }]) => holds !== undefined)
        .map(([type, { holds }]) => `- **delete** \`Thing\` (\`${type}\`: ${holds})`),
    );
  });

  it("refuses what AWS would keep: the program forgets it", async () => {
    const { exitCode, summary } = await gate([step("delete", database, "Main", { retainOnDelete: true })]);
    expect(exitCode).toBe(1);
    expect(summary).toContain("it stays in the account, outside the program");
  });

  it("says of a cache that it leaves a snapshot", async () => {
    const cache = "aws:elasticache/replicationGroup:ReplicationGroup";
    const inputs = { finalSnapshotIdentifier: "shop-production-main-cache-final-1a2b3c" };
    const { exitCode, summary } = await gate([step("delete", cache, "MainCacheCluster", { inputs })]);
    expect(exitCode).toBe(1);
    expect(summary).toContain("a cache, with the queues in it); it leaves a snapshot");
  });

  it("counts what is in an account, and not the parts of the program", async () => {
    const { summary } = await gate([
      step("update", "aws:sns/topic:Topic", "Alerts"),
      step("update", "sst:aws:Service", "ApiService"),
      step("create", "sst:sst:LinkRef", "ApiServiceLinkRef"),
      step("create", "pulumi:providers:random", "default_4_16_6"),
      step("delete", "random:index/randomId:RandomId", "ApiTag"),
    ]);
    expect(summary).toContain("## production: 1 to update\n");
    expect(summary).not.toContain("LinkRef");
  });

  it("says of a first deploy that it makes more than a diff can know", async () => {
    const { summary } = await gate([
      step("create", "pulumi:pulumi:Stack", "shop-production"),
      step("create", "aws:sns/topic:Topic", "Alerts"),
    ]);
    expect(summary).toContain("## production: its first deploy, at least 1 to create\n");
  });

  it("lets the loss pass when somebody allows it, and says so", async () => {
    const { exitCode, summary } = await gate([step("delete", database, "Main")], { ALLOW_DATA_LOSS: "true" });
    expect(exitCode).toBe(0);
    expect(summary).toContain("**Data is lost or left behind, and somebody has allowed it:**");
  });

  it.each(["false", "", "1", "yes"])("takes %j for no permission", async (value) => {
    expect((await gate([step("delete", database, "Main")], { ALLOW_DATA_LOSS: value })).exitCode).toBe(1);
  });

  it("shows no value, and no markup that a name brings along", async () => {
    const { stdout } = await gate([
      step("update", "aws:secretsmanager/secretVersion:SecretVersion", "A`<img>|b", {
        diffs: { secretString: "update" },
        inputs: { secretString: "s3cr3t" },
      }),
    ]);
    expect(stdout).not.toContain("s3cr3t");
    expect(stdout).toContain("`A <img> b`");
  });

  it("reads the document behind what was printed before it", async () => {
    const { exitCode } = await gate(
      `SST 4.17.1  ready!\n\n${JSON.stringify([step("delete", database, "Main")], null, 2)}`,
    );
    expect(exitCode).toBe(1);
  });

  it.each([
    ["", "cannot be read as the output of `sst diff --json`"],
    ["[", "cannot be read as the output of `sst diff --json`"],
    ['{"op": "delete"}', "is not the output of `sst diff --json`"],
    ['[{"op": 1, "urn": "u", "type": "t"}]', "is not the output of `sst diff --json`"],
    ['[{"op": "same", "type": "t"}]', "is not the output of `sst diff --json`"],
    ['[{"op": "same", "urn": "u"}]', "is not the output of `sst diff --json`"],
    ["[null]", "cannot be read as the output of `sst diff --json`"],
    [`[${JSON.stringify(step("vanish", database, "Main"))}]`, '"vanish" of urn:pulumi:production'],
  ])("lets nothing pass that it cannot read: %s", async (printed, message) => {
    const { exitCode, stderr } = await gate(printed);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  it.each([
    [500, ["", "</details>"]],
    [501, ["", "And 1 more.", "", "</details>"]],
  ])("shows the first five hundred of %d changes", async (count, end) => {
    const many = Array.from({ length: count }, (_, n) => step("create", "aws:sns/topic:Topic", `T${n}`));
    const lines = (await gate(many)).summary.trim().split("\n");
    expect(lines.filter((line) => line.startsWith("| create"))).toHaveLength(500);
    expect(lines.slice(-end.length)).toEqual(end);
  });

  it("says how it is called", async () => {
    const script = join(packageRoot, "templates", "scripts", "diff-gate.mjs");
    const folder = await temporaryFolder();
    await cp(script, join(folder, "scripts", "diff-gate.mjs"));
    await mkdir(join(folder, "infra"));
    await writeFile(join(folder, "infra", "kept.json"), "{}");
    expect(await execa(process.execPath, ["scripts/diff-gate.mjs"], { cwd: folder, reject: false })).toMatchObject({
      exitCode: 2,
      stderr: "Usage: node scripts/diff-gate.mjs changes.json, the output of `sst diff --json`.",
    });
  });
});
