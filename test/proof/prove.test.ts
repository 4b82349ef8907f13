import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import type { Control } from "../../lib/proof/controls/control.ts";
import { Proof } from "../../lib/proof/prove.ts";
import { platform } from "../support/platform.ts";
import { link } from "../support/repo.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** What a repo's own test says of its stages. Its program is run for real; the controls look at one thing each. */

const CONFIG = `export default $config({
  app: () => ({ name: "tiny", home: "aws", providers: { aws: { region: "eu-west-1" } } }),
  async run() {
    await import("./infra");
  },
});
`;

const control = (id: string, name: string, more: Partial<Control> = {}): Control => ({
  ...{ id, title: `${id} title`, why: "because", fix: "mend it", severity: "mandatory", when: "always" },
  of: ["aws:sqs/queue:Queue"],
  problem: (resource) => (resource.name === name ? "wrong" : undefined),
  ...more,
});

async function repoOf(program: string, waivers: object[] = [], clients = 0): Promise<string> {
  const root = await temporaryFolder();
  const files: Record<string, string> = {
    "sst.config.ts": CONFIG,
    "infra/index.ts": program,
    "infra/waivers.json": JSON.stringify(waivers),
    ".yo-rc.json": JSON.stringify({ "generator-space-sst": { stages: ["dev", "production"] } }),
  };
  for (let index = 0; index < clients; index++)
    files[`clients/c${index}.json`] = JSON.stringify({ account: "1", domain: "a.com", stages: ["dev"] });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  await link(join(await platform(), ".sst"), join(root, ".sst"));
  return root;
}

const QUEUES = `const names = $app.stage === "dev" ? ["A", "B", "C"] : ["A"];
for (const name of names) new aws.sqs.Queue(name);`;

it("each stage is told what is advised and waived, and fails by what is mandatory", async () => {
  const controls = [control("M", "A"), control("V", "B", { severity: "advisory" }), control("W", "C")];
  const waivers = [{ control: "W", reason: "moved in May", until: "2999-12-31" }];
  const proof = new Proof(await repoOf(QUEUES, waivers), controls);
  expect([proof.problems, proof.stages, proof.left]).toEqual([[], [{ stage: "dev" }, { stage: "production" }], 0]);
  expect(await proof.of({ stage: "dev" })).toEqual({
    report: [
      "dev: 0 controls passed, 1 failed, 1 advised, 1 waived, 0 not applicable",
      "  advised: V (V title) Queue B: wrong. mend it",
      "  waived until 2999-12-31: W Queue C: wrong. moved in May",
    ],
    problems: ["M (M title) Queue A: wrong. mend it"],
  });
});

it("a program that fails, makes nothing or is not foreseen is no proof", async () => {
  const program = `if ($app.stage === "dev") throw new Error("not today");
if (process.env.ALLOW_PLAIN_HTTP !== "true") throw new Error("production wants a domain");
const queue = $app.stage === "production" && new aws.sqs.Queue("A");
if (queue) queue.arn.apply((name) => new aws.ssm.Parameter("Late", { name, type: "String", value: name }));
if (queue && $util.runtime.isDryRun()) queue.name.apply((name) => {
  throw new Error("not twice");
});`;
  const proof = new Proof(await repoOf(program), [control("M", "B")]);
  expect(await proof.of({ stage: "dev" })).toEqual({ report: [], problems: ["not today (infra/index.ts:1)"] });
  expect(await proof.of({ stage: "empty" })).toEqual({ report: [], problems: ["the program makes nothing"] });
  expect(await proof.of({ stage: "production" })).toEqual({
    report: ["production: 1 controls passed, 0 waived, 0 not applicable"],
    problems: [
      "in a preview: not twice (infra/index.ts:6)",
      "aws:ssm/parameter:Parameter Late: a preview does not foresee it",
    ],
  });
});

it("what is wrong with the controls or the waivers is said first, and asks nothing", async () => {
  const root = await repoOf(QUEUES, [{ control: "Z", reason: "none", until: "2999-12-31" }], 21);
  const known = new Proof(root, [control("M", "A")]);
  expect(known.problems).toEqual(["infra/waivers.json: waiver 1 names Z, which is in no list: see CONTROLS.md"]);
  expect([known.stages.length, known.left]).toEqual([3, 20]);
  const wrong = new Proof(root, [control("M", "A", { title: "" })]);
  expect(wrong.problems).toEqual(["infra/controls.ts: M: title should be a text"]);
  expect(await wrong.of({ stage: "production" })).toEqual({
    report: ["production: 0 controls passed, 0 waived, 0 not applicable"],
    problems: [],
  });
});
