import { createRequire } from "node:module";
import { join } from "node:path";

/** gRPC and Pulumi's messages, from the platform of a repo: the versions that its engine speaks. */

/** A value of Pulumi's wire: the accessors that are used here, of what protoc generates. */
export interface Struct {
  toJavaScript(): Record<string, unknown>;
  getFieldsMap(): { has(key: string): boolean };
}

export interface ProviderRequest {
  getUrn(): string;
  getId(): string;
  getTok(): string;
  getArgs(): Struct | undefined;
  getOlds(): Struct | undefined;
  getNews(): Struct | undefined;
  getOldInputs(): Struct | undefined;
  getInputs(): Struct | undefined;
  getProperties(): Struct | undefined;
  getPreview(): boolean;
  getRandomseed_asU8(): Uint8Array;
  getIgnorechangesList(): string[];
}

/** A message to be filled: `setUrn`, `setDiffsList`. */
export type Message = object;
type Kind = new () => Message;

export interface GrpcServer {
  addService(definition: object, methods: object): void;
  bindAsync(address: string, credentials: object, done: (error: Error | null, port: number) => void): void;
  forceShutdown(): void;
}

export interface Sdk {
  /** Of the platform: `require("@pulumi/aws")`. */
  require: NodeJS.Require;
  grpc: {
    Server: new (options: Record<string, number>) => GrpcServer;
    ServerCredentials: { createInsecure(): object };
    status: { UNKNOWN: number };
  };
  provider: Record<string, Kind>;
  /** Kinds of differences: `UPDATE_REPLACE`. */
  kinds: Record<string, number>;
  plugin: Record<string, Kind>;
  Empty: Kind;
  struct(value: Record<string, unknown>): Struct;
  service: Record<string, object>;
}

/** @param platform the folder `.sst/platform` */
export function loadSdk(platform: string): Sdk {
  const require = createRequire(join(platform, "package.json"));
  const proto = (name: string) => require(`@pulumi/pulumi/proto/${name}.js`);
  const provider = proto("provider_pb");
  const { Struct } = require("google-protobuf/google/protobuf/struct_pb.js");
  return {
    require,
    grpc: require("@grpc/grpc-js"),
    provider,
    kinds: provider.PropertyDiff.Kind,
    plugin: proto("plugin_pb"),
    Empty: require("google-protobuf/google/protobuf/empty_pb.js").Empty,
    // What is undefined is not there; what is null is.
    struct: (value) => Struct.fromJavaScript(JSON.parse(JSON.stringify(value))),
    service: proto("provider_grpc_pb").ResourceProviderService,
  };
}

/** Makes a message: the names are those of its setters, without `set`. */
export function message(kind: Kind | undefined, values: Readonly<Record<string, unknown>> = {}): Message {
  if (kind === undefined) throw new Error("the platform's Pulumi does not know a message of the rehearsal");
  const made = new kind() as Record<string, (value: unknown) => void>;
  for (const [name, value] of Object.entries(values)) made[`set${name}`]?.(value);
  return made;
}
