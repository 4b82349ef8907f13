import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/**
 * What Yeoman does at start-up that a bundle cannot, or need not: it reads its own package.json files, and loads npm's
 * installer for generators that are fetched while running. Every replacement has to be found, so that a new version of
 * Yeoman fails the build instead of the user.
 */

const root = fileURLToPath(new URL("..", import.meta.url));

const version = async (name) =>
  JSON.parse(await readFile(new URL(`../node_modules/${name}/package.json`, import.meta.url), "utf8")).version;

const REPLACEMENTS = [
  {
    file: /yeoman-environment[\\/]dist[\\/]environment-base\.js$/,
    from: "require('../package.json').version",
    to: async () => JSON.stringify(await version("yeoman-environment")),
  },
  {
    file: /yeoman-environment[\\/]dist[\\/]module-lookup\.js$/,
    from: "JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json')).toString()).name",
    to: async () => '"yeoman-environment"',
  },
  {
    file: /yeoman-generator[\\/]dist[\\/]generator\.js$/,
    from: "JSON.parse(readFileSync(pathJoin(_dirname, '../package.json'), 'utf8'))",
    to: async () => JSON.stringify({ version: await version("yeoman-generator") }),
  },
];

const unused = (names) =>
  [
    ...names.map((name) => `export const ${name} = never;`),
    'function never() { throw new Error("this part of Yeoman is not bundled"); }',
  ].join("\n");

/**
 * Modules that Yeoman imports at start-up. Most serve what no generator of this package does: installing other
 * generators, looking versions up in the registry, an editor at a prompt. The prompts themselves wait until one is asked.
 */
const STUBS = {
  "fly-import": `${unused(["flyImport"])} export class FlyRepository {}`,
  "latest-version": 'export default () => { throw new Error("this part of Yeoman is not bundled"); };',
  "simple-git": `${unused(["simpleGit"])} export const CheckRepoActions = {}; export const CleanOptions = {};`,
  // The name and version of the generator's package: nothing of this one asks Yeoman for them.
  "read-package-up":
    "export const readPackageUp = async () => undefined; export const readPackageUpSync = () => undefined;",
  "@inquirer/external-editor": unused(["edit", "editAsync"]),
  inquirer: `
    export const createPromptModule = (options) => {
      let real;
      const ask = async (...words) => {
        real ??= (await import("inquirer")).createPromptModule(options);
        return real(...words);
      };
      return Object.assign(ask, { prompts: {}, restoreDefaultPrompts() {} });
    };`,
};

export const yeomanPlugin = {
  name: "yeoman",
  setup(build) {
    const left = new Set(REPLACEMENTS);
    for (const replacement of REPLACEMENTS) {
      const { file, from, to } = replacement;
      build.onLoad({ filter: file }, async ({ path }) => {
        const text = await readFile(path, "utf8");
        if (!text.includes(from)) return { errors: [{ text: `${path} no longer has: ${from}` }] };
        left.delete(replacement);
        return { contents: text.replace(from, await to()), loader: "js" };
      });
    }
    const names = new RegExp(`^(${Object.keys(STUBS).join("|")})$`);
    build.onResolve({ filter: names }, ({ path, namespace }) =>
      namespace === "stub" ? undefined : { path, namespace: "stub" },
    );
    build.onLoad({ filter: /.*/, namespace: "stub" }, ({ path }) => ({
      contents: STUBS[path],
      loader: "js",
      resolveDir: root,
    }));
    build.onEnd(() =>
      left.size > 0 ? { errors: [...left].map(({ file }) => ({ text: `no file is like ${file}` })) } : undefined,
    );
  },
};
