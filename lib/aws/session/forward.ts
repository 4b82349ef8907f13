import { createServer, type Server, type Socket } from "node:net";
import { Failure } from "../../errors.ts";
import type { Aws } from "../client.ts";
import { DataChannel } from "./channel.ts";
import { Mux } from "./mux.ts";

/** A port of this machine that leads to a host which a machine of AWS reaches, by Session Manager. */

export interface Forwarding {
  /** ID of the EC2 instance. */
  instance: string;
  host: string;
  port: number;
  /** On this machine; 0 for one that is free. */
  localPort: number;
}

export interface Forwarded {
  localPort: number;
  /** Is rejected when the session ends by itself. */
  ended: Promise<never>;
  close(): Promise<void>;
}

/** Connects what comes in at the port to a stream of the session. */
function carry(socket: Socket, mux: Mux): void {
  const stream = mux.open({
    onData: (data) => void socket.write(data),
    onClose: () => void socket.end(),
  });
  socket.on("data", (data: Buffer) => {
    // What comes in waits until the session has taken what was before.
    socket.pause();
    void stream.write(data).then(() => socket.resume());
  });
  socket.on("end", () => stream.close());
  socket.on("close", () => stream.close());
}

function listen(server: Server, localPort: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", ({ message }) =>
      reject(new Failure(`the port ${localPort} of this machine cannot be opened: ${message}. Another one: --port`)),
    );
    // Nobody else's machine may come in.
    server.listen(localPort, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
}

/**
 * Opens the port.
 * @throws {AwsFailure}
 * @throws {Failure} where the session does not come about, or the port is taken
 */
export async function forward(aws: Aws, { instance, host, port, localPort }: Forwarding): Promise<Forwarded> {
  const sockets = new Set<Socket>();
  let begin: (mux: Mux) => void = () => undefined;
  const ready = new Promise<Mux>((resolve) => {
    begin = resolve;
  });
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    // The port is open before the session is: who comes too early waits.
    void ready.then((mux) => {
      if (!socket.destroyed) carry(socket, mux);
    });
  });
  const shut = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  const opened = await listen(server, localPort);
  const {
    SessionId,
    StreamUrl = "",
    TokenValue = "",
  } = await aws
    .call("ssm", "StartSession", {
      Target: instance,
      DocumentName: "AWS-StartPortForwardingSessionToRemoteHost",
      Parameters: { host: [host], portNumber: [`${port}`], localPortNumber: [`${opened}`] },
    })
    .catch((error: Error) => {
      shut();
      throw error;
    });
  let fail: (reason: Failure) => void = () => undefined;
  const ended = new Promise<never>((_, reject) => {
    fail = reject;
  });
  ended.catch(() => undefined);
  const end = async (): Promise<void> => {
    shut();
    await aws.call("ssm", "TerminateSession", { SessionId }).catch(() => undefined);
  };
  let channel: DataChannel;
  const mux = new Mux((bytes) => channel.write(bytes));
  try {
    channel = await DataChannel.open(StreamUrl, TokenValue, {
      onData: (data) => mux.take(data),
      onUnreachable: () => fail(new Failure(`${instance} does not reach ${host}:${port}`)),
      onEnd: fail,
    });
  } catch (error) {
    await end();
    throw error;
  }
  begin(mux);
  return {
    localPort: opened,
    ended,
    close: async () => {
      channel.close();
      await end();
    },
  };
}
