import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Modules of the sources, bundled: they are TypeScript. */
export async function sources(name, exports) {
  const outfile = join(root, "node_modules", ".cache", `bench-${name}.mjs`);
  const banner = {
    js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);',
  };
  await build({
    stdin: { contents: exports.join("\n"), resolveDir: root, loader: "ts" },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    banner,
    external: ["vitest"],
    logLevel: "error",
  });
  return import(pathToFileURL(outfile).href);
}
