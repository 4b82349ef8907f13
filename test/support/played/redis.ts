import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";

/** In the place of Redis: it takes commands and gives the answers it is told, or none. It keeps nothing. */
export async function playRedis(answer: (command: string, words: readonly string[]) => string | null) {
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    socket.setEncoding("utf8").on("data", (text) => {
      // Each command comes as a list of words, with their lengths between them.
      for (const list of String(text)
        .split(/^\*\d+\r\n/m)
        .filter(Boolean)) {
        const [command = "", ...words] = list.split("\r\n").filter((_, index) => index % 2 === 1);
        commands.push([command.toUpperCase(), ...words].join(" ").trim());
        const given = answer(command.toUpperCase(), words);
        if (given !== null) socket.write(given);
      }
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const breakConnections = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    commands,
    breakConnections,
    stop: async () => {
      const closed = new Promise((done) => server.close(done));
      breakConnections();
      await closed;
    },
  };
}
