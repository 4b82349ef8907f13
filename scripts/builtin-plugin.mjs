import { readFile, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join } from "node:path";

/** `import a, { b as c } from "node:fs";` or `import * as a from "node:fs";`, as esbuild prints it. */
const IMPORT =
  /(?<![\w$.])import\s*(?:(?<all>[\w$]+)\s*,?\s*)?(?:\*\s*as\s+(?<space>[\w$]+)\s*|\{(?<names>[^}]*)\}\s*)?from\s*"(?<path>[^"]+)";?/g;

/** The same without an import: what is not there is undefined, where an import would fail. */
function asked({ all, space, names, path }) {
  const of = `globalThis.process.getBuiltinModule(${JSON.stringify(path)})`;
  return [
    ...[all, space].filter(Boolean).map((name) => `const ${name}=${of};`),
    ...(names === undefined ? [] : [`const{${names.replace(/\s+as\s+/g, ":")}}=${of};`]),
  ].join("");
}

/** A file that asks for Node's modules before all else, as imports are run before all else. */
function withoutImports(file) {
  const found = [];
  const rest = file.replace(IMPORT, (...match) => {
    const groups = match.at(-1);
    if (!isBuiltin(groups.path)) return match[0];
    found.push(asked(groups));
    return "";
  });
  const [first, shebang = ""] = rest.match(/^(#!.*\n)?/) ?? [];
  return { text: `${shebang}${found.join("")}${rest.slice(first?.length)}`, found: found.length };
}

/**
 * Node's own modules, asked for without an import: the first import of one reads everything that it has, for which crypto
 * loads WebCrypto and process opens standard input, and every file that imports one asks the loader again.
 */
export const builtinPlugin = (root) => ({
  name: "builtin",
  setup(build) {
    build.onEnd(async ({ metafile }) => {
      const outputs = Object.entries(metafile?.outputs ?? {});
      const left = await Promise.all(
        outputs.map(async ([output, { imports }]) => {
          const wanted = imports.filter(
            ({ path, kind, external }) => external && kind === "import-statement" && isBuiltin(path),
          );
          if (wanted.length === 0) return [];
          const file = join(root, output);
          const { text, found } = withoutImports(await readFile(file, "utf8"));
          await writeFile(file, text);
          const message = `${output} imports Node's modules ${wanted.length} times, and ${found} were found`;
          return found === wanted.length ? [] : [{ text: message }];
        }),
      );
      return { errors: left.flat() };
    });
  },
});
