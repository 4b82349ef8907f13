import { execFileSync } from "node:child_process";
import { chmod, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, transform } from "esbuild";
import { awsPlugin } from "./aws-plugin.mjs";
import { builtinPlugin } from "./builtin-plugin.mjs";
import { corePlugin } from "./core-plugin.mjs";
import { compiledTemplates, foundPlugin } from "./found-plugin.mjs";
import { notices } from "./notices.mjs";
import { BUILT_FROM, digestOf, unknown } from "./sources.mjs";
import { yeomanPlugin } from "./yeoman-plugin.mjs";

/**
 * Bundles the bin and the generators with all that they use into `dist/`: one package to install, and only what a
 * command needs is parsed.
 */

const root = fileURLToPath(new URL("..", import.meta.url));
const finished = join(root, "dist");

/** Built beside the old one, which goes only when the new one is whole. */
const dist = `${finished}.${process.pid}`;

/** Bundled CommonJS packages ask Node for its own modules. */
const banner = "const require = (name) => process.getBuiltinModule(name);";

const options = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  logLevel: "warning",
};

/** Of what is here when the build begins: an edit meanwhile is for the next one. */
const builtFrom = digestOf(root);

/** Names stay, for the stacks of `--verbose`. */
const minified = { minifySyntax: true, minifyWhitespace: true };

/** Each folder of `generators/` is a command. */
const folders = (await readdir(join(root, "generators"), { withFileTypes: true })).filter((entry) =>
  entry.isDirectory(),
);
const generators = folders.map(({ name }) => [`generators/${name}/index`, `generators/${name}/index.ts`]);

/** A module of the sources, run here. */
async function evaluated(module) {
  const outfile = join(dist, `${module.replaceAll("/", "-")}.mjs`);
  await build({ ...options, entryPoints: [module], outfile, banner: { js: banner } });
  const exports = await import(pathToFileURL(outfile).href);
  await rm(outfile);
  return exports;
}

const { metafile } = await build({
  ...options,
  metafile: true,
  entryPoints: {
    "bin/space-sst": "lib/cli/space-sst.ts",
    "plan/child": "lib/plan/simulate/child.ts",
    "rehearse/index": "lib/rehearse/index.ts",
    "rehearse/plugin": "lib/rehearse/plugin/plugin.ts",
    "rehearse/inside": "lib/rehearse/plugin/inside.ts",
    ...Object.fromEntries(generators),
  },
  outdir: dist,
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  // ws would use native helpers where they are installed; here they never are, and asking for them must not be tried.
  define: { "process.env.WS_NO_BUFFER_UTIL": '"1"', "process.env.WS_NO_UTF_8_VALIDATE": '"1"' },
  ...minified,
  banner: { js: banner },
  plugins: [corePlugin(root), foundPlugin(root, evaluated), yeomanPlugin, awsPlugin, builtinPlugin(root)],
});
const strange = unknown(root, Object.keys(metafile.inputs));
if (strange.length > 0) throw new Error(`scripts/sources.mjs does not know that ${strange.join(", ")} is built, too`);

const templates = await transform(await compiledTemplates(root, evaluated), minified);
await writeFile(join(dist, "templates.js"), templates.code);
await writeFile(join(dist, "THIRD-PARTY-NOTICES.txt"), await notices(root, metafile));
await chmod(join(dist, "bin", "space-sst.js"), 0o755);

/** What rendered repos import, with its types: one file that can be read, and bundled again together with their controls. */
await build({ ...options, entryPoints: ["lib/proof/index.ts"], outfile: join(dist, "proof", "index.js") });
const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
execFileSync(process.execPath, [tsc, "--project", "tsconfig.proof.json", "--outDir", join(dist, "proof")], {
  cwd: root,
  stdio: "inherit",
});

/** Only `npm publish` makes a package that the registry has by its version: repos then name it, others bring it along. */
if (process.env.npm_command === "publish") await writeFile(join(dist, "published"), "");

/** Documents that other programs read, by the module and function that describe them. */
const schemas = [
  ["blueprint.schema.json", "lib/answers/json-schema.ts", "jsonSchema"],
  ["plan.schema.json", "lib/plan/schema.ts", "planJsonSchema"],
  ["rehearsal.schema.json", "lib/rehearse/report/schema.ts", "rehearsalJsonSchema"],
];
for (const [file, module, name] of schemas) {
  const { [name]: describe } = await evaluated(module);
  await writeFile(join(dist, file), `${JSON.stringify(describe(), null, 2)}\n`);
}
await writeFile(join(dist, BUILT_FROM), builtFrom);
const { keepPacked } = await evaluated("lib/system/package-files.ts");
await rm(finished, { recursive: true, force: true });
await rename(dist, finished);
keepPacked();
