import { rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { temporaryFolder } from "../support/cli.ts";
import { place } from "../support/files.ts";

interface Sources {
  BUILT_FROM: string;
  digestOf(root: string): string;
  isBuilt(root: string): boolean;
  unknown(root: string, inputs: readonly string[]): string[];
}
const { BUILT_FROM, digestOf, isBuilt, unknown }: Sources = await import(
  new URL("../../scripts/sources.mjs", import.meta.url).href
);

/** A build is left out where nothing that it reads has changed. */

let root: string;
beforeEach(async () => {
  root = await temporaryFolder();
  const files = {
    "package.json": JSON.stringify({ files: ["dist", "docs", "CHANGELOG.md"] }),
    ...{ "lib/a.ts": "a", "lib/deep/b.ts": "b", "docs/page.md": "page", "CHANGELOG.md": "", "packed/x.tgz": "" },
  };
  for (const [path, text] of Object.entries(files)) place(join(root, path), text);
  place(join(root, "dist", BUILT_FROM), digestOf(root));
});

it("is left out where everything is as it was, whatever its tests are", () => {
  expect(isBuilt(root)).toBe(true);
  place(join(root, "test/a.test.ts"), "test");
  place(join(root, "dist/chunks/a.js"), "a");
  expect(isBuilt(root)).toBe(true);
});

const put = (path: string, text: string) => () => place(join(root, path), text);
const take = (path: string) => () => rmSync(join(root, path), { recursive: true });

it.each<[string, ...(() => void)[]]>([
  ["a source is edited", put("lib/deep/b.ts", "B")],
  ["what is packed is edited", put("docs/page.md", "Page")],
  ["a file is new", put("lib/c.ts", "")],
  ["a file is gone", take("lib/a.ts")],
  ["a file has another name", take("lib/a.ts"), put("lib/b.ts", "a")],
  ["a line goes from one file to the next", put("lib/a.ts", ""), put("lib/b.ts", "a")],
  ["its packages are others", put("package-lock.json", "{}")],
  ["nothing was built", take("dist")],
  ["nothing was packed, as in a package of the registry", take("packed")],
])("is made where %s", (_, ...changes) => {
  for (const change of changes) change();
  expect(isBuilt(root)).toBe(false);
});

it("reads nothing else, but packages, which may be linked, and what it makes itself", () => {
  const read = [
    "lib/a.ts",
    "node_modules/zod/a.js",
    "../clone/node_modules/zod/a.js",
    "found:prices",
    "../a.ts",
    "other.ts",
  ];
  expect(unknown(root, read)).toEqual(["../a.ts", "other.ts"]);
});
