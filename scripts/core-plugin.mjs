import { readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Makes one file of all that the bin loads before it knows the command. esbuild puts modules into one file where the same
 * entries reach them, and what the commands share with the bin is spread over a dozen files otherwise, each of which Node
 * has to find, read and link: so every entry reaches all of it.
 */
export const corePlugin = (root) => ({
  name: "core",
  setup(build) {
    const core = JSON.stringify(join(root, "lib", "cli", "main.ts"));
    const entries =
      /[\\/](generators[\\/]generator-of|lib[\\/](cli[\\/]run|commands[\\/][^\\/]+[\\/](steps|make|offer)|deploy[\\/]foresee|plan[\\/]simulate[\\/]child|questions[\\/]conversation|rehearse[\\/](index|plugin[\\/](plugin|inside))|repo[\\/](version|workspace[\\/]diff)))\.ts$/;
    build.onLoad({ filter: entries }, async ({ path }) => ({
      contents: `import ${core};\n${await readFile(path, "utf8")}`,
      loader: "ts",
    }));
  },
});
