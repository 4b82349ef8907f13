import { createServer, type Server } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

const LOOK_MS = 50;

/** Listens on a port of this machine; null where somebody else does. */
const taken = (port: number): Promise<Server | null> =>
  new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", () => resolve(null));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => resolve(server.unref()));
  });

/**
 * One after the other on this machine, for as long as a beginning takes. Who has the turn listens on a port: other processes
 * wait for it too, and one that dies has given it up.
 * @param patience milliseconds after which nobody is waited for any longer: the port may belong to something else
 * @returns waits for its turn, and gives what ends it
 */
export function inTurn(port: number, patience: number): () => Promise<() => void> {
  let last: Promise<void> = Promise.resolve();
  return async () => {
    const before = last;
    let next: () => void = () => undefined;
    last = new Promise((resolve) => {
      next = resolve;
    });
    await before;
    const until = performance.now() + patience;
    let server = await taken(port);
    while (server === null && performance.now() < until) {
      await delay(LOOK_MS);
      server = await taken(port);
    }
    return () => {
      server?.close();
      next();
    };
  };
}
