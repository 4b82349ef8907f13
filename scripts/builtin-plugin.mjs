import { readFile, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";

/** `import a, { b as c } from "node:fs";` or `import * as a from "node:fs";`, as esbuild prints it. */
const IMPORT =
  /(?<![\w$.])import\s*(?:(?<all>[\w$]+)\s*,?\s*)?(?:\*\s*as\s+(?<space>[\w$]+)\s*|\{(?<names>[^}]*)\}\s*)?from\s*"(?<path>[^"]+)";?/g;

/** Modules that are long to load, and that many a run calls nothing of: their functions are looked up when they are called. */
const LATE = new Set(["node:child_process", "node:crypto"]);

/** `createHash`, `randomUUID as id`. */
const named = (names) => names.split(",").map((one) => one.trim().split(/\s+as\s+/));

/** A function that is nothing else: no class, and none that `promisify` knows another form of. */
function isPlain(path, name) {
  const value = process.getBuiltinModule(path)[name];
  return typeof value === "function" && /^[a-z]/.test(name) && value[promisify.custom] === undefined;
}

/** The same without an import: what is not there is undefined, where an import would fail. */
function asked({ all, space, names, path }) {
  const of = `globalThis.process.getBuiltinModule(${JSON.stringify(path)})`;
  const whole = [all, space].filter(Boolean).map((name) => `const ${name}=${of};`);
  if (names === undefined) return whole.join("");
  const late = LATE.has(path) && named(names).every(([name]) => isPlain(path, name));
  const parts = late
    ? named(names).map(([name, local = name]) => `const ${local}=(...words)=>${of}.${name}(...words);`)
    : [`const{${names.replace(/\s+as\s+/g, ":")}}=${of};`];
  return [...whole, ...parts].join("");
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
