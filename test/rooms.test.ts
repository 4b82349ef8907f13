import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../lib/system/package-root.ts";

/**
 * The rooms of the code, and which of them may import from which: the table in CONTRIBUTING.md says it, in the order in
 * which they stand on each other. Nothing stands on what comes after it, so that there is no circle.
 */

interface Room {
  name: string;
  standsOn: string[];
}

const inBackticks = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);

const [, TABLE = ""] = readFileSync(join(packageRoot, "CONTRIBUTING.md"), "utf8").split("## Where things are");
const ROWS: readonly Room[] = (TABLE.split("\n## ")[0] ?? "")
  .split("\n")
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .filter((cells) => cells.length === 5 && inBackticks(cells[1] ?? "").length === 1)
  .map(([, room = "", , standsOn = ""]) => ({ name: inBackticks(room)[0] as string, standsOn: inBackticks(standsOn) }));

/** Folders and files right below lib/, and what stands beside it. */
const PRESENT = [...readdirSync(join(packageRoot, "lib")).map((name) => `lib/${name}`), "generators", "templates"];

const roomOf = (file: string): string => {
  const [top = "", below = ""] = relative(packageRoot, file).split("/");
  return top === "lib" ? `lib/${below}` : top;
};

const IMPORT = /(?:from|import)\s*\(?\s*"(\.[^"]+)"/g;

/** Which file imports which, below a folder. */
function importsOf(folder: string): { from: string; to: string }[] {
  const files = readdirSync(join(packageRoot, folder), { recursive: true, withFileTypes: true });
  return files
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .flatMap(({ parentPath, name }) => {
      const file = join(parentPath, name);
      const found = [...readFileSync(file, "utf8").matchAll(IMPORT)];
      return found.map(([, path = ""]) => ({ from: file, to: join(dirname(file), path) }));
    });
}

const IMPORTS = [...importsOf("lib"), ...importsOf("generators")];

/** What is left when files that import nothing that is left are taken away, time after time: circles, and what leads to one. */
function circling(imports: readonly { from: string; to: string }[]): string[] {
  const froms = new Set(imports.map(({ from }) => from));
  const left = imports.filter(({ to }) => froms.has(to));
  if (left.length < imports.length) return circling(left);
  return [...froms];
}

describe("the rooms", () => {
  it("are in the table of CONTRIBUTING.md, all of them and no other", () => {
    expect(ROWS.map(({ name }) => name).sort()).toEqual([...PRESENT].sort());
  });

  it("stand on rooms before them only", () => {
    const after = ROWS.flatMap(({ name, standsOn }, i) => {
      const before = new Set(ROWS.slice(0, i).map((room) => room.name));
      return standsOn.filter((other) => !before.has(other)).map((other) => `${name} stands on ${other}`);
    });
    expect(after).toEqual([]);
  });

  it("import from those that the table says, and from no other", () => {
    const arrows = IMPORTS.map(({ from, to }) => ({ from: roomOf(from), to: roomOf(to) })).filter(
      ({ from, to }) => from !== to,
    );
    const found = [...new Set(arrows.map(({ from, to }) => `${from} imports from ${to}`))];
    const said = ROWS.flatMap(({ name, standsOn }) => standsOn.map((other) => `${name} imports from ${other}`));
    expect(found.sort()).toEqual(said.sort());
  });

  it("have no files that import each other, not even in a circle of many", () => {
    const circle = [
      { from: "/a", to: "/b" },
      { from: "/b", to: "/c" },
      { from: "/c", to: "/b" },
      { from: "/b", to: "/d" },
    ];
    expect(circling(circle)).toEqual(["/a", "/b", "/c"]);
    expect(circling(IMPORTS)).toEqual([]);
  });
});
