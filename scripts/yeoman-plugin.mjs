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
  // Files that wait in memory to be written: no generator of this package has any.
  {
    file: /yeoman-environment[\\/]dist[\\/]environment-base\.js$/,
    from: "async () => commitSharedFsTask(this)",
    to: async () => "async () => {}",
  },
  // A line between the choices of a prompt, and with it all that a prompt is made of.
  {
    file: /@yeoman[\\/]adapter[\\/]dist[\\/]adapter\.js$/,
    from: "import { Separator } from '@inquirer/core';",
    to: async () => "class Separator {}",
  },
  // The whole of Lodash, for generators that want it.
  { file: /yeoman-generator[\\/]dist[\\/]generator\.js$/, from: "    _ = _;\n", to: async () => "" },
];

/** Everything that is to be replaced in a file, found and replaced. */
async function replaced(path) {
  let text = await readFile(path, "utf8");
  for (const { file, from, to } of REPLACEMENTS) {
    if (!file.test(path)) continue;
    if (!text.includes(from)) throw new Error(`${path} no longer has: ${from}`);
    text = text.replace(from, await to());
  }
  return text;
}

const unused = (...names) =>
  [
    ...names.map((name) => `export const ${name} = never;`),
    'function never() { throw new Error("this part of Yeoman is not bundled"); }',
  ].join("\n");

/**
 * Modules that Yeoman imports at start-up, and that serve what no generator of this package does: installing packages and
 * other generators, finding generators, copying templates, writing files through memory, asking about conflicts, looking
 * versions up in the registry, an editor at a prompt, a spinner. The prompts themselves wait until one is asked.
 */
const STUBS = {
  commander: "export class Command {} export class Option {}",
  ejs: "export default {};",
  execa: unused("execa", "execaCommand", "execaCommandSync", "execaSync"),
  "fly-import": `${unused("flyImport")} export class FlyRepository {}`,
  globby: unused("globbySync"),
  "latest-version": 'export default () => { throw new Error("this part of Yeoman is not bundled"); };',
  // The name and version of the generator's package: nothing of this one asks Yeoman for them.
  "read-package-up":
    "export const readPackageUp = async () => undefined; export const readPackageUpSync = () => undefined;",
  "@yeoman/conflicter": unused("createConflicterTransform", "createYoResolveTransform", "forceYoFiles"),
  "@yeoman/transform": unused("filePipeline", "transform"),
  "mem-fs-editor": "export const create = (store) => ({ store, readJSON: (path, fallback) => fallback });",
  "mem-fs-editor/state": "export const isFilePending = () => false;",
  "mem-fs-editor/transform": unused("createCommitTransform"),
  ora: "export default () => ({ isSpinning: false });",
  // Two functions of it, and not what ranges are read with.
  semver: ["lte", "valid"]
    .map((name) => `export { default as ${name} } from "semver/functions/${name}.js";`)
    .join("\n"),
  "simple-git": `${unused("simpleGit")} export const CheckRepoActions = {}; export const CleanOptions = {};`,
  tinyglobby: unused("glob", "globSync", "isDynamicPattern"),
  vinyl: "export default class File {}",
  "vinyl-file": unused("vinylFileSync"),
  "which-package-manager": unused("whichPackageManager"),
  "@inquirer/external-editor": unused("edit", "editAsync"),
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

/** Where they are imported from; this package uses some of them too. */
const YEOMAN = /node_modules[\\/](yeoman-(environment|generator)|@yeoman[\\/]|mem-fs|@inquirer[\\/])/;

export const yeomanPlugin = {
  name: "yeoman",
  setup(build) {
    const files = new Set();
    build.onLoad({ filter: new RegExp(REPLACEMENTS.map(({ file }) => file.source).join("|")) }, async ({ path }) => {
      files.add(path);
      return { contents: await replaced(path), loader: "js" };
    });
    const names = new RegExp(`^(${Object.keys(STUBS).join("|")})$`);
    build.onResolve({ filter: names }, ({ path, importer, namespace }) =>
      namespace !== "stub" && YEOMAN.test(importer) ? { path, namespace: "stub" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "stub" }, ({ path }) => ({
      contents: STUBS[path],
      loader: "js",
      resolveDir: root,
    }));
    build.onEnd(() => {
      const left = REPLACEMENTS.filter(({ file }) => ![...files].some((path) => file.test(path)));
      return left.length > 0 ? { errors: left.map(({ file }) => ({ text: `no file is like ${file}` })) } : undefined;
    });
  },
};
