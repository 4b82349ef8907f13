import { resolve } from "node:path";
import { normaliseApp, providerConfig } from "./engine/app.ts";
import { bundleConfig, bundleProgram, type Globals, type Program } from "./engine/bundle.ts";
import { type Clock, createClock } from "./engine/clock.ts";
import { describeError } from "./engine/errors.ts";
import { moduleLoader } from "./engine/modules.ts";
import { createMonitor } from "./engine/monitor.ts";
import { createProcess } from "./engine/process.ts";
import { createRpc } from "./engine/rpc.ts";
import { loadSdk, type Sdk } from "./engine/sdk.ts";
import { collectRejections, type Rejections, settle } from "./engine/settle.ts";
import { misplaced } from "./place.ts";
import type { App, SimulateOptions, Simulation } from "./types.ts";

export type { App, Resource, SimulateOptions, Simulation, SimulationError } from "./types.ts";

type RunOptions = Omit<SimulateOptions, "root">;

/** One run under way. */
interface Run {
  options: RunOptions;
  simulation: Simulation;
  secrets: Set<string>;
  rejections: Rejections;
  clock: Clock;
  program?: Program;
}

/** Runs the stages of one repo. It is bundled at the first run: after an edit, make a new one. */
export class Simulator {
  readonly root: string;
  readonly #sdk: Sdk;
  #config: Promise<Program> | undefined;
  readonly #programs = new Map<string, Promise<Program>>();

  /** Throws when SST's platform is missing in the repo, or SST could not run it there. */
  constructor(root: string) {
    this.root = resolve(root);
    const wrong = misplaced(root);
    if (wrong !== null) throw new Error(`${wrong.problem}: ${wrong.remedy}`);
    this.#sdk = loadSdk(this.root);
  }

  /** Runs one stage. A failure of the program does not throw: it is in `errors`. */
  run(options: RunOptions): Promise<Simulation> {
    return exclusively(() => this.#run(options));
  }

  async #run(options: RunOptions): Promise<Simulation> {
    const { stage, account = "123456789012" } = options;
    const app: App = { name: "", stage, home: "aws", removal: "retain", protect: false, providers: {} };
    const empty = { resources: [], outputs: {}, secrets: [], log: [], errors: [] };
    const simulation: Simulation = { app, stage, account, region: "us-east-1", ...empty };
    const run: Run = { options, simulation, secrets: new Set(), rejections: collectRejections(), clock: createClock() };
    const cwd = process.cwd();
    try {
      await this.#loadApp(run);
      await this.#loadResources(run);
    } catch (error) {
      run.rejections.add(error);
    } finally {
      await run.rejections.stop();
      process.chdir(cwd);
    }
    simulation.secrets = [...run.secrets].sort();
    for (const thrown of run.rejections.errors) {
      const error = describeError(thrown, run.program?.mapped());
      if (!simulation.errors.some(({ message }) => message === error.message)) simulation.errors.push(error);
    }
    return simulation;
  }

  /** SST first evaluates sst.config.ts on its own, to know the name and the providers of the app. */
  async #loadApp(run: Run): Promise<void> {
    const { stage } = run.simulation;
    this.#config ??= bundleConfig(this.#sdk, this.root);
    run.program = await this.#config;
    const globals = { ...this.#globals(run), $input: { stage }, $config: <T>(config: T) => config };
    const app = normaliseApp(await deliver(run.program, globals), stage);
    const region = app.providers.aws?.region;
    Object.assign(run.simulation, { app }, typeof region === "string" ? { region } : {});
  }

  async #loadResources(run: Run): Promise<void> {
    const { app } = run.simulation;
    const providers = Object.keys(app.providers);
    const key = providers.join(" ");
    const bundling = this.#programs.get(key) ?? bundleProgram(this.#sdk, this.root, providers);
    this.#programs.set(key, bundling);
    run.program = await bundling;
    await this.#sdk.withLocalStorage(() => this.#register(run));
  }

  async #register(run: Run): Promise<void> {
    const { runtime, getStore, struct } = this.#sdk;
    const { options, simulation, program, rejections, clock } = run;
    const { lookups = {}, preview = false, timeout = 120_000 } = options;
    const { app, stage, account, region } = simulation;
    const place = { project: app.name, stack: stage, account, region };
    const { monitor, resources } = createMonitor({ ...place, lookups, preview, struct });
    await runtime.setMocks({}, app.name, stage, preview, "organization");
    getStore().settings.monitor = monitor;
    runtime.setAllConfig(providerConfig(app));
    const { root } = this;
    const paths = { home: `${root}/.sst/home`, root, work: `${root}/.sst`, platform: `${root}/.sst/platform` };
    const $dev = options.dev ?? false;
    const $cli = { command: $dev ? "dev" : "deploy", rpc: "http://localhost", paths, state: { version: {} } };
    const globals = {
      ...this.#globals(run, { SST_AWS_REGION: region, ...options.env }),
      $app: app,
      $cli,
      $dev,
      $rpc: createRpc({ account, region, platform: this.#sdk.platform }),
    };
    try {
      const outputs = runtime.runInPulumiStack(async () => program && deliver(program, globals));
      const busy = () => clock.pending() > 0;
      const settled = await settle({ sdk: this.#sdk, outputs, count: () => resources.size, busy, rejections, timeout });
      // SST adds this one for its own use.
      const { _protect, ...own } = settled;
      simulation.outputs = own;
    } finally {
      simulation.resources = [...resources.values()].sort((one, other) => (one.urn < other.urn ? -1 : 1));
    }
  }

  #globals(run: Run, env = run.options.env ?? {}): Omit<Globals, "$deliver"> {
    const process = createProcess({ ...run.options, env }, run.secrets);
    const print = (...values: unknown[]) => void run.simulation.log.push(values.map(String).join(" "));
    return {
      $require: moduleLoader(this.#sdk, this.root, process),
      process,
      console: Object.assign(Object.create(console) as Console, { log: print, info: print, warn: print, error: print }),
      ...run.clock.globals,
      require: this.#sdk.require,
    };
  }
}

async function deliver(program: Program, globals: Omit<Globals, "$deliver">): Promise<unknown> {
  let delivered: unknown;
  const $deliver = (value: unknown) => {
    delivered = value;
  };
  await program.run({ ...globals, $deliver });
  return delivered;
}

/** SST changes the working directory of the process, and a failure can surface anywhere in it: one run at a time. */
let queue: Promise<unknown> = Promise.resolve();
function exclusively<T>(work: () => Promise<T>): Promise<T> {
  const result = queue.then(work);
  queue = result.catch(() => undefined);
  return result;
}

/** Runs the program of a repo for one stage: offline, on the real SST components, with a stand-in for AWS. */
export async function simulate({ root, ...options }: SimulateOptions): Promise<Simulation> {
  return new Simulator(root).run(options);
}
