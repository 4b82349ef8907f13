import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PRESETS } from "../../lib/answers/presets.ts";
import { render } from "../../lib/render/render.ts";
import { packageRoot } from "../../lib/system/package-root.ts";
import { viewOf } from "../support/view.ts";

/**
 * What the presets render, as files that a person reads: a change of a template is a difference of `test/rendered/`, which
 * `npx vitest run test/render/presets.test.ts -u` writes down. A file that an earlier preset renders alike is kept once.
 * The ending keeps editors and tools from taking a rendered file for one of this package.
 */
const FOLDER = join(packageRoot, "test", "rendered");
const ENDING = ".txt";

const before = new Set<string>();
const KEPT = Object.entries(PRESETS).map(([preset, { answers }]) => {
  const rendered = render(viewOf({ project: "shop", ...answers })).map((file) => ({
    ...file,
    id: `${file.path}\n${file.contents}`,
  }));
  const files = rendered.filter(({ id }) => !before.has(id));
  for (const { id } of files) before.add(id);
  return { preset, files };
});

const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name))
    : [];

describe.each(KEPT)("the preset $preset", ({ preset, files }) => {
  const place = (path: string) => join(FOLDER, preset, `${path}${ENDING}`);

  it("renders what test/rendered shows", async () => {
    for (const { path, contents } of files) await expect(contents, path).toMatchFileSnapshot(place(path));
  });

  it("renders every file that test/rendered shows: delete what is left over", () => {
    const places = new Set(files.map(({ path }) => place(path)));
    expect(filesIn(join(FOLDER, preset)).filter((file) => !places.has(file))).toEqual([]);
  });
});
