import { loadSdk, type Message, message } from "./sdk.ts";

/** Pulumi's messages for a language host. */

export interface LanguageRequest {
  getMonitorAddress(): string;
  getOrganization(): string;
  getProject(): string;
  getStack(): string;
  getParallel(): number;
  getDryrun(): boolean;
  getArgsList(): string[];
  getConfigMap(): { forEach(visit: (value: string, key: string) => void): void };
  getConfigsecretkeysList(): string[];
  getInfo(): { getRootDirectory(): string; getProgramDirectory(): string; getEntryPoint(): string };
  getEngineAddress(): string;
}

interface Ended {
  /** It has said itself what is wrong. */
  bail: boolean;
  error: string;
}

interface Host {
  onEngine(address: string): void;
  run(request: LanguageRequest): Promise<Ended>;
}

type Reply = (error: Error | null, message: Message) => void;
type Handler = (request: LanguageRequest) => Message | Promise<Message>;

/** @param platform the folder `.sst/platform` */
export function languageSdk(platform: string) {
  const sdk = loadSdk(platform);
  const kinds = sdk.require("@pulumi/pulumi/proto/language_pb.js");
  const { LanguageRuntimeService } = sdk.require("@pulumi/pulumi/proto/language_grpc_pb.js");
  return {
    /** The program that runs a stack's program. */
    runner: sdk.require.resolve("@pulumi/pulumi/cmd/run"),
    /** Serves a host on a free port, and prints it. */
    serve(version: string, host: Host): void {
      const handlers: Record<string, Handler> = {
        handshake: (request) => {
          host.onEngine(request.getEngineAddress());
          return message(kinds.LanguageHandshakeResponse);
        },
        getPluginInfo: () => message(sdk.plugin.PluginInfo, { Version: version }),
        getRequiredPackages: () => message(kinds.GetRequiredPackagesResponse),
        getRequiredPlugins: () => message(kinds.GetRequiredPluginsResponse),
        runtimeOptionsPrompts: () => message(kinds.RuntimeOptionsResponse),
        about: () => message(kinds.AboutResponse),
        cancel: () => message(sdk.Empty),
        run: async (request) => {
          const { bail, error } = await host.run(request);
          return message(kinds.RunResponse, bail ? { Bail: true } : { Error: error });
        },
      };
      const server = new sdk.grpc.Server({ "grpc.max_receive_message_length": -1 });
      const unary = (handler: Handler) => (call: { request: LanguageRequest }, reply: Reply) =>
        Promise.resolve(handler(call.request)).then((answer) => reply(null, answer));
      server.addService(
        LanguageRuntimeService,
        Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [name, unary(handler)])),
      );
      server.bindAsync("127.0.0.1:0", sdk.grpc.ServerCredentials.createInsecure(), (error, port) => {
        if (error !== null) throw error;
        process.stdout.write(`${port}\n`);
      });
    },
  };
}
