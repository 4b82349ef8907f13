import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { isNamesake } from "./belongs.mjs";

/** Which tests are asked first: what a test imports says how near it is to a source, and what it costs. */

const IMPORTED = /["'](\.{1,2}\/[^"'\n]*\.(?:ts|mjs|json))["']/g;

/** Where the bin is that a test drives as a process: it has to be built before. */
const DRIVERS = ["test/support/cli.ts", "test/support/versions.ts"];

const known = new Map();
function importsOf(root, file) {
  if (!known.has(file)) {
    const source = readFileSync(join(root, file), "utf8");
    const found = [...source.matchAll(IMPORTED)].map(([, path]) => posix.join(dirname(file), path));
    known.set(
      file,
      found.filter((path) => existsSync(join(root, path))),
    );
  }
  return known.get(file);
}

/** Every file that a test imports, or that those import, with the number of steps to it. */
function reach(root, test) {
  const steps = new Map([[test, 0]]);
  for (const [file, distance] of steps)
    for (const next of importsOf(root, file)) if (!steps.has(next)) steps.set(next, distance + 1);
  return steps;
}

const reached = new Map();
const reachOf = (root, test) => {
  if (!reached.has(test)) reached.set(test, reach(root, test));
  return reached.get(test);
};

/** The tests that are asked first, as they have a source's name or import it themselves, and those that come after. */
export function nearAndFar(root, file, tests) {
  const distance = (test) => (isNamesake(file, test) ? 0 : (reachOf(root, test).get(file) ?? Number.MAX_SAFE_INTEGER));
  const sorted = tests.map((test) => ({ test, steps: distance(test) })).sort((one, other) => one.steps - other.steps);
  const [near, far] = [true, false].map((isNear) => sorted.filter(({ steps }) => steps <= 1 === isNear));
  return { near: near.map(({ test }) => test), far: far.map(({ test }) => test) };
}

export const drivesTheBin = (root, test) => DRIVERS.some((driver) => reachOf(root, test).has(driver));
