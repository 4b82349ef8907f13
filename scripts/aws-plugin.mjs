import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Makes the AWS SDK small: of a service with hundreds of operations a bundle holds those in use. The SDK's packages
 * offer ES modules beside CommonJS, which esbuild leaves aside for Node, and they describe every shape of a service in
 * one file whose computed keys look to esbuild as if they had effects. EC2 alone is 1.6 MB otherwise, and 25 kB so.
 */

/** The folder of the package that a file is in. */
const folderOf = (file) => /^.*node_modules[\\/]@(?:aws-sdk|smithy)[\\/][^\\/]+/.exec(file)?.[0] ?? dirname(file);

/** `{ [_n]: … }` as `{ "name": … }`, for the constants at the top of the file. */
function withPlainKeys(text) {
  const constants = new Map(
    [...text.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm)].map(([, name, value]) => [name, value]),
  );
  return text.replace(/\[(_\w+)\]:/g, (all, name) => (constants.has(name) ? `${constants.get(name)}:` : all));
}

export const awsPlugin = {
  name: "aws",
  setup(build) {
    build.onResolve({ filter: /^@(aws-sdk|smithy)\/[^/]+$/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === awsPlugin) return undefined;
      const { importer, kind, resolveDir } = from;
      const found = await build.resolve(path, { importer, kind, resolveDir, pluginData: awsPlugin });
      if (found.errors.length > 0) return found;
      const folder = folderOf(found.path);
      const { main, module, sideEffects } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
      const isMain = module !== undefined && found.path === join(folder, main);
      return isMain ? { path: join(folder, module), sideEffects: sideEffects !== false } : undefined;
    });
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/].*[\\/]schemas_0\.js$/ }, async ({ path }) => ({
      contents: withPlainKeys(await readFile(path, "utf8")),
      loader: "js",
    }));
  },
};
