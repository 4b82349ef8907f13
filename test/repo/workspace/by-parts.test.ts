import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeParts } from "../../../lib/repo/workspace/by-parts/index.ts";
import { mergeJson } from "../../../lib/repo/workspace/by-parts/json.ts";
import { plan } from "../../../lib/repo/workspace/index.ts";
import { temporaryFolder } from "../../support/cli.ts";

const buffer = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value, null, 2));
const merged = async (path: string, yours: unknown, base: unknown, next: unknown) => {
  const parts = await mergeParts(path, buffer(yours), base === undefined ? undefined : buffer(base), buffer(next));
  return parts === null ? { text: null, clashes: [] } : { text: parts.contents.toString(), clashes: parts.clashes };
};

describe("package.json", () => {
  const RENDERED = {
    name: "shop",
    private: true,
    type: "module",
    workspaces: ["services/*"],
    scripts: { plan: "space-sst plan", dev: "node scripts/dev.mjs" },
    devDependencies: { sst: "4.17.1", typescript: "7.0.2" },
  };

  it("that was there keeps all that it says, and is given what it does not", async () => {
    const yours = {
      name: "acme",
      version: "1.0.0",
      workspaces: ["apps/*", "packages/*"],
      scripts: { dev: "turbo dev", test: "jest" },
      devDependencies: { typescript: "^5.9.0" },
      jest: { rootDir: "src" },
    };
    const { text, clashes } = await merged("package.json", yours, undefined, RENDERED);
    expect(JSON.parse(String(text))).toEqual({
      ...yours,
      workspaces: ["apps/*", "packages/*", "services/*"],
      scripts: { dev: "turbo dev", test: "jest", plan: "space-sst plan" },
      devDependencies: { typescript: "^5.9.0", sst: "4.17.1" },
    });
    expect(clashes).toEqual(["name", "scripts.dev", "devDependencies.typescript"]);
  });

  it("is read without the mark that an editor has begun it with", async () => {
    const [yours, next] = ['{ "version": "1.0.0" }', { scripts: { plan: "space-sst plan" } }];
    expect(await merged("package.json", `\uFEFF${yours}`, undefined, next)).toEqual(
      await merged("package.json", yours, undefined, next),
    );
    expect(await merged(".gitignore", "\uFEFFdist\n", "dist\n", "dist\n.sst\n")).toEqual({
      text: "dist\n.sst\n",
      clashes: [],
    });
  });

  it("keeps its indentation, its line endings and the order of its keys", async () => {
    const yours = '{\r\n\t"version": "1.0.0",\r\n\t"scripts": {\r\n\t\t"test": "jest"\r\n\t}\r\n}\r\n';
    const { text } = await merged("package.json", yours, undefined, { scripts: { plan: "space-sst plan" } });
    expect(text).toBe(
      '{\r\n\t"version": "1.0.0",\r\n\t"scripts": {\r\n\t\t"test": "jest",\r\n\t\t"plan": "space-sst plan"\r\n\t}\r\n}\r\n',
    );
  });

  it("that is no JSON is left to its owner", async () => {
    expect(await merged("package.json", "{ nope", undefined, RENDERED)).toEqual({ text: null, clashes: [] });
  });
});

describe("a merge by keys", () => {
  const document = fc.dictionary(
    fc.constantFrom("a", "b", "c"),
    fc.oneof(fc.integer({ max: 2 }), fc.dictionary(fc.constantFrom("x", "y"), fc.integer({ max: 2 }))),
  );

  it("leaves what nobody has changed, takes what one side has, and can be done twice", () => {
    fc.assert(
      fc.property(document, document, document, (yours, base, next) => {
        expect(mergeJson(yours, base, base)).toEqual({ value: yours, clashes: [] });
        expect(mergeJson(base, base, next)).toEqual({ value: next, clashes: [] });
        const { value, clashes } = mergeJson(yours, base, next);
        expect(mergeJson(value, next, next).value).toEqual(value);
        if (clashes.length === 0) expect(mergeJson(value, base, next)).toEqual({ value, clashes: [] });
      }),
    );
  });

  it("names what both sides have changed, and takes away what the other side has", () => {
    const base = { sst: "1", old: "x", kept: "x", list: ["a", "b"] };
    const yours = { sst: "2", old: "x", kept: "y", list: ["a", "b", "mine"] };
    expect(mergeJson(yours, base, { sst: "3", list: ["b", "c"] })).toEqual({
      value: { sst: "2", kept: "y", list: ["b", "mine", "c"] },
      clashes: ["sst", "kept"],
    });
  });
});

describe("pnpm-workspace.yaml", () => {
  it("keeps its comments, and is given the packages and builds that it lacks", async () => {
    const yours = "# Ours\npackages:\n  - apps/*\ncatalog:\n  react: 19.0.0\n";
    const next = "packages:\n  - services/*\nonlyBuiltDependencies:\n  - esbuild\n";
    const { text, clashes } = await merged("pnpm-workspace.yaml", yours, undefined, next);
    expect({ text, clashes }).toEqual({
      text: "# Ours\npackages:\n  - apps/*\n  - services/*\ncatalog:\n  react: 19.0.0\nonlyBuiltDependencies:\n  - esbuild\n",
      clashes: [],
    });
  });
});

describe("lists of lines", () => {
  it.each([
    [
      ".gitignore",
      "node_modules\n# mine\n*.local\n",
      "node_modules\n.sst/\n",
      "node_modules\n# mine\n*.local\n.sst/\n",
    ],
    [".gitignore", "*.local", ".sst/\n", "*.local\n.sst/\n"],
    [".gitignore", "", ".sst/\n", ".sst/\n"],
    [".gitattributes", "*.png binary\n", "* text=auto eol=lf\nx merge=union\n", "*.png binary\nx merge=union\n"],
  ])("%s that was there is given what it lacks", async (path, yours, next, text) => {
    expect(await merged(path, yours, undefined, next)).toEqual({ text, clashes: [] });
    expect((await merged(path, text, undefined, next)).text).toBe(text);
  });

  it("lose what is no longer rendered", async () => {
    expect((await merged(".gitignore", "a\nmine\nb\n", "a\nb\n", "b\nc\n")).text).toBe("mine\nb\nc\n");
  });
});

describe("a folder that has files", () => {
  it("is asked about none that has parts, and has nothing to change the next time", async () => {
    const root = await temporaryFolder();
    await mkdir(join(root, "src"));
    await writeFile(join(root, "package.json"), '{\n  "scripts": {\n    "test": "jest"\n  }\n}\n');
    await writeFile(join(root, ".gitignore"), "dist\n");
    await writeFile(join(root, "README.md"), "mine\n");
    const file = (path: string, contents: string) => ({ path, contents, owner: "generated" as const });
    const next = [
      file("package.json", '{ "scripts": { "test": "vitest", "plan": "space-sst plan" } }'),
      file(".gitignore", ".sst/\n"),
      file("README.md", "ours\n"),
    ];
    const changes = await plan({ root, base: null, next });
    expect(changes.map(({ path, action, reason }) => `${action} ${path}: ${reason}`)).toEqual([
      "merge .gitignore: yours, and what the repo needs",
      "conflict README.md: was there before",
      "merge package.json: yours, and what the repo needs; yours stays for scripts.test",
    ]);
    for (const { path, contents } of changes) if (contents !== undefined) await writeFile(join(root, path), contents);
    const again = await plan({ root, base: next, next });
    expect(again.map(({ path, action }) => `${action} ${path}`)).toEqual([
      "keep .gitignore",
      "unchanged README.md",
      "keep package.json",
    ]);
  });
});
