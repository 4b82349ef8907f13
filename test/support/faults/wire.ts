import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

interface Pair {
  client: Socket;
  server: Socket;
  /** Nothing comes through it any more, and nobody is told. */
  silent: boolean;
}

/** A stretch of network between a service and a server, on this machine, on which things go wrong. */
export class Wire {
  #target: number;
  #listener: Server | undefined;
  readonly #pairs = new Set<Pair>();
  #swallow = false;
  #delayMs = 0;
  #awakeAt = 0;
  port = 0;

  constructor(target: number) {
    this.#target = target;
  }

  async open(): Promise<void> {
    const listener = createServer((client) => void this.#accept(client));
    listener.listen(this.port, "127.0.0.1");
    await once(listener, "listening");
    this.port = (listener.address() as { port: number }).port;
    this.#listener = listener;
  }

  async #accept(client: Socket): Promise<void> {
    const asleep = this.#awakeAt - Date.now();
    if (asleep > 0) {
      client.pause();
      client.on("error", () => undefined);
      await delay(asleep);
      if (client.destroyed) return;
      client.resume();
    }
    const server = connect(this.#target, "127.0.0.1");
    const pair: Pair = { client, server, silent: this.#swallow };
    this.#pairs.add(pair);
    const end = () => {
      this.#pairs.delete(pair);
      // Whoever has fallen silent does not say goodbye either.
      if (pair.silent) return;
      client.destroy();
      server.destroy();
    };
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.on("error", end);
      from.on("close", end);
      from.on("data", async (chunk: Buffer) => {
        if (this.#delayMs > 0) {
          from.pause();
          await delay(this.#delayMs);
          from.resume();
        }
        if (!pair.silent && !to.destroyed) to.write(chunk);
      });
    }
  }

  #each(act: (pair: Pair) => void): void {
    for (const pair of this.#pairs) act(pair);
  }

  /** All is well again. What has fallen silent stays so, as the connections to a host that was lost do. */
  heal(): void {
    this.#swallow = false;
    this.#delayMs = 0;
  }

  /** The host is lost: nothing answers, nothing refuses, and new connections lead nowhere. */
  swallow(): void {
    this.strand();
    this.#swallow = true;
  }

  /** The host is lost, and its name leads to another one: what is connected stays with the lost one. */
  strand(target = this.#target): void {
    this.#target = target;
    this.#each((pair) => {
      pair.silent = true;
    });
  }

  /** New connections lead to another server; what is connected stays with the one before. */
  move(target: number): void {
    this.#target = target;
  }

  /** Every chunk takes its time. */
  slow(milliseconds: number): void {
    this.#delayMs = milliseconds;
  }

  /** Connections are taken, and nobody answers them until the server is awake. */
  sleep(milliseconds: number): void {
    this.#awakeAt = Date.now() + milliseconds;
  }

  /** Every connection is torn down. */
  reset(): void {
    this.#each(({ client }) => void client.resetAndDestroy());
  }

  /** Nobody listens. */
  async refuse(): Promise<void> {
    const closed = this.#listener === undefined ? undefined : once(this.#listener, "close");
    this.#listener?.close();
    this.reset();
    await closed;
    this.#listener = undefined;
  }

  async dispose(): Promise<void> {
    this.#each((pair) => {
      pair.client.destroy();
      pair.server.destroy();
    });
    await this.refuse();
  }
}
