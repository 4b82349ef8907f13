import { readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { toBlueprint } from "../lib/answers/parse.ts";
import { COMMAND_LIST } from "../lib/commands/index.ts";
import { render } from "../lib/render/render.ts";
import { viewOf } from "../lib/repo/changes.ts";
import { packageRoot } from "../lib/system/package-root.ts";
import { temporaryFolder } from "./support/cli.ts";

/** A command as somebody types it, by the bare name of the bin: only a global install knows that. */
const BARE = new RegExp(
  `(?<!npx |exec |start |generator-|[\\w/.:-])space-sst(?: (?:${COMMAND_LIST.map(({ name }) => name).join("|")})\\b| --)`,
);

const bareIn = (path: string, text: string): string[] =>
  text.split("\n").flatMap((line, index) => (BARE.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : []));

const filesBelow = (folder: string, ending: string): string[] =>
  readdirSync(join(packageRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path).replaceAll("\\", "/"))
    .sort();

const textOf = (path: string): string => readFileSync(join(packageRoot, path), "utf8");

describe("no command is printed by a name that its reader may not have", () => {
  it("in the program: it asks how it is typed here", () => {
    // Help puts in how its data are typed; the others are names of things.
    const isName = (found: string) =>
      /\/command\.ts:/.test(found) ||
      /: (\*|\/\/|\/\*)/.test(found) ||
      /Document of space-sst|"before space-sst/.test(found);
    const found = filesBelow("lib", ".ts").flatMap((path) =>
      bareIn(path, textOf(path)).filter((line) => !/^\S+ (\*|\/\/|\/\*)/.test(line) && !isName(line)),
    );
    expect(found).toEqual([]);
  });

  it.each(["npm", "pnpm"] as const)("in a repo: its own package manager runs it, %s", (packageManager) => {
    const files = render(
      viewOf(
        toBlueprint({
          project: "shop",
          packageManager,
          services: [{ name: "api", database: "main", secrets: ["KEY"] }],
          databases: [{ name: "main" }],
          backup: { region: "us-west-2" },
          alerts: { email: "oncall@acme.com", slack: "T0123ABCD/C0123ABCD" },
          ci: "github",
          clients: [{ name: "acme", account: "111111111111", domain: "acme.example" }],
        }),
      ),
    );
    const shown = files
      .filter(({ path }) => path !== "package.json")
      .flatMap(({ path, contents }) => bareIn(path, contents));
    expect(shown).toEqual([]);
    const other = packageManager === "npm" ? "pnpm exec space-sst" : "npx space-sst";
    expect(files.filter(({ contents }) => contents.includes(other)).map(({ path }) => path)).toEqual([]);
  });

  it("in the documents: what is typed in a repo works with the repo's own package", () => {
    // These are about the time before there is a repo, or another version of the package; or they quote help, or a terminal.
    const pages = filesBelow("docs", ".md").filter(
      (path) => !/(answers|kickoff|recordings|upgrade|reference)\.md$/.test(path),
    );
    const typedIn = (path: string) =>
      textOf(path)
        .split("```")
        .filter((_, index) => index % 2 === 1)
        .flatMap((block) => bareIn(path, block));
    expect(pages.flatMap(typedIn)).toEqual([]);
  });
});

describe("a command is typed", () => {
  type Typed = typeof import("../lib/system/typed.ts");
  let module: Typed;
  let outside: string;
  beforeEach(async () => {
    for (const name of ["npm_lifecycle_event", "npm_package_name", "INIT_CWD"]) vi.stubEnv(name, undefined);
    vi.resetModules();
    module = await import("../lib/system/typed.ts");
    outside = await temporaryFolder();
  });
  afterEach(() => void vi.unstubAllEnvs());

  const repo = async (manifest: object): Promise<string> => {
    const below = join(outside, "services", "api");
    await mkdir(below, { recursive: true });
    await writeFile(join(outside, "package.json"), JSON.stringify(manifest));
    return below;
  };

  it("in a repo as its package manager finds it, from any folder in it", async () => {
    const below = await repo({ devDependencies: { "generator-space-sst": "file:vendor/x.tgz" } });
    expect(module.typed("deploy dev", below)).toBe("npx space-sst deploy dev");
    const optional = { packageManager: "pnpm@10.0.0", optionalDependencies: { "generator-space-sst": "1.0.0" } };
    expect(module.typed("--domain acme.com", await repo(optional))).toBe("pnpm exec space-sst --domain acme.com");
  });

  it("elsewhere by its bin, also where a repo has no package of this yet", async () => {
    expect(module.typed("", outside)).toBe("space-sst");
    expect(module.typed("upgrade", await repo({ devDependencies: { sst: "4" } }))).toBe("space-sst upgrade");
  });

  it("by npm from a clone, which is named where it is not here", async () => {
    vi.stubEnv("npm_lifecycle_event", "start");
    vi.stubEnv("npm_package_name", "generator-space-sst");
    vi.stubEnv("INIT_CWD", outside);
    expect(module.typed("plan", outside)).toBe(`npm --prefix ${packageRoot} start -- plan`);
    vi.stubEnv("INIT_CWD", packageRoot);
    vi.resetModules();
    const { typed } = await import("../lib/system/typed.ts");
    expect(typed("plan dev", outside)).toBe("npm start -- plan dev");
  });

  it("by yo, where yo has started it: a command is a generator there", () => {
    module.startedByYo();
    expect(["", "--domain acme.com", "remove client acme"].map((words) => module.typed(words, outside))).toEqual([
      "npx yo space-sst",
      "npx yo space-sst --domain acme.com",
      "npx yo space-sst:remove client acme",
    ]);
  });
});
