import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/**
 * What depends on nothing that a user says is found out once, by the build: the package has the result in the place of
 * the module, and nothing of what it was made with.
 */

/** A module that exports data, as that data: command lines are read, and help is shown, without the schema of the answers. */
const asData = (exports) =>
  Object.entries(exports)
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`)
    .join("");

/** Modules that export data. */
const FOUND = ["lib/questions/fields.ts", "lib/render/docs/controls.ts"];

/** V8 reads JSON faster than an expression that says the same. */
const parsed = (value) => `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;

/** Prices, of which a run needs those of a region or two: the others are not read. */
function pricesByRegion({ regions, ...rest }) {
  const getters = Object.entries(regions).map(
    ([region, prices]) => `get ${JSON.stringify(region)}() { return ${parsed(prices)}; }`,
  );
  return `export default { ...${parsed(rest)}, regions: { ${getters.join(", ")} } };`;
}

/**
 * @param root of the package
 * @param evaluated runs a module of the sources, and gives its exports
 */
export const foundPlugin = (root, evaluated) => ({
  name: "found",
  setup(build) {
    const found = new Map(FOUND.map((module) => [join(root, module), module]));
    build.onLoad({ filter: /[\\/](fields|controls)\.ts$/ }, async ({ path }) => {
      const module = found.get(path);
      return module === undefined ? undefined : { contents: asData(await evaluated(module)), loader: "js" };
    });
    build.onLoad({ filter: /[\\/]lib[\\/]cost[\\/]prices\.json$/ }, async ({ path }) => ({
      contents: pricesByRegion(JSON.parse(await readFile(path, "utf8"))),
      loader: "js",
    }));
    // As seen from every folder of `dist`.
    build.onResolve({ filter: /^\.\/templates\.ts$/ }, () => ({ path: "../templates.js", external: true }));
  },
});

/** What stands in the place of `lib/render/templates.ts`: all templates, compiled. */
export async function compiledTemplates(root, evaluated) {
  const { templatesModule } = await evaluated("lib/render/compile.ts");
  const folder = join(root, "templates");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter(({ name }) => name.endsWith(".ejs")).map((entry) => join(entry.parentPath, entry.name));
  const templates = files.sort().map(async (file) => ({
    path: relative(folder, file).replaceAll("\\", "/"),
    text: await readFile(file, "utf8"),
  }));
  return templatesModule(await Promise.all(templates));
}
