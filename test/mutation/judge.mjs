import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { BaseSequencer, createVitest } from "vitest/node";

/**
 * Runs test files of the working directory for whoever has started this process, time after time: Vitest is loaded once.
 * It asks for `{ tests, isBuilt, bail }`, and is answered with what has failed, one line for each test file.
 */

const folder = process.cwd();
const pathOf = ({ moduleId }) => relative(folder, moduleId).replaceAll("\\", "/");

/** What no test file has said. */
const nobodys = (message) => ({ test: null, name: "", message });

/** In the order asked for, but that those with a process of their own come first, as in `npm test`. */
const inOrderOf = (tests) =>
  class extends BaseSequencer {
    async sort(specifications) {
      const place = (one) => tests.indexOf(pathOf(one));
      return specifications
        .slice()
        .sort(
          (one, other) =>
            Number(other.project.config.isolate) - Number(one.project.config.isolate) || place(one) - place(other),
        );
    }
  };

const firstLine = (text) => (text ?? "").split("\n")[0];

/** The first thing that has failed in a test file, with the words that it failed by, or null. */
function failureIn(module) {
  const [own] = module.errors();
  if (own !== undefined) return { name: "", message: own.message };
  for (const suite of module.children.allSuites())
    for (const error of suite.errors()) return { name: suite.fullName, message: error.message };
  for (const test of module.children.allTests("failed"))
    return { name: test.fullName, message: test.result().errors?.[0]?.message };
  return module.state() === "failed" ? { name: "", message: "" } : null;
}

function failures({ testModules, unhandledErrors }) {
  const found = testModules.flatMap((module) => {
    const failed = failureIn(module);
    return failed === null ? [] : [{ test: pathOf(module), ...failed }];
  });
  const loose = found.length > 0 ? [] : unhandledErrors.slice(0, 1).map(({ message }) => nobodys(message));
  return [...found, ...loose].map((failed) => ({ ...failed, message: firstLine(failed.message) }));
}

async function run({ tests, isBuilt, bail }) {
  const shared = mkdtempSync(join(tmpdir(), "space-sst-shared-"));
  const vitest = await createVitest("test", {
    watch: false,
    bail,
    reporters: [{}],
    sequence: { sequencer: inOrderOf(tests) },
    // What the tests drive is built by the set-up: where none of them drives it, only the folder that they share is needed.
    ...(isBuilt ? {} : { globalSetup: [], provide: { shared } }),
  });
  try {
    const all = await vitest.globTestSpecifications();
    const asked = all.filter((one) => tests.includes(pathOf(one)));
    return failures(await vitest.runTestSpecifications(asked));
  } catch (error) {
    return [nobodys(firstLine(error.message))];
  } finally {
    await vitest.close();
    rmSync(shared, { recursive: true, force: true });
  }
}

process.on("message", async (asked) => process.send(await run(asked)));
