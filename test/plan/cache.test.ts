import { once } from "node:events";
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { readTree, variablesOf } from "../../lib/plan/cache/files.ts";
import { preset, repoOf, runPlan } from "../support/plan.ts";

/** Whether the program was run: a plan that knows everything shows no step. */
const RAN = /Running 1 stage offline/;

describe("a second plan", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await repoOf(preset("minimal"));
  });
  const dev = (env?: Record<string, string>, ...more: string[]) => runPlan(folder, ["dev", ...more], env);

  // How much faster that is, `npm run bench:plan` measures.
  it("runs nothing when nothing has changed, and is the same", async () => {
    const first = await dev();
    const second = await dev();
    expect(first.stdout).toMatch(RAN);
    expect(second.stdout).not.toMatch(RAN);
    expect(second.stdout).toBe(
      first.stdout
        .replace(/^.*Running.*\n/gm, "")
        .trimStart()
        .replace(/^/, "\n"),
    );
  });

  it("runs again when a file that the program reads has changed, and knows what it was before", async () => {
    const file = join(folder, "infra", "stage.ts");
    const before = await readFile(file, "utf8");
    await writeFile(file, before.replace("logDays: 30", "logDays: 60"));
    expect((await dev()).stdout).toMatch(RAN);
    await writeFile(file, before);
    expect((await dev()).stdout).not.toMatch(RAN);
  });

  it("runs again for code of a service, whose image it changes, and not for what only people read", async () => {
    await appendFile(join(folder, "README.md"), "\nA line.\n");
    expect((await dev()).stdout).not.toMatch(RAN);
    await appendFile(join(folder, "services", "api", "src", "main.ts"), "\n// A line.\n");
    expect((await dev()).stdout).toMatch(RAN);
  });

  it("runs again when a variable that the program reads has another value, and for no other variable", async () => {
    await dev();
    expect((await dev({ SOMETHING: "else" })).stdout).not.toMatch(RAN);
    expect((await dev({ ALLOW_PLAIN_HTTP: "false" })).stdout).toMatch(RAN);
  });

  it("runs again when it is told to", async () => {
    expect((await dev({}, "--fresh")).stdout).toMatch(RAN);
  });

  it("writes no value of the environment to the disk", async () => {
    const secret = "s3cr3t-of-the-environment";
    await dev();
    await appendFile(
      join(folder, "infra", "network.ts"),
      '\nnew aws.ssm.Parameter("Key", { type: "String", value: process.env.API_KEY ?? "none" });\n',
    );
    // What its controls say of such a parameter is another matter.
    expect((await dev({ API_KEY: secret })).stdout).toMatch(RAN);
    const kept = join(folder, "node_modules", ".cache", "generator-space-sst", "simulations");
    const files = await readdir(kept);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(gunzipSync(await readFile(join(kept, file))).toString()).not.toContain(secret);
  });
});

it("knows which variables a program reads, or that it cannot know", () => {
  expect(variablesOf('process.env.HOST; process.env["PORT"]; x.env')).toEqual(["HOST", "PORT"]);
  expect(variablesOf("const { HOST } = process.env;")).toBeNull();
  expect(variablesOf("process.env[name]")).toBeNull();
  expect(variablesOf("const { env } = process")).toBeNull();
  expect(variablesOf('import { env } from "node:process"')).toBeNull();
  expect(variablesOf("// what the process does")).toEqual([]);
});

it("tells folders apart by names, contents and modes, and not by where they are", async () => {
  const make = async (name: string, text: string, mode = 0o644) => {
    const folder = await mkdtemp(join(tmpdir(), "space-sst-tree-"));
    await writeFile(join(folder, name), text, { mode });
    const { digest } = readTree(folder);
    await rm(folder, { recursive: true });
    return digest;
  };
  const one = await make("a.ts", "1");
  expect(await make("a.ts", "1")).toBe(one);
  expect(new Set([one, await make("b.ts", "1"), await make("a.ts", "2"), await make("a.ts", "1", 0o755)]).size).toBe(4);
});

it.skipIf(process.platform === "win32")(
  "passes over what holds nothing, and what belongs to somebody else",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "space-sst-tree-"));
    await writeFile(join(folder, "a.ts"), "1");
    const alone = readTree(folder);
    // What a database in a container leaves: a socket, and a folder of its own user, which root alone could read.
    const server = createServer().listen(join(folder, "mysqld.sock"));
    await once(server, "listening");
    await mkdir(join(folder, "postgres"), { mode: 0o000 });
    expect(readTree(folder)).toEqual(alone);
    server.close();
    await rm(folder, { recursive: true });
  },
);
