import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readTree } from "../../lib/plan/cache/files.ts";
import { environmentOf, keysOf } from "../../lib/plan/cache/key.ts";
import { keep, prune, recall } from "../../lib/plan/cache/store.ts";
import type { Reply } from "../../lib/plan/simulate/pool.ts";
import { portable } from "../../lib/plan/simulate/portable.ts";
import { simulationsOf } from "../../lib/plan/simulate/stages.ts";
import { readAcross } from "../support/across.ts";
import { resource, stage } from "../support/stage-by-hand.ts";

/** What of a run is kept for the next plan, and what it depends on. */

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "space-sst-kept-"));
});
afterEach(() => rm(folder, { recursive: true }));

const write = async (path: string, text = "1") => {
  await mkdir(join(folder, path, ".."), { recursive: true });
  await writeFile(join(folder, path), text);
};

describe("a program depends on", () => {
  it.each([
    ["services/api/README.md", true],
    ["services/api/debug.log", true],
    ["README.md", false],
    ["plan.html", false],
    ["debug.log", false],
    [".git/HEAD", false],
    ["node_modules/a/index.js", false],
    ["services/api/node_modules/a.js", false],
    [".sst/outputs.json", false],
    [".space-sst/fleet.json", false],
    [".github/workflows/check.yml", false],
    [".vscode/settings.json", false],
    [".idea/a.xml", false],
    ["services/api/coverage/a.ts", false],
    [".env", true],
  ])("%s: %s", async (path, does) => {
    await write("sst.config.ts");
    const { digest } = readTree(folder);
    await write(path);
    expect(readTree(folder).digest !== digest).toBe(does);
  });

  it.each([
    ["sst.config.ts", true],
    ["infra/api.ts", true],
    ["infra/deep/api.mjs", true],
    ["infra/proof/a.ts", false],
    ["infra/tasks/a.ts", false],
    ["infra/api.test.ts", false],
    ["infra/a.json", false],
    ["services/api/src/main.ts", false],
  ])("the variables that %s reads: %s", async (path, does) => {
    await write(path, "process.env.OWN");
    expect(readTree(folder).variables).toEqual(does ? ["OWN"] : []);
  });

  it("any variable, where a file of it hides which", async () => {
    await write("infra/a.ts", "process.env.OWN");
    await write("infra/b.ts", "const { env } = process");
    expect(readTree(folder).variables).toBeNull();
  });

  it("the variables that it reads and those of SST, in the order of their names", () => {
    const env = { SST_B: "1", OWN: "2", OTHER: "3", A: "4", GONE: undefined };
    expect(environmentOf({ variables: ["OWN", "A", "GONE"] }, env)).toEqual([
      ["A", "4"],
      ["OWN", "2"],
      ["SST_B", "1"],
    ]);
    expect(environmentOf({ variables: null }, env)).toHaveLength(4);
  });

  it("its files, its variables, its platform, its stage and its account", async () => {
    await write("sst.config.ts");
    const dev = { stage: "dev", account: "123456789012" };
    const key = (job: object = {}, env = {}) => keysOf(folder, readTree(folder), env)({ ...dev, ...job });
    const keys = [key(), key({ stage: "staging" }), key({ account: "222222222222" }), key({}, { SST_X: "1" })];
    expect(key({}, { OTHER: "1" })).toBe(keys[0]);
    for (const path of ["platform/version", "platform/package.json", "provider-lock.json"]) {
      await write(`.sst/${path}`);
      keys.push(key());
    }
    await write("sst.config.ts", "2");
    keys.push(key());
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("a run", () => {
  const reply = (errors: string[] = [], value = "") =>
    ({
      simulation: {
        ...stage(resource("t", "One", { value })),
        errors: errors.map((message) => ({ message, stack: "" })),
      },
      refused: "why",
    }) as Reply;
  const kept = () => join(folder, "generator-space-sst", "simulations");
  beforeEach(() => {
    vi.stubEnv("XDG_CACHE_HOME", folder);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("is kept as it was, for its owner alone", async () => {
    expect(recall("key")).toBeNull();
    await keep("key", reply(), []);
    expect(recall("key")).toEqual(reply());
    expect(recall("other")).toBeNull();
    if (process.platform === "win32") return;
    expect((await stat(kept())).mode & 0o777).toBe(0o700);
    expect((await stat(join(kept(), "key.json.gz"))).mode & 0o777).toBe(0o600);
  });

  it("takes the place of the one before, whole: another plan may be reading that", async () => {
    await keep("key", reply(), []);
    const file = join(kept(), "key.json.gz");
    const before = await readFile(file, "latin1");
    expect(await readAcross(file, () => keep("key", reply([], "new"), []))).toBe(before);
    expect(JSON.stringify(recall("key"))).toContain("new");
  });

  it("is not kept where the program failed, or where it carries what may be a secret", async () => {
    await keep("failed", reply(["x is not defined"]), []);
    await keep("secret", reply([], 'a"cret-1'), [["TOKEN", 'a"cret-1']]);
    await keep("short", reply([], "eu-west"), [["REGION", "eu-west"]]);
    await keep("other", reply([], "nothing"), [["TOKEN", "a-secret"]]);
    expect((await readdir(kept())).sort()).toEqual(["other.json.gz", "short.json.gz"]);
  });

  it("goes where a thousand others were used since", async () => {
    await mkdir(kept(), { recursive: true });
    const old = new Date("2026-01-01T00:00:00Z");
    await Promise.all(Array.from({ length: 998 }, (_, index) => writeFile(join(kept(), `${index}.json.gz`), "")));
    for (const name of ["used", "unused"]) {
      await keep(name, reply(), []);
      await utimes(join(kept(), `${name}.json.gz`), old, old);
    }
    prune();
    expect(await readdir(kept())).toHaveLength(1000);
    await keep("new", reply(), []);
    recall("used");
    prune();
    expect(await readdir(kept())).toHaveLength(1000);
    expect([recall("used") !== null, recall("unused")]).toEqual([true, null]);
  });

  it("goes with every run of stages that were not known", async () => {
    await mkdir(kept(), { recursive: true });
    await Promise.all(Array.from({ length: 1001 }, (_, index) => writeFile(join(kept(), `${index}.json.gz`), "")));
    await simulationsOf(folder, [{ stage: "dev" }], { fresh: true, step: async () => {} });
    expect(await readdir(kept())).toHaveLength(1000);
  });

  it("says nothing of the folder that it ran in, and of a file what is in it", async () => {
    await write("services/api/main.ts", "one");
    const asset = (path: string) => ({ __pulumiAsset: true, path: join(folder, path) });
    const inputs = {
      ...{
        root: folder,
        path: `${folder}/services`,
        command: `cd ${folder}/a && ls ${folder}/b`,
        count: 1,
        none: null,
      },
      ...{
        list: [join(folder, "c"), { deep: join(folder, "d") }],
        code: asset("services/api/main.ts"),
        gone: asset("gone"),
      },
    };
    const one = resource("t", "One", inputs, { outputs: { path: join(folder, "e") } });
    const { resources, outputs } = portable({ ...stage(one), outputs: { url: `file://${folder}/f` } }, folder);
    expect(resources[0]).toMatchObject({
      inputs: {
        ...{ root: ".", path: "services", command: "cd /a && ls /b", count: 1, none: null, list: ["c", { deep: "d" }] },
        // SHA-256 of "one".
        code: {
          path: join("services", "api", "main.ts"),
          sha256: "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed",
        },
        gone: { path: "gone", sha256: "missing" },
      },
      outputs: { path: "e" },
    });
    expect(outputs).toEqual({ url: "file:///f" });
  });
});
