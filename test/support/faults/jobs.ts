import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Server } from "../boot/servers.ts";
import { servicePackages } from "../packages.ts";

interface Queue {
  add(name: string, data: object, options: object): Promise<unknown>;
  getJobCounts(): Promise<Record<string, number>>;
  close(): Promise<void>;
  on(event: "error", listener: () => void): void;
}

/** Tried until it is done: nobody would ask for less of a job that matters. */
const options = { attempts: 100, backoff: { type: "fixed", delay: 500 } };

/** Adds jobs to the queues of workers as another service does, and remembers those that were accepted. */
export class Producer {
  readonly #queues = new Map<string, Queue>();
  readonly accepted = new Map<string, string[]>();

  /** On a connection of its own, straight to the server. */
  async connect(names: readonly string[], server: Server): Promise<void> {
    await this.end();
    const { Queue } = createRequire(join(await servicePackages(), "packages.js"))("bullmq");
    const { host, port, password } = server;
    const connection = { host, port, password, tls: { ca: await readFile(server.ca, "utf8") } };
    for (const name of names) {
      const queue: Queue = new Queue(name, { connection });
      queue.on("error", () => undefined);
      this.#queues.set(name, queue);
      if (!this.accepted.has(name)) this.accepted.set(name, []);
    }
  }

  async add(queue: string, name: string): Promise<void> {
    await this.#queues.get(queue)?.add(name, { requestId: `request-of-${name}` }, options);
    this.accepted.get(queue)?.push(name);
  }

  counts(queue: string): Promise<Record<string, number>> {
    return this.#queues.get(queue)?.getJobCounts() ?? Promise.resolve({});
  }

  async end(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.close().catch(() => undefined)));
    this.#queues.clear();
  }
}
