import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { sizesFromFlags } from "../../lib/questions/client-sizes.ts";
import { getPath, mergeDocuments, setPath } from "../../lib/questions/document.ts";
import { draftOf, forgetDraft, keepDraft } from "../../lib/questions/drafts.ts";
import { itemFlags, itemFromFlags, readValue } from "../../lib/questions/flags.ts";
import { groundOf, outerGitOf } from "../../lib/questions/ground.ts";
import { likeness } from "../../lib/questions/like.ts";
import { withOrigins } from "../../lib/questions/origin.ts";
import { placeOf } from "../../lib/questions/place.ts";
import { repoOf } from "../../lib/questions/store.ts";
import { readAcross } from "../support/across.ts";
import { temporaryFolder } from "../support/cli.ts";
import { git } from "../support/git.ts";

/** Documents of answers: their paths and layers, where they come from, and what a folder says by itself. */

describe("a path", () => {
  it("leads to a value, through objects only", () => {
    const document = { backup: { region: "x" }, services: [{ name: "api" }], domain: null };
    expect(
      ["backup.region", "backup.days", "services.0", "domain.x", "nothing.x"].map((path) => getPath(document, path)),
    ).toEqual(["x", undefined, undefined, undefined, undefined]);
  });

  it("is set in a copy; objects on the way are made, and null gives way to one", () => {
    const document = { backup: null, a: { b: 1, c: 2 } };
    expect(setPath(document, "backup.region", "x")).toEqual({ backup: { region: "x" }, a: { b: 1, c: 2 } });
    expect(setPath(document, "a.b", 3)).toEqual({ backup: null, a: { b: 3, c: 2 } });
    expect(document.a.b).toBe(1);
  });

  it("of null is that of the object that the field speaks for", () => {
    expect([placeOf("backup.region", null), placeOf("backup.region", "x"), placeOf("domain", null)]).toEqual([
      "backup",
      "backup.region",
      "domain",
    ]);
  });
});

it("a document is laid over another: objects by keys, named items by their names, all else as a whole", () => {
  const under = {
    a: { x: 1, y: 1 },
    list: [1, 2],
    items: [{ name: "api", port: 1, size: 1 }, { name: "web" }],
    gone: { x: 1 },
  };
  const over = { a: { y: 2 }, list: [3], items: [{ name: "api", port: 2 }, { name: "new" }], gone: null };
  expect(mergeDocuments(under, over)).toEqual({
    ...{ a: { x: 1, y: 2 }, list: [3], gone: null },
    items: [{ name: "api", port: 2, size: 1 }, { name: "web" }, { name: "new" }],
  });
  expect(mergeDocuments({ items: [{ name: "a" }] }, { items: [] })).toEqual({ items: [] });
  expect(mergeDocuments({ items: [{ name: "a" }] }, { items: [{ port: 1 }] })).toEqual({ items: [{ port: 1 }] });
});

describe("the text of a flag", () => {
  const field = { path: "x", flag: "x", speaksFor: null, help: "", words: [] };
  const read = (type: "text" | "number" | "words" | "switch", text: string, nullable = false) =>
    readValue({ ...field, type, nullable }, text, /,/);

  it.each([
    ["number", "-12", -12],
    ["number", "1.5", "1.5"],
    ["number", "", ""],
    ["switch", "true", true],
    ["switch", "false", false],
    ["switch", "yes", "yes"],
    ["words", "a,,b,", ["a", "b"]],
    ["text", "a,b", "a,b"],
    ["text", "none", "none"],
  ] as const)("as a %s %j is %j", (type, text, value) => {
    expect(read(type, text)).toEqual(value);
  });

  it("none is null where that is an answer", () => {
    expect([read("text", "none", true), read("number", "none", true), read("words", "none", true)]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

it("an item is made of the flags of its command; a version has one of its own, as --version is this package's", () => {
  const flags = itemFlags("databases");
  expect(flags.map(({ name }) => name)).toEqual(["engine", "engine-version", "migrations"]);
  expect(itemFromFlags("databases", { "engine-version": "17", version: "0.2", engine: "postgres" })).toEqual({
    engine: "postgres",
    version: "17",
  });
  expect(itemFromFlags("services", { secrets: "A,B", min: "0", other: "x" })).toEqual({ secrets: ["A", "B"], min: 0 });
});

describe("sizes of a client", () => {
  it("are one flag each", () => {
    expect(sizesFromFlags(undefined)).toEqual({});
    expect(sizesFromFlags(["production.database.instance=t4g.large", "dev.logDays=31"])).toEqual({
      sizes: { production: { database: { instance: "t4g.large" } }, dev: { logDays: 31 } },
    });
    expect(sizesFromFlags("dev.database.multiAz=true")).toEqual({ sizes: { dev: { database: { multiAz: true } } } });
  });

  it("are refused all at once", () => {
    expect(() => sizesFromFlags(["dev.logDays", "dev.logDays=", "dev.logDay=1"])).toThrow(
      [
        "3 problems in the flags:",
        '  --size: "dev.logDays" should be ENVIRONMENT.SETTING=VALUE',
        '  --size: "dev.logDays=" should be ENVIRONMENT.SETTING=VALUE',
        '  --size: there is no such setting as "dev.logDay" (did you mean "dev.logDays"?)',
      ].join("\n"),
    );
  });
});

describe("a problem is said with where the answer comes from", () => {
  const layers = [
    { source: "base.yml", document: { region: "mars", services: [{ name: "api", port: 1 }, { name: "web" }] } },
    { source: "own.yml", document: { services: [{ name: "web", port: 2 }] } },
    { source: "the flags", document: {} },
  ];
  const merged = {
    region: "mars",
    services: [
      { name: "api", port: 1 },
      { name: "web", port: 2 },
    ],
  };
  const said = (...paths: string[]) =>
    withOrigins(
      paths.map((path) => ({ path, message: "is wrong" })),
      layers,
      merged,
    ).message;

  it.each([
    [["region"], "1 problem in base.yml:\n  region: is wrong"],
    [["services[1].port"], "1 problem in own.yml:\n  services[1].port: is wrong"],
    // Of two that say as much, the upper one.
    [["services[1].health"], "1 problem in own.yml:\n  services[1].health: is wrong"],
    [["project"], "1 problem in the answers:\n  project: is wrong"],
    [
      ["region", "services[1].port", "project"],
      "3 problems in the answers:\n  region: is wrong (from base.yml)\n  services[1].port: is wrong (from own.yml)\n  project: is wrong",
    ],
    [["region", "services[0].port"], "2 problems in base.yml:\n  region: is wrong\n  services[0].port: is wrong"],
  ])("%j", (paths, message) => {
    expect(said(...paths)).toBe(message);
  });
});

it("a repo that is like another one has not its name, its place, its clients or its numbers", () => {
  const own = { project: "acme", domain: "acme.com", certificate: "arn", clients: [{ name: "x" }], adopted: true };
  const written = { $schema: "s", generator: "0.2.0", workingDirectory: "x" };
  const service = { name: "api", priority: 10, redirectsPriority: 20, balancer: 1, port: 5000 };
  expect(likeness({ ...own, ...written, region: "eu-west-1", services: [service, "odd"] })).toEqual({
    region: "eu-west-1",
    services: [{ name: "api", port: 5000 }, "odd"],
  });
  expect(likeness({ project: "acme", ci: "none" })).toEqual({ ci: "none" });
});

describe("a draft", () => {
  let cache: string;
  beforeEach(async () => {
    cache = await temporaryFolder();
    vi.stubEnv("XDG_CACHE_HOME", cache);
    return () => void vi.unstubAllEnvs();
  });
  const said = [{ name: "project", answer: "shop" }];

  it("is kept for its folder until it is forgotten", async () => {
    expect(draftOf("/work/shop")).toBeNull();
    expect(await keepDraft("/work/shop", said)).toBe(true);
    expect(draftOf("/work/shop")).toMatchObject({ root: "/work/shop", said, at: expect.stringMatching(/Z$/) });
    expect(draftOf("/work/other")).toBeNull();
    forgetDraft("/work/shop");
    forgetDraft("/work/shop");
    expect(draftOf("/work/shop")).toBeNull();
  });

  it("takes the place of the one before, whole", async () => {
    await keepDraft("/work/shop", said);
    const [name = ""] = await readdir(cache, { recursive: true }).then((all) => all.filter((one) => /json$/.test(one)));
    const file = join(cache, name);
    const before = await readFile(file, "latin1");
    const more = [...said, { name: "domain", answer: "acme.com" }];
    expect(await readAcross(file, () => keepDraft("/work/shop", more))).toBe(before);
    expect(draftOf("/work/shop")).toMatchObject({ said: more });
  });

  it("that says nothing is none, and one that cannot be kept stops nobody", async () => {
    await keepDraft("/work/shop", []);
    expect(draftOf("/work/shop")).toBeNull();
    await writeFile(join(cache, "file"), "");
    vi.stubEnv("XDG_CACHE_HOME", join(cache, "file"));
    expect(await keepDraft("/work/shop", said)).toBe(false);
  });
});

describe("the ground of a new repo", () => {
  const folder = async (files: Record<string, string>) => {
    const root = await temporaryFolder();
    for (const [path, text] of Object.entries(files)) await writeFile(join(root, path), text);
    return root;
  };

  it.each([
    ["nothing", {}, {}],
    ["a package.json", { "package.json": "{}" }, { adopted: true }],
    ["one that is none", { "package.json": "[" }, {}],
    [
      "pnpm by its manifest",
      { "package.json": '{"packageManager":"pnpm@10.0.0"}' },
      { adopted: true, packageManager: "pnpm" },
    ],
    [
      "npm by its manifest, whatever lies beside it",
      { "package.json": '{"packageManager":"npm@11.0.0"}', "pnpm-lock.yaml": "" },
      { adopted: true, packageManager: "npm" },
    ],
    ["another one", { "package.json": '{"packageManager":"yarn@4.0.0"}' }, { adopted: true }],
    ["pnpm by its lockfile", { "pnpm-lock.yaml": "" }, { packageManager: "pnpm" }],
    ["pnpm by its workspace", { "pnpm-workspace.yaml": "" }, { packageManager: "pnpm" }],
    ["npm by its lockfile", { "package-lock.json": "{}" }, { packageManager: "npm" }],
  ])("says of %s what it is", async (_, files, ground) => {
    vi.stubEnv("npm_config_user_agent", "npm/11.0.0 node/v24");
    expect(groundOf(await folder(files))).toEqual(ground);
    vi.unstubAllEnvs();
  });

  it("is pnpm's where pnpm runs this, and nothing says otherwise", async () => {
    vi.stubEnv("npm_config_user_agent", "pnpm/10.0.0 node/v24");
    expect([groundOf(await folder({})), groundOf(await folder({ "package-lock.json": "" }))]).toEqual([
      { packageManager: "pnpm" },
      { packageManager: "npm" },
    ]);
    vi.unstubAllEnvs();
  });

  it("may be a folder of a bigger git repository, unless that leaves it out", async () => {
    const top = await folder({ ".gitignore": "left-out/\n" });
    await git(top, "init", "--quiet");
    for (const name of ["apps/shop", "left-out"]) await mkdir(join(top, name), { recursive: true });
    expect([top, join(top, "apps/shop"), join(top, "left-out")].map(outerGitOf)).toEqual([null, top, null]);
    expect(groundOf(join(top, "apps/shop"))).toMatchObject({ workingDirectory: "apps/shop" });
  });
});

it("a repo is the nearest folder, going up, that stores answers of this generator", async () => {
  const root = await temporaryFolder();
  await mkdir(join(root, "a", "b"), { recursive: true });
  await writeFile(join(root, ".yo-rc.json"), '{"generator-space-sst": {"project": "shop"}}');
  await writeFile(join(root, "a", ".yo-rc.json"), '{"generator-node": {}}');
  expect([root, join(root, "a", "b")].map(repoOf)).toEqual([root, root]);
  expect(repoOf(await temporaryFolder())).toBeNull();
});
