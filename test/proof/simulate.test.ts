import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SimulateOptions, type Simulation, Simulator, simulate } from "../../lib/proof/simulate/simulate.ts";
import { unforeseen } from "../../lib/proof/simulate/unforeseen.ts";
import { copyTree } from "../support/files.ts";
import { platform } from "../support/platform.ts";
import { link } from "../support/repo.ts";

/** The engine that runs a repo offline, on small programs that do one thing each. */

const config = `export default $config({
  app: (input) => ({
    name: "tiny",
    home: "aws",
    removal: input.stage === "production" ? "retain" : "remove",
    providers: { aws: { region: input.stage === "far" ? "ap-south-1" : "eu-west-1", defaultTags: { tags: { A: "b" } } } },
  }),
  async run() {
    return (await import("./infra")).outputs;
  },
});
`;

/** Each becomes a repo of its own; what it exports as `outputs` is what its run() returns. */
const programs = {
  empty: "export const outputs = {};",
  queue: `const queue = new aws.sqs.Queue("Queue", {}, { protect: true, retainOnDelete: true });
export const outputs = { url: queue.url, arn: queue.arn, stage: $app.stage, dev: $dev };`,
  throws: "const nothing: any = undefined;\n\nnothing.property;\nexport const outputs = {};",
  apply: `const queue = new aws.sqs.Queue("First");
new aws.sqs.Queue("Second", {
  name: queue.arn.apply((arn): string => {
    throw new Error("no name for " + arn);
  }),
});
export const outputs = {};`,
  late: `$util.output(1).apply(async () => {
  await new Promise((resolve) => setTimeout(resolve, 30));
  throw new Error("late");
});
export const outputs = {};`,
  slow: `import { readFile } from "node:fs/promises";
$util.output(1).apply(async () => {
  for (let i = 0; i < 3; i++) await readFile("sst.config.ts");
  await new Promise((resolve) => setTimeout(resolve, 30));
  new aws.sqs.Queue("Late");
});
export const outputs = {};`,
  hangs: `new aws.sqs.Queue("Stuck", { name: new Promise<string>(() => {}) });
export const outputs = {};`,
  syntax: "export const outputs = {;",
  missing: 'import { nothing } from "./nothing";\nexport const outputs = { nothing };',
  preview: `const queue = new aws.sqs.Queue("Queue", { name: "jobs", tags: { kind: "known" } });
const named = new aws.sqs.Queue("Named");
new aws.ssm.Parameter("Outside", { type: "String", value: queue.arn });
queue.arn.apply((arn) => new aws.ssm.Parameter("Inside", { type: "String", value: arn }));
queue.name.apply((name) => new aws.ssm.Parameter("OfName", { type: "String", value: name }));
named.name.apply((name) => new aws.ssm.Parameter("OfOwnName", { type: "String", value: name }));
const secret = new aws.secretsmanager.Secret("Secret", { namePrefix: "x-" });
secret.name.apply((name) => new aws.ssm.Parameter("OfPrefix", { type: "String", value: name }));
aws.getCallerIdentityOutput().accountId.apply((id) => new aws.ssm.Parameter("OfAccount", { type: "String", value: id }));
export const outputs = {};`,
  toplevel: `const value = await new Promise((resolve) => setTimeout(() => resolve("awaited"), 5));
export const outputs = { value };`,
  twice: `for (const name of ["a", "b"]) $util.output(name).apply(() => { throw new Error("the same"); });
export const outputs = {};`,
  secret: `new sst.Secret("Zeta");
const secret = new sst.Secret("ApiKey");
new aws.ssm.Parameter("Parameter", { type: "SecureString", value: secret.value });
export const outputs = {};`,
  password: `const password = new random.RandomPassword("Password", { length: 20, special: false });
new aws.ssm.Parameter("Parameter", { type: "SecureString", value: $interpolate\`x\${password.result}\` });
export const outputs = {};`,
  lookups: `const identity = aws.getCallerIdentityOutput();
const policy = aws.iam.getPolicyDocumentOutput({
  statements: [
    { actions: ["s3:GetObject"], resources: ["*"], principals: [{ type: "Service", identifiers: ["ecs.amazonaws.com"] }] },
    { effect: "Deny", actions: ["a:B", "c:D"], resources: ["*"], conditions: [{ test: "Bool", variable: "x", values: ["true"] }] },
  ],
});
export const outputs = {
  account: identity.accountId,
  region: aws.getRegionOutput().region,
  zones: aws.getAvailabilityZonesOutput().names,
  policy: policy.json.apply((json) => JSON.parse(json)),
};`,
  unknown: 'aws.sqs.getQueueOutput({ name: "other" });\nexport const outputs = {};',
  regions: `const far = new aws.Provider("Far", { region: "us-west-2" });
const one = new aws.sns.Topic("One", {}, { provider: far });
const two = new aws.sns.Topic("Two", { region: "sa-east-1" });
const three = new aws.sns.Topic("Three");
export const outputs = { one: one.arn, two: two.arn, three: three.arn };`,
  time: "console.log('now', Date.now());\nexport const outputs = { now: new Date().toISOString(), past: new Date(0).toISOString() };",
  site: `const site = new sst.aws.StaticSite("Site", { path: "site", build: { command: "npm run build", output: "dist" } });
export const outputs = { url: site.url };`,
  told: `export const outputs = {
  app: $app, cli: $cli, dev: $dev, region: process.env.SST_AWS_REGION, release: process.env.RELEASE ?? null, cwd: process.cwd() === $cli.paths.root, require: typeof require("node:path").join,
  printed: [console.info("i", 1), console.warn("w"), console.error("e")],
};`,
  bundled: `import { from as both } from "both";
import { from as main } from "main-only";
import { copyTree } from "../support/files.ts";
export const outputs = {
  ...{ both, main, url: import.meta.url, filename: import.meta.filename, dirname: import.meta.dirname },
  names: [typeof aws.sqs.Queue, typeof sst.aws.Vpc, typeof $util.all, typeof clearTimeout],
};`,
  provider: "new cloudflare.Zone('Zone', { account: { id: 'x' }, name: 'acme.com' });\nexport const outputs = {};",
} as const;
type Name = keyof typeof programs;

let folder: string;
const root = (name: Name) => join(folder, name);
const run = (name: Name, options: Partial<SimulateOptions> = {}): Promise<Simulation> =>
  simulate({ root: root(name), stage: "dev", ...options });
const messages = ({ errors }: Simulation) => errors.map(({ message }) => message);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "space-sst-programs-"));
  const sst = join(await platform(), ".sst");
  for (const [name, program] of Object.entries(programs)) {
    const files = { "sst.config.ts": config, "infra/index.ts": program, "site/vite.config.ts": "" };
    for (const [path, contents] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name, path)), { recursive: true });
      // The password program takes its provider from the platform, as SST's own components do.
      const imports = contents.includes("random.") ? 'import * as random from "@pulumi/random";\n' : "";
      await writeFile(join(folder, name, path), imports + contents);
    }
    await link(sst, join(folder, name, ".sst"));
  }
  const packages = {
    "both/package.json": '{ "main": "main.js", "module": "module.js" }',
    "both/main.js": 'exports.from = "main";',
    "both/module.js": 'export const from = "module";',
    "main-only/package.json": '{ "main": "main.js" }',
    "main-only/main.js": 'exports.from = "main";',
  };
  for (const [path, contents] of Object.entries(packages)) {
    await mkdir(dirname(join(root("bundled"), "node_modules", path)), { recursive: true });
    await writeFile(join(root("bundled"), "node_modules", path), contents);
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a run", () => {
  test("gives the resources with their options, outputs and the app", async () => {
    const { app, resources, outputs, errors, log, region } = await run("queue", { account: "999999999999" });
    expect(errors).toEqual([]);
    expect(log).toEqual([]);
    expect(region).toBe("eu-west-1");
    expect(app).toMatchObject({ name: "tiny", stage: "dev", removal: "remove", protect: false });
    const queue = resources.find(({ type }) => type === "aws:sqs/queue:Queue");
    expect(queue).toMatchObject({
      urn: "urn:pulumi:dev::tiny::aws:sqs/queue:Queue::Queue",
      protect: true,
      retainOnDelete: true,
      parent: "urn:pulumi:dev::tiny::pulumi:pulumi:Stack::tiny-dev",
    });
    const arn = expect.stringMatching(/^arn:aws:sqs:eu-west-1:999999999999:Queue-[0-9a-f]{7}$/);
    expect(outputs).toEqual({ url: queue?.outputs.url, arn, stage: "dev", dev: false });
  });

  test("is the same every time, for any stage, in one process", async () => {
    const simulator = new Simulator(root("queue"));
    const first = await simulator.run({ stage: "dev" });
    const other = await simulator.run({ stage: "production" });
    expect(other.app.removal).toBe("retain");
    expect(other.outputs.stage).toBe("production");
    expect(await simulator.run({ stage: "dev" })).toEqual(first);
    expect(await run("queue")).toEqual(first);
  });

  test("tells the program what SST tells it", async () => {
    const where = root("told");
    const { outputs, log, app } = await run("told", { stage: "production" });
    const paths = {
      home: `${where}/.sst/home`,
      root: where,
      work: `${where}/.sst`,
      platform: `${where}/.sst/platform`,
    };
    expect(outputs).toMatchObject({
      cli: { command: "deploy", paths, rpc: "http://localhost", state: { version: {} } },
      ...{ app, dev: false, require: "function", region: "eu-west-1", release: null },
    });
    expect(log).toEqual(["i 1", "w", "e"]);
    expect(app).toEqual({
      ...{ name: "tiny", stage: "production", home: "aws", removal: "retain", protect: false },
      providers: { aws: { region: "eu-west-1", defaultTags: { tags: { A: "b" } } } },
    });
    const given = await run("told", { dev: true, env: { RELEASE: "0a1b2c3", SST_AWS_REGION: "of the caller" } });
    expect(given.outputs).toMatchObject({ cli: { command: "dev" }, release: "0a1b2c3", region: "of the caller" });
  });

  test("is bundled as SST bundles it, with the module of a package, and knows one file of its own", async () => {
    const { outputs, errors } = await run("bundled");
    expect(errors).toEqual([]);
    const dirname = join(root("bundled"), ".sst");
    const filename = String(outputs.filename);
    expect(outputs).toEqual({
      ...{ both: "module", main: "main", url: `file://${filename}`, filename: expect.any(String), dirname },
      names: ["function", "function", "function", "function"],
    });
    expect(filename.startsWith(`${dirname}/`)).toBe(true);
  });

  test("whose sst.config.ts is broken has nothing but the failure, and keeps what there is", async () => {
    const config = join(root("empty"), "sst.config.ts");
    const before = await readFile(config, "utf8");
    await writeFile(config, before.replace("name:", "called:"));
    const { errors, ...rest } = await run("empty", { account: "999999999999" });
    await writeFile(config, before);
    expect(errors.map(({ message }) => message)).toEqual(["sst.config.ts: app() must return a name"]);
    expect(rest).toEqual({
      app: { name: "", stage: "dev", home: "aws", removal: "retain", protect: false, providers: {} },
      ...{ stage: "dev", account: "999999999999", region: "us-east-1" },
      ...{ resources: [], outputs: {}, secrets: [], log: [] },
    });
  });

  test("knows sst dev", async () => {
    expect((await run("queue", { dev: true })).outputs.dev).toBe(true);
  });

  test("knows in a preview what is given, named or looked up, and nothing that comes of a deploy", async () => {
    const parameters = ({ resources }: Simulation) =>
      resources.filter(({ type }) => type === "aws:ssm/parameter:Parameter").map(({ name }) => name);
    const deploy = await run("preview");
    expect(parameters(deploy)).toEqual(["Inside", "OfAccount", "OfName", "OfOwnName", "OfPrefix", "Outside"]);
    const preview = await run("preview", { preview: true });
    expect(messages(preview)).toEqual([]);
    expect(parameters(preview)).toEqual(["OfAccount", "OfName", "OfOwnName", "Outside"]);
    expect(unforeseen(deploy, preview)).toEqual([
      "aws:ssm/parameter:Parameter Inside",
      "aws:ssm/parameter:Parameter OfPrefix",
    ]);
  });

  test("waits for what is under way outside Pulumi", async () => {
    const { resources, errors } = await run("slow");
    expect(errors).toEqual([]);
    expect(resources.map(({ name }) => name)).toContain("Late");
  });

  test("takes await at the top of a file", async () => {
    expect((await run("toplevel")).outputs).toEqual({ value: "awaited" });
  });

  test("has a fixed time, and keeps what is printed", async () => {
    const { outputs, log } = await run("time");
    expect(outputs).toEqual({ now: "2030-01-01T00:00:00.000Z", past: "1970-01-01T00:00:00.000Z" });
    expect(log).toEqual(["now 1893456000000"]);
  });

  test("changes neither the repo nor the process", async () => {
    const [cwd, listeners] = [process.cwd(), process.listeners("unhandledRejection")];
    const { errors, resources } = await run("site");
    expect(errors).toEqual([]);
    expect(resources.map(({ type }) => type)).toContain("aws:cloudfront/distribution:Distribution");
    // SST's own names and builds are no chance either.
    expect((await run("site")).resources).toEqual(resources);
    expect(await readdir(join(root("site"), "site"))).toEqual(["vite.config.ts"]);
    expect(process.cwd()).toBe(cwd);
    expect(process.listeners("unhandledRejection")).toEqual(listeners);
  });

  test("several at once wait for each other", async () => {
    const [one, two] = await Promise.all([run("queue", { stage: "far" }), run("throws")]);
    expect(one.region).toBe("ap-south-1");
    expect(one.errors).toEqual([]);
    expect(two.errors).toHaveLength(1);
  });
});

describe("a failure is one line that says where", () => {
  test.each<[Name, string | RegExp]>([
    ["throws", "Cannot read properties of undefined (reading 'property') (infra/index.ts:3)"],
    ["apply", /^no name for arn:aws:sqs:.* \(infra\/index\.ts:4\)$/],
    ["late", "late (infra/index.ts:3)"],
    ["twice", "the same (infra/index.ts:1)"],
    ["syntax", /^infra\/index\.ts:1:24: /],
    ["missing", /^infra\/index\.ts:1:\d+: Could not resolve ".\/nothing"$/],
    ["unknown", /^offline, nothing answers getQueue\(\) .* option "lookups" of simulate\(\)$/],
    ["provider", /cloudflare is not defined \(infra\/index\.ts:1\)$/],
  ])("%s", async (name, message) => {
    const simulation = await run(name);
    expect(messages(simulation)).toEqual([typeof message === "string" ? message : expect.stringMatching(message)]);
    expect(simulation.errors[0]?.stack).toContain(simulation.errors[0]?.message.split(" (")[0]?.slice(-20));
  });

  test("of a program that never ends", async () => {
    const simulation = await run("hangs", { timeout: 500 });
    expect(messages(simulation)).toEqual([
      "the program did not finish in 0.5 s; it waits for Stuck[aws:sqs/queue:Queue]",
    ]);
  });

  test("and leaves nothing behind for the next run", async () => {
    await run("hangs", { timeout: 100 });
    await run("apply");
    expect(messages(await run("empty"))).toEqual([]);
  });

  test("of an SST in which a place that is edited has changed", async () => {
    const other = join(folder, "other-sst");
    const [from, to] = [join(await platform(), ".sst", "platform"), join(other, ".sst", "platform")];
    copyTree(join(from, "src"), join(to, "src"));
    for (const name of (await readdir(from)).filter((one) => one !== "src"))
      await link(join(from, name), join(to, name));
    await writeFile(join(to, "src", "components", "rpc", "rpc.ts"), "export const other = 1;");
    for (const path of ["sst.config.ts", "infra/index.ts"]) await cp(join(root("empty"), path), join(other, path));
    expect(messages(await simulate({ root: other, stage: "dev" }))).toEqual([
      expect.stringContaining(
        `this version of SST is not known: ${join("src", "components", "rpc", "rpc.ts")} has changed`,
      ),
    ]);
  });

  test("a platform that is missing is named before anything runs", async () => {
    await expect(simulate({ root: tmpdir(), stage: "dev" })).rejects.toThrow(
      /^SST's platform is missing .* run "npx sst install" in /,
    );
  });
});

describe("secrets", () => {
  const parameter = ({ resources }: Simulation) => resources.find(({ type }) => type === "aws:ssm/parameter:Parameter");

  test("have values that can be recognised", async () => {
    const simulation = await run("secret");
    expect(simulation.secrets).toEqual(["ApiKey", "Zeta"]);
    expect(parameter(simulation)).toMatchObject({ inputs: { value: "MOCKSECRET/ApiKey" }, secretPaths: ["value"] });
  });

  test("can be given, and can be missing", async () => {
    expect(parameter(await run("secret", { secrets: { ApiKey: "given" } }))?.inputs.value).toBe("given");
    const simulation = await run("secret", { missingSecrets: ["ApiKey"] });
    expect(messages(simulation)).toEqual(["Set a value for ApiKey with `sst secret set ApiKey <value>`"]);
  });

  test("generated passwords keep their length and alphabet, and stay secret", async () => {
    const { inputs, secretPaths } = parameter(await run("password")) ?? {};
    expect(inputs?.value).toMatch(/^xMOCKSECRET[a-zA-Z0-9]{10}$/);
    expect(secretPaths).toEqual(["value"]);
  });
});

describe("AWS", () => {
  test("answers questions", async () => {
    const { outputs, errors } = await run("lookups");
    expect(errors).toEqual([]);
    expect(outputs).toEqual({
      account: "123456789012",
      region: "eu-west-1",
      zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
      policy: {
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: "s3:GetObject", Resource: "*", Principal: { Service: "ecs.amazonaws.com" } },
          { Effect: "Deny", Action: ["a:B", "c:D"], Resource: "*", Condition: { Bool: { x: "true" } } },
        ],
      },
    });
  });

  test("can be given other answers", async () => {
    const lookups = { "aws:sqs/getQueue:getQueue": () => ({ url: "https://queue" }) };
    expect(messages(await run("unknown", { lookups }))).toEqual([]);
  });

  test("is in the region of the resource, of its provider or of the stage", async () => {
    const { outputs } = await run("regions");
    const regions = Object.values(outputs).map((arn) => String(arn).split(":")[3]);
    expect(regions).toEqual(["us-west-2", "sa-east-1", "eu-west-1"]);
  });
});
