import { randomBytes } from "node:crypto";
import type { PlainObject } from "../../proof/simulate/types.ts";
import { differences, topOf } from "./compare.ts";
import type { Provider } from "./provider.ts";
import { type Message, message, type ProviderRequest, type Sdk } from "./sdk.ts";
import { read, withSecrets } from "./values.ts";

/** A provider on a port of its own, in the engine's messages. */

type Method = (request: ProviderRequest) => Message | Promise<Message>;

/** The same seed gives the same name, in the preview and in the deploy. */
function suffixOf(request: ProviderRequest): string {
  const seed = Buffer.from(request.getRandomseed_asU8()).toString("hex");
  return (seed || randomBytes(4).toString("hex")).slice(0, 7);
}

const inputsOf = (olds: PlainObject, news: PlainObject) => ({ olds, news });

function methodsOf(sdk: Sdk, provider: Provider, version: string): Record<string, Method> {
  const make = (name: string, values?: Readonly<Record<string, unknown>>) => message(sdk.provider[name], values);
  const struct = (outputs: PlainObject, secrets: readonly string[] = []) => sdk.struct(withSecrets(outputs, secrets));
  const empty = () => message(sdk.Empty);
  return {
    getPluginInfo: () => message(sdk.plugin.PluginInfo, { Version: version }),
    attach: empty,
    cancel: () => {
      provider.cancel();
      return empty();
    },
    checkConfig: (request) => make("CheckResponse", { Inputs: request.getNews() }),
    diffConfig: (request) => {
      const found = differences(undefined, read(request.getOldInputs()), read(request.getNews()));
      const diffs = [...new Set(found.map(({ path }) => topOf(path)))];
      return make("DiffResponse", { Changes: found.length > 0 ? SOME : NONE, DiffsList: diffs });
    },
    configure: (request) => {
      provider.configure(read(request.getArgs()));
      return make("ConfigureResponse", { Acceptsecrets: false, Supportspreview: true });
    },
    check: (request) => {
      const given = inputsOf(read(request.getOlds()), read(request.getNews()));
      const { inputs, problems } = provider.check(request.getUrn(), given, suffixOf(request));
      const failures = problems.map(({ property, reason }) =>
        make("CheckFailure", { Property: property, Reason: reason }),
      );
      return make("CheckResponse", { Inputs: struct(inputs), FailuresList: failures });
    },
    diff: (request) => {
      const inputs = inputsOf(read(request.getOldInputs()), read(request.getNews()));
      const ignored = request.getIgnorechangesList();
      const found = provider.diff(request.getUrn(), inputs, read(request.getOlds()), ignored);
      const response = make("DiffResponse", {
        Changes: found.changes.length > 0 ? SOME : NONE,
        DiffsList: found.diffs,
        ReplacesList: found.replaces,
        Deletebeforereplace: found.deleteBeforeReplace,
        Hasdetaileddiff: true,
      }) as { getDetaileddiffMap(): Map<string, Message> };
      for (const { path, kind, replaces } of found.changes)
        response
          .getDetaileddiffMap()
          .set(path, make("PropertyDiff", { Kind: sdk.kinds[replaces ? `${kind}_REPLACE` : kind], Inputdiff: true }));
      return response;
    },
    create: async (request) => {
      const made = await provider.create(request.getUrn(), read(request.getProperties()), request.getPreview());
      return make("CreateResponse", { Id: made.id, Properties: struct(made.outputs, made.secrets) });
    },
    update: async (request) => {
      const inputs = inputsOf(read(request.getOlds()), read(request.getNews()));
      const old = read(request.getOldInputs());
      const made = await provider.update(request.getUrn(), request.getId(), inputs, old, request.getPreview());
      return make("UpdateResponse", { Properties: struct(made.outputs, made.secrets) });
    },
    delete: async (request) => {
      await provider.delete(request.getUrn(), request.getId(), read(request.getProperties()));
      return empty();
    },
    read: (request) => {
      const inputs = read(request.getInputs());
      const found = provider.read(request.getUrn(), request.getId(), read(request.getProperties()), inputs);
      if (found === null) return make("ReadResponse", { Id: "" });
      return make("ReadResponse", { Id: request.getId(), Properties: struct(found.outputs), Inputs: struct(inputs) });
    },
    invoke: (request) =>
      make("InvokeResponse", { Return: struct(provider.invoke(request.getTok(), read(request.getArgs()))) }),
  };
}

/** `DiffResponse.DiffChanges` */
const [NONE, SOME] = [1, 2];

type Reply = (error: object | null, message?: Message) => void;

/**
 * Serves a provider.
 * @returns its port, and what ends it
 */
export async function serve(sdk: Sdk, provider: Provider, version: string): Promise<{ port: number; close(): void }> {
  const { grpc } = sdk;
  const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  const unary = (method: Method) => (call: { request: ProviderRequest }, reply: Reply) =>
    Promise.resolve()
      .then(() => method(call.request))
      .then(
        (answer) => reply(null, answer),
        (error: Error) => reply({ code: grpc.status.UNKNOWN, details: error.message }),
      );
  const methods = Object.entries(methodsOf(sdk, provider, version)).map(([name, method]) => [name, unary(method)]);
  server.addService(sdk.service, Object.fromEntries(methods));
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  return { port, close: () => server.forceShutdown() };
}
