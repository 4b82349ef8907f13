import { readFile } from "node:fs/promises";

/**
 * What Yeoman does at start-up that a bundle cannot, or need not: it reads its own package.json files, and loads npm's
 * installer for generators that are fetched while running. Every replacement has to be found, so that a new version of
 * Yeoman fails the build instead of the user.
 */

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

/** Fetches generators from the registry while running: this package never does. */
const FLY_IMPORT = `
const never = () => { throw new Error("space-sst installs no other generators"); };
export class FlyRepository {}
export const flyImport = never;
`;

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
    build.onResolve({ filter: /^fly-import$/ }, ({ path }) => ({ path, namespace: "stub" }));
    build.onLoad({ filter: /.*/, namespace: "stub" }, () => ({ contents: FLY_IMPORT, loader: "js" }));
    build.onEnd(() =>
      left.size > 0 ? { errors: [...left].map(({ file }) => ({ text: `no file is like ${file}` })) } : undefined,
    );
  },
};
