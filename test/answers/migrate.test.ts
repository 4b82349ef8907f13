import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BLUEPRINT, MIGRATIONS, migrate } from "../../lib/answers/migrate.ts";
import { parseBlueprint, toBlueprint } from "../../lib/answers/parse.ts";
import { toView } from "../../lib/answers/view.ts";
import { STORE_KEY } from "../../lib/questions/store.ts";
import { render } from "../../lib/render/render.ts";
import { packageVersion } from "../../lib/system/package-root.ts";

/** What published versions have stored: one folder each, one file for each preset. Never edited. */
const FIXTURES = join(import.meta.dirname, "fixtures");
const stored = readdirSync(FIXTURES, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".json"));

describe("answers that a version has stored", () => {
  it.each(stored)("are read and rendered: %s", (path) => {
    const document = JSON.parse(readFileSync(join(FIXTURES, path), "utf8"))[STORE_KEY];
    const blueprint = toBlueprint(document, path);
    expect(render(toView(blueprint, { repeat: "", generator: packageVersion })).length).toBeGreaterThan(50);
  });

  it("have a migration for every shape before today's, and none for it", () => {
    const before = Array.from({ length: BLUEPRINT - 1 }, (_, index) => String(index + 1));
    expect(Object.keys(MIGRATIONS)).toEqual(before);
  });
});

describe("migrate", () => {
  const migrations = {
    1: ({ zone, ...rest }: Readonly<Record<string, unknown>>) => ({ ...rest, region: zone }),
    2: (document: Readonly<Record<string, unknown>>) => ({ ...document, regions: [document.region] }),
  };
  const to = (document: unknown) => migrate(document, { to: 3, migrations });

  it("takes every step from the document's version to today's", () => {
    expect(to({ blueprint: 1, zone: "a" })).toEqual({ document: { blueprint: 3, region: "a", regions: ["a"] } });
    expect(to({ blueprint: 2, region: "a" })).toEqual({ document: { blueprint: 3, region: "a", regions: ["a"] } });
  });

  it("leaves alone what is of today, names no version, or is none", () => {
    for (const document of [
      { blueprint: 3, region: "a" },
      { region: "a" },
      { blueprint: "x" },
      { blueprint: 0 },
      [],
      null,
      7,
    ])
      expect(to(document)).toEqual({ document });
  });

  it("refuses what is newer, in a line that says what to do", () => {
    expect(parseBlueprint({ blueprint: BLUEPRINT + 1, project: "shop", somethingNew: true })).toEqual({
      problems: [
        {
          path: "blueprint",
          message: `is ${BLUEPRINT + 1}, of a newer version than generator-space-sst ${packageVersion} reads (${BLUEPRINT}): npm install --global generator-space-sst@latest`,
        },
      ],
    });
  });
});
