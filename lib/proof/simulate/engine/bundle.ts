import { existsSync, readFileSync } from "node:fs";
import { builtinModules, SourceMap } from "node:module";
import { dirname, extname, join, sep } from "node:path";
import { Script } from "node:vm";
import type { Mapped } from "./errors.ts";
import type { Rpc } from "./rpc.ts";
import type { BuildResult, Sdk } from "./sdk.ts";

/** The free names of a bundled program: SST defines the first three, the rest stands in for Node. */
export interface Globals {
  $app?: object;
  $cli?: object;
  $dev?: boolean;
  $input?: object;
  $config?: <T>(config: T) => T;
  $require: (id: string) => unknown;
  $rpc?: Rpc;
  $deliver: (value: unknown) => void;
  process: NodeJS.Process;
  console: Console;
  Date: DateConstructor;
  setTimeout: typeof setTimeout;
  clearTimeout: typeof clearTimeout;
  require: NodeJS.Require;
}

export interface Program {
  run(globals: Globals): Promise<void>;
  mapped(): Mapped;
}

interface Provider {
  alias: string;
  package: string;
}

const names = [
  "$app",
  "$cli",
  "$dev",
  "$input",
  "$config",
  "$require",
  "$rpc",
  "$deliver",
  "process",
  "console",
  "Date",
  "setTimeout",
  "clearTimeout",
  "require",
] as const;

/** What SST leaves to Node when it bundles a program. */
const external =
  /^(@pulumi\/|@pulumiverse\/|@sst-provider\/|@aws-sdk\/|node:|(undici|esbuild|archiver|glob|vite)($|\/))/;
const builtins = new Set(builtinModules);

/** Places where a component depends on chance, on the SST CLI, or on a build that an offline run does not make. */
const patches: { file: string; find: string; replace: string }[] = [
  {
    file: join("src", "components", "naming.ts"),
    find: 'crypto.randomBytes(8).toString("hex")',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is code, put into the program
    replace: "`${$app.name}-${$app.stage}-${name}`",
  },
  {
    file: join("src", "components", "rpc", "rpc.ts"),
    find: "return new Promise<T>((resolve, reject) => {",
    replace: "return $rpc(method, args) as Promise<T>;\n    return new Promise<T>((resolve, reject) => {",
  },
  ...["sitePath", "outputPath"].map((path) => ({
    file: join("src", "components", "base", "base-static-site.ts"),
    find: `if (!fs.existsSync(${path})) {`,
    replace: `if (!fs.existsSync(${path})) {\nreturn path.join($cli.paths.platform, "functions", "empty-site");`,
  })),
];

interface LoadArgs {
  path: string;
}
interface ResolveArgs {
  path: string;
  namespace: string;
}
interface PluginBuild {
  onResolve(options: { filter: RegExp }, work: (args: ResolveArgs) => object | undefined): void;
  onLoad(options: { filter: RegExp; namespace?: string }, work: (args: LoadArgs) => object | undefined): void;
}

function plugin(sdk: Sdk, globals: string) {
  const inPlatform = (path: string) => path.startsWith(sdk.platform + sep) || path.includes(`${sep}.sst${sep}`);
  const setup = (build: PluginBuild) => {
    // The packages and Node's own modules are asked for while the program runs, so that several runs share them.
    build.onResolve({ filter: /^[^./]/ }, ({ path }) =>
      external.test(path) || builtins.has(path) ? { path, namespace: "shared" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "shared" }, ({ path }) => ({
      contents: `module.exports = $require(${JSON.stringify(path)});`,
      loader: "js",
    }));
    build.onLoad({ filter: /\.(js|ts|jsx|tsx)$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8");
      const loader = extname(path).slice(1);
      if (!inPlatform(path)) return { contents: globals + source, loader };
      const own = patches.filter(({ file }) => path === join(sdk.platform, file));
      if (own.length === 0) return undefined;
      const strange = own.find(({ find }) => !source.includes(find));
      if (strange) throw new Error(`this version of SST is not known: ${strange.file} has changed`);
      return { contents: own.reduce((text, { find, replace }) => text.replace(find, () => replace), source), loader };
    });
  };
  return { name: "offline", setup };
}

async function build(
  sdk: Sdk,
  root: string,
  name: string,
  code: string,
  globals: string,
  inject: string[],
): Promise<Program> {
  const file = join(root, ".sst", `${name}.js`);
  const url = JSON.stringify(`file://${file}`);
  const result: BuildResult = await sdk.esbuild.build({
    stdin: { contents: code, resolveDir: root, sourcefile: "eval.ts", loader: "ts" },
    outfile: file,
    absWorkingDir: root,
    mainFields: ["module", "main"],
    format: "esm",
    platform: "node",
    bundle: true,
    write: false,
    sourcemap: "external",
    sourcesContent: false,
    logLevel: "silent",
    nodePaths: [join(sdk.platform, "node_modules")],
    define: {
      "import.meta.url": url,
      "import.meta.filename": JSON.stringify(file),
      "import.meta.dirname": JSON.stringify(dirname(file)),
    },
    inject,
    plugins: [plugin(sdk, globals)],
  });
  const text = (extension: string) => result.outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? "";
  const script = new Script(`(async function (${names.join(", ")}) { "use strict"; ${text(".js")}\n})`, {
    filename: file,
  });
  return {
    run: async (given) => {
      const program = script.runInThisContext() as (...values: unknown[]) => Promise<void>;
      await program(...names.map((name) => given[name]));
    },
    mapped: () => ({ root, file, base: dirname(file), map: new SourceMap(JSON.parse(text(".map"))) }),
  };
}

/** Bundles the part of sst.config.ts that names the app: its `app()` function. */
export const bundleConfig = (sdk: Sdk, root: string): Promise<Program> =>
  build(sdk, root, "offline-config", 'import mod from "./sst.config.ts"; $deliver(await mod.app($input));', "", []);

/** Bundles the whole program, as SST does: the providers and the components are in scope in every file of the repo. */
export function bundleProgram(sdk: Sdk, root: string, providers: string[]): Promise<Program> {
  const source = (...path: string[]) => join(sdk.platform, "src", ...path);
  const imports = [
    ...providersOf(root, providers).map(({ alias, package: id }) => `import * as ${alias} from ${JSON.stringify(id)};`),
    `import * as sst from ${JSON.stringify(source("components"))};`,
  ];
  const code = `import { run } from ${JSON.stringify(source("auto", "run.ts"))};
import mod from "./sst.config.ts";
$deliver(await run(mod.run));`;
  // On one line, so that the line numbers of the repo's files stay as they are.
  return build(sdk, root, "offline-program", code, imports.join(" "), [source("shim", "run.js")]);
}

/** The lock file that `sst install` writes says which package is behind a provider. */
function providersOf(root: string, wanted: string[]): Provider[] {
  const file = join(root, ".sst", "provider-lock.json");
  const locked = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as (Provider & { name: string })[]) : [];
  return wanted.map(
    (name) =>
      locked.find((entry) => entry.name === name) ?? { alias: name.replaceAll("-", ""), package: `@pulumi/${name}` },
  );
}
