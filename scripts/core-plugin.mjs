import { readdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** The modules of a folder that others load when they need them: `await import("./run.ts")`. */
async function loadedLater(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter(({ name }) => name.endsWith(".ts")).map((entry) => join(entry.parentPath, entry.name));
  const found = files.map(async (file) =>
    [...(await readFile(file, "utf8")).matchAll(/\bimport\("(\.[^"]+)"\)/g)].map(([, path]) =>
      resolve(dirname(file), path),
    ),
  );
  return (await Promise.all(found)).flat();
}

const COMMAND = /[\\/](lib[\\/](commands|repo)|generators)[\\/]/;

/**
 * Makes one file of what is always loaded together: what the bin loads before it knows the command, what runs a command and
 * reads its answers, and what nearly all go on to do with a repo. esbuild puts modules into one file where the same entries
 * reach them, and these are spread over dozens of files otherwise, each of which Node has to find, read and link: so every
 * entry reaches all of them.
 */
export const corePlugin = (root) => ({
  name: "core",
  setup(build) {
    const core = join(root, "lib", "cli", "main.ts");
    const running = join(root, "lib", "cli", "run.ts");
    const answers = join(root, "lib", "commands", "kickoff", "steps.ts");
    const repo = join(root, "lib", "commands", "repo.ts");
    // Before a kickoff knows that its answers are valid, it needs nothing of a repo.
    const reached = (entry) =>
      [core, running, answers, ...(COMMAND.test(entry) && entry !== answers ? [repo] : [])].filter(
        (module) => module !== entry,
      );
    const given = Object.entries(build.initialOptions.entryPoints).filter(([name]) => !name.startsWith("bin/"));
    const entries = new Set(given.map(([, path]) => join(root, path)));
    build.onStart(async () => {
      for (const path of await loadedLater(join(root, "lib"))) entries.add(path);
      entries.delete(core);
    });
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (!entries.has(path)) return undefined;
      const imports = reached(path).map((module) => `import ${JSON.stringify(module)};\n`);
      return { contents: imports.join("") + (await readFile(path, "utf8")), loader: "ts" };
    });
  },
});
