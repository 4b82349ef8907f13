import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import type { Answers } from "../../../lib/answers/schema.ts";
import type { ServiceItem } from "../../../lib/render/manifest/service-item.ts";
import { eventually } from "../boot/container.ts";
import { cleanEnvironment } from "../boot/environment.ts";
import { type Server, type Servers, startServers } from "../boot/servers.ts";
import { renderSources, type Sources } from "../boot/sources.ts";
import { databaseEngine, enginesOf, type Surroundings, surroundingsOf } from "../boot/surroundings.ts";
import { Wire } from "./wire.ts";

/** A service that runs, from its sources, behind proxies. */
export interface Running {
  item: ServiceItem;
  pid: number;
  env: Record<string, string>;
  /** Everything that it has printed. */
  output(): string;
  lines(): Record<string, unknown>[];
  running(): boolean;
  signal(name: NodeJS.Signals): void;
  ended: Promise<number | string>;
}

/** What a service says once it does its work. */
const READY = {
  http: /serving http/,
  queue: /taking jobs/,
  poll: /events older than/,
};

export type Store = "postgres" | "mariadb" | "redis";

/** Rendered services with their databases and a cache: each store is reached through a proxy. */
export class FaultyStage {
  sources!: Sources;
  servers!: Servers;
  readonly wires = new Map<Store, Wire>();
  readonly services = new Map<string, Running>();
  readonly #surroundings = new Map<string, Surroundings>();

  async begin(answers: Answers): Promise<void> {
    this.sources = await renderSources(answers);
    await this.sources.generate();
    const { items } = this.sources;
    const engines = enginesOf(items);
    this.servers = await startServers(engines);
    for (const engine of engines) {
      const wire = new Wire(this.servers.of(engine).port);
      await wire.open();
      this.wires.set(engine, wire);
    }
    await Promise.all(items.map((item) => this.#compile(item)));
    for (const item of items) this.#surroundings.set(item.name, await surroundingsOf(item, this.servers));
    await Promise.all(engines.map((engine) => this.makeDatabases(engine, this.servers.of(engine))));
  }

  async #compile({ name }: ServiceItem): Promise<void> {
    const folder = this.sources.folderOf(name);
    const { all, exitCode } = await this.sources.run(folder, "tsc", "--project", "tsconfig.build.json");
    if (exitCode !== 0) throw new Error(`${name}: ${all}`);
  }

  wire(store: Store): Wire {
    return this.wires.get(store) as Wire;
  }

  server(store: Store): Server {
    return this.servers.of(store);
  }

  /** The services whose database an engine has. */
  on(engine: Store): ServiceItem[] {
    return this.sources.items.filter((item) => databaseEngine(item) === engine);
  }

  /** As the infrastructure's task does, in the words of each engine; with what the services' migrations make. */
  async makeDatabases(engine: Store, server: Server): Promise<void> {
    for (const item of this.on(engine)) {
      const { DB_USER: name, DB_PASS: password } = this.envOf(item);
      const statements =
        engine === "postgres"
          ? [`CREATE ROLE ${name} LOGIN PASSWORD '${password}'`, `CREATE DATABASE ${name} OWNER ${name}`]
          : [
              `CREATE DATABASE ${name}`,
              `CREATE USER ${name}@'%' IDENTIFIED BY '${password}'`,
              `GRANT ALL ON ${name}.* TO ${name}@'%'`,
            ];
      for (const statement of statements) await server.sql(engine === "postgres" ? "postgres" : "mysql", statement);
      if (!item.events) continue;
      const migration = this.run(item.name, { DB_PORT: String(server.port) }, "dist/migrate.js");
      if ((await migration.ended) !== 0) throw new Error(`${item.name}: ${migration.output()}`);
    }
  }

  /** What a service is given: each store is reached through its proxy. */
  envOf(item: ServiceItem): Record<string, string> {
    const engine = databaseEngine(item) as Store | null;
    return {
      ...this.#surroundings.get(item.name)?.env,
      ...(engine && { DB_PORT: String(this.wire(engine).port) }),
      ...(item.cache && { REDIS_PORT: String(this.wire("redis").port) }),
    };
  }

  /** Starts a service, and lets it be known by its name. */
  async start(name: string, changes: Record<string, string> = {}): Promise<Running> {
    const service = this.run(name, changes);
    this.services.set(name, service);
    const ready = READY[service.item.role as keyof typeof READY];
    await eventually(
      `${name} has started`,
      async () => {
        if (!service.running()) throw new Error(`${name} has ended:\n${service.output()}`);
        return ready.test(service.output()) || undefined;
      },
      120_000,
    );
    return service;
  }

  run(name: string, changes: Record<string, string> = {}, program?: string): Running {
    const item = this.sources.items.find((one) => one.name === name) as ServiceItem;
    const env = { ...this.envOf(item), ...changes };
    const folder = this.sources.folderOf(name);
    const words = program === undefined ? item.start.slice(1) : ["--enable-source-maps", program];
    const child = spawn(process.execPath, words, {
      cwd: folder,
      env: cleanEnvironment(env),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const log = createWriteStream(join(folder, "log"), { flags: "a" });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk;
        log.write(chunk);
      });
    }
    const ended = new Promise<number | string>((resolve) =>
      child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown")),
    );
    return {
      item,
      pid: child.pid as number,
      env,
      output: () => output,
      lines: () =>
        output
          .split("\n")
          .filter(Boolean)
          .map((line) => JSON.parse(line)),
      running: () => child.exitCode === null && child.signalCode === null,
      signal: (signal) => void child.kill(signal),
      ended,
    };
  }

  async end(): Promise<void> {
    for (const service of this.services.values()) service.signal("SIGKILL");
    await Promise.all([...this.services.values()].map(({ ended }) => ended));
    for (const wire of this.wires.values()) await wire.dispose();
    await this.servers?.dispose();
    await this.sources?.dispose();
  }
}
