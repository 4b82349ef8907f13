import { readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { MANIFEST } from "../../lib/render/manifest/all.ts";
import { packageRoot } from "../../lib/system/package-root.ts";
import { REPOS, type Repo } from "../support/drawn-repos.ts";
import { type Files, isPackage, isRelative, packageOf } from "../support/modules.ts";

/** Which files a repo has: all that its other files want, and none that nothing wants, whatever was answered. */

/** Each thing once, without the name of its service. */
const found = (of: (repo: Repo) => string[]): string[] =>
  [...new Set(REPOS.flatMap(of).map((text) => text.replaceAll(/services\/[^/ ]+/g, "services/*")))].sort();

const isTest = (path: string): boolean => /\.(test|check)\.tsx?$/.test(path);

describe("a module", () => {
  it("imports no file that is not there", () => {
    const missing = ({ imports }: Repo) =>
      imports
        .filter((one) => isRelative(one) && one.file === undefined)
        // `prisma generate` writes it.
        .filter(({ id }) => id !== "./generated/prisma/client.ts")
        .map(({ by, id }) => `${by} imports ${id}`);
    expect(found(missing)).toEqual([]);
  });

  /** Whether another file than a test or a document for people says the name of a module, as one starts or copies it. */
  const isNamed = (path: string, files: Files): boolean => {
    const [, folder = "", own = path] = /^(services\/[^/]+\/)(.*)$/.exec(path) ?? [];
    const names = [own, own.replace(/^src\/(.*)\.tsx?$/, "dist/$1.js"), own.slice(own.lastIndexOf("/") + 1)];
    return [...files].some(
      ([other, text]) =>
        other !== path &&
        other.startsWith(folder) &&
        !isTest(other) &&
        !other.endsWith(".md") &&
        names.some((name) => text.includes(name)),
    );
  };

  it("is imported, started or copied by something else than its own test", () => {
    const unused = ({ files, imports }: Repo) => {
      const used = new Set(imports.filter(({ by }) => !isTest(by)).map(({ file }) => file));
      return (
        [...files.keys()]
          .filter((path) => /^(infra|scripts)\/.*\.(ts|mjs)$|^services\/[^/]+\/src\//.test(path) && !isTest(path))
          .filter((path) => !used.has(path) && !isNamed(path, files))
          // TypeORM takes all of the folder; and its owner calls other services by call.ts, of which no route is an example.
          .filter((path) => !/\/src\/(migrations\/|call\.ts$)/.test(path))
      );
    };
    expect(found(unused)).toEqual([]);
  });

  it("of a service has the test that was written for it, wherever it is", () => {
    const tested = ({ files }: Repo) =>
      [...files.keys()].flatMap((path) => {
        const [, folder, name] = /^(services\/[^/]+\/)src\/([^/]+)\.tsx?$/.exec(path) ?? [];
        if (name === undefined) return [];
        const test = [...files.keys()].some((one) => one.startsWith(`${folder}test/${name}.test.ts`));
        // Of a site its files of the same name are others.
        return [{ path, test, kind: `${name} of a ${files.has(`${folder}Dockerfile`) ? "container" : "site"}` }];
      });
    const known = new Set(REPOS.flatMap(tested).flatMap(({ kind, test }) => (test ? [kind] : [])));
    expect(known.size).toBeGreaterThan(15);
    const without = (repo: Repo) => tested(repo).filter(({ kind, test }) => known.has(kind) && !test);
    expect(found((repo) => without(repo).map(({ path }) => path))).toEqual([]);
  });

  it("comes from a template, and every template is wanted by some repo", () => {
    const rendered = new Set(REPOS.flatMap(({ view }) => MANIFEST.flatMap((row) => templatesOf(row(view)))));
    const all = readdirSync(join(packageRoot, "templates"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(packageRoot, "templates/").length));
    expect(all.filter((path) => !rendered.has(path.replaceAll("\\", "/")))).toEqual([]);
  });
});

/** The templates that a row of the manifest takes for some view. */
const templatesOf = ({ entry: { from }, items }: ReturnType<(typeof MANIFEST)[number]>): string[] =>
  items.map((item) => (typeof from === "string" ? from : from(item as { id: string })));

describe("a document", () => {
  it("names no script that is not there", () => {
    const missing = ({ files }: Repo) =>
      [...files].flatMap(([path, text]) =>
        [...text.matchAll(/\bscripts\/[a-z-]+\.mjs/g)]
          .filter(([script]) => !files.has(script))
          .map(([script]) => `${path} names ${script}`),
      );
    expect(found(missing)).toEqual([]);
  });

  it("leads to no file of the repo that is not there", () => {
    const missing = ({ files }: Repo) =>
      [...files]
        .filter(([path]) => path.endsWith(".md"))
        .flatMap(([path, text]) =>
          [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)]
            .map(([, link = ""]) => posix.join(posix.dirname(path), link))
            .filter(
              (link) =>
                ![...files.keys()].some((file) => file === link || file.startsWith(`${link.replace(/\/$/, "")}/`)),
            )
            .map((link) => `${path} leads to ${link}`),
        );
    expect(found(missing)).toEqual([]);
  });
});

describe("a service's package.json", () => {
  /** What no module imports, and who wants it. */
  const WANTED: Record<string, (manifest: Record<string, string>, config: string) => boolean> = {
    typescript: () => true,
    "@types/node": (_, config) => config.includes('"node"'),
    "@types/react": ({ react }) => react !== undefined,
    "@types/react-dom": ({ react }) => react !== undefined,
    // Vitest transforms decorators by it.
    vite: (_, config) => config.includes("experimentalDecorators"),
    rxjs: (all) => "@nestjs/core" in all,
    "reflect-metadata": (all) => "@nestjs/core" in all,
    // For the tests of its owner.
    "@nestjs/testing": (all) => "@nestjs/core" in all,
    "@prisma/client": ({ prisma }) => prisma !== undefined,
  };

  const packages = ({ files, imports }: Repo) =>
    [...files.keys()].flatMap((path) => {
      const folder = /^services\/[^/]+\/(?=package\.json$)/.exec(path)?.[0];
      if (folder === undefined) return [];
      const { dependencies, devDependencies } = JSON.parse(files.get(path) ?? "{}");
      const own = imports.filter((one) => one.by.startsWith(folder) && isPackage(one));
      return [{ folder, dependencies, all: { ...dependencies, ...devDependencies }, own, files }];
    });

  it("has what its modules import, and what runs in production among what is installed there", () => {
    const missing = (repo: Repo) =>
      packages(repo).flatMap(({ folder, dependencies, all, own }) =>
        own
          .filter((one) => {
            const name = packageOf(one);
            if (one.isType) return !(name in all) && !(`@types/${name}` in all);
            // A server of pages asks Vite for them while it is worked on.
            const isInstalled = one.by.startsWith(`${folder}src/`) && name !== "vite";
            return !(name in (isInstalled ? dependencies : all));
          })
          .map((one) => `${one.by} imports ${packageOf(one)}`),
      );
    expect(found(missing)).toEqual([]);
  });

  it("has nothing that no module imports", () => {
    const unused = (repo: Repo) =>
      packages(repo).flatMap(({ folder, all, own, files }) => {
        const imported = new Set(own.map(packageOf));
        const config = files.get(`${folder}tsconfig.json`) ?? "";
        return Object.keys(all).filter(
          (name) => !imported.has(name.replace("@types/", "")) && WANTED[name]?.(all, config) !== true,
        );
      });
    expect(found(unused)).toEqual([]);
  });
});
