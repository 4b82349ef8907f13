import { chmod, cp, mkdir, readdir, readFile, stat } from "node:fs/promises";
import { delimiter, dirname, join, posix } from "node:path";
import { execa } from "execa";
import { type Instruction, last, parseDockerfile, pattern, type Stage, visible, words } from "./dockerfile.ts";
import { cleanEnvironment, QUIET_NPM } from "./environment.ts";

/** What `docker build` would make, as a folder: only the base image is missing, whose Node is the one of this machine. */
export interface Image {
  /** The image's `/`. */
  root: string;
  workdir: string;
  user: string;
  command: string[];
  volumes: string[];
  ports: string[];
  /** The `/` of every stage, by its name. */
  stages: ReadonlyMap<string, { root: string; workdir: string }>;
}

export interface BuildOptions {
  /** The folder that the build is started in. */
  context: string;
  /** Relative to the context. */
  dockerfile: string;
  /** Where the stages go. */
  folder: string;
  env?: Readonly<Record<string, string>>;
}

/** The files of a folder that a build sees, relative to it. */
export async function contextFiles(context: string, ignore: string): Promise<string[]> {
  const entries = await readdir(context, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(context.length + 1))
    .filter(visible(ignore))
    .sort();
}

/** Everything of a folder, links as they are. */
const copyTree = (from: string, to: string) => execa("cp", ["-R", "-p", `${from}/.`, to]);

const isFolder = (path: string) =>
  stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );

interface State {
  root: string;
  workdir: string;
}

class Build {
  readonly stages = new Map<string, State>();
  readonly #options: BuildOptions;
  readonly #files: readonly string[];

  constructor(options: BuildOptions, files: readonly string[]) {
    this.#options = options;
    this.#files = files;
  }

  async stage({ name, from, instructions }: Stage): Promise<State> {
    const root = join(this.#options.folder, name);
    await mkdir(root, { recursive: true });
    await chmod(root, 0o755);
    const base = this.stages.get(from);
    if (base !== undefined) await copyTree(base.root, root);
    const state = { root, workdir: base?.workdir ?? "/" };
    for (const instruction of instructions) await this.#apply(instruction, state);
    this.stages.set(name, state);
    return state;
  }

  async #apply({ keyword, flags, text }: Instruction, state: State): Promise<void> {
    if (keyword === "WORKDIR") {
      state.workdir = posix.resolve(state.workdir, text);
      await mkdir(join(state.root, state.workdir), { recursive: true });
    }
    if (keyword === "RUN") await this.#run(text, state);
    if (keyword === "COPY") {
      const paths = text.split(/\s+/);
      const to = paths.pop() as string;
      const target = join(state.root, posix.resolve(state.workdir, to)) + (to.endsWith("/") ? "/" : "");
      for (const path of paths)
        await (flags.from ? this.#copyStage(flags.from, path, target) : this.#copy(path, target));
    }
  }

  /** In the stage's folder, and with a place of its own for what `npm install --global` installs. */
  async #run(command: string, { root, workdir }: State): Promise<void> {
    const prefix = join(root, "usr/local");
    const env = cleanEnvironment({ ...QUIET_NPM, ...this.#options.env, npm_config_prefix: prefix });
    env.PATH = [join(prefix, "bin"), env.PATH].join(delimiter);
    const cwd = join(root, workdir);
    // A single command takes the place of the shell, so that it ends when the test run is interrupted.
    const script = /[;&|]/.test(command) ? command : `exec ${command}`;
    const { failed, all } = await execa("sh", ["-c", script], {
      cwd,
      env,
      extendEnv: false,
      all: true,
      reject: false,
    });
    if (failed) throw new Error(`RUN ${command}\n${all}`);
  }

  async #copyStage(stage: string, path: string, target: string): Promise<void> {
    const from = this.stages.get(stage);
    if (from === undefined) throw new Error(`there is no stage ${stage}`);
    const source = join(from.root, path);
    await mkdir(target, { recursive: true });
    await copyTree(source, target);
  }

  /** From the context: a folder's content, or files. */
  async #copy(path: string, target: string): Promise<void> {
    const clean = path.replace(/^\.\//, "").replace(/\/$/, "");
    const fits = pattern(clean);
    const found = this.#files.filter((file) => file.startsWith(`${clean}/`) || fits.test(file));
    if (found.length === 0) throw new Error(`COPY ${path}: there is no such file in the context`);
    const tree = await isFolder(join(this.#options.context, clean));
    for (const file of found) {
      const inside = tree ? file.slice(clean.length + 1) : target.endsWith("/") ? posix.basename(file) : "";
      const to = join(target, inside);
      await mkdir(dirname(to), { recursive: true });
      await cp(join(this.#options.context, file), to);
    }
  }
}

/** Does what a Dockerfile says, stage by stage. */
export async function buildImage(options: BuildOptions): Promise<Image> {
  const text = await readFile(join(options.context, options.dockerfile), "utf8");
  const ignore = await readFile(join(options.context, `${options.dockerfile}.dockerignore`), "utf8").catch(() => "");
  const stages = parseDockerfile(text);
  const build = new Build(options, await contextFiles(options.context, ignore));
  let state: State = { root: "", workdir: "/" };
  for (const stage of stages) state = await build.stage(stage);
  const final = stages.at(-1) as Stage;
  return {
    ...state,
    user: last(final, "USER") ?? "0:0",
    command: words(last(final, "CMD")),
    volumes: (last(final, "VOLUME") ?? "").split(/\s+/).filter(Boolean),
    ports: (last(final, "EXPOSE") ?? "").split(/\s+/).filter(Boolean),
    stages: build.stages,
  };
}
