import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface Reset {
  port: number;
  close(): void;
}

const resets = (client: Socket): void => void client.resetAndDestroy();

/**
 * Stands between clients and a server, and resets a connection once: in the place of what the server would have said the
 * `at`-th time, counted from 1 over all connections.
 * @param end what is done then instead, with what the server has said
 */
export async function playReset(
  to: number,
  at: number,
  end: (client: Socket, data: Buffer) => void = resets,
): Promise<Reset> {
  const sockets = new Set<Socket>();
  let said = 0;
  const server = createServer((client) => {
    const inner = connect(to, "127.0.0.1");
    for (const socket of [client, inner]) {
      sockets.add(socket);
      socket.on("error", () => {});
    }
    client.on("data", (data) => inner.write(data)).on("close", () => inner.destroy());
    inner
      .on("close", () => client.end())
      .on("data", (data) => {
        said++;
        if (said === at) end(client, data);
        else client.write(data);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
