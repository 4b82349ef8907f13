import type { Answer, PlainObject, Resource } from "../types.ts";
import { secretOutputs } from "./catalog.ts";
import { foresee, make } from "./cloud.ts";
import { answers } from "./lookups.ts";
import { isSecret, secret, unwrap } from "./wire.ts";

/** A protobuf struct, a request and a response of Pulumi's resource monitor: only what is used of them. */
interface Struct {
  toJavaScript(): PlainObject;
}
interface Registration {
  getType(): string;
  getName(): string;
  getParent(): string;
  getProvider(): string;
  getDependenciesList(): string[];
  getObject?(): Struct | undefined;
  getProperties?(): Struct | undefined;
  getId?(): string;
  getImportid?(): string;
  getCustom?(): boolean;
  getProtect?(): boolean;
  hasProtect?(): boolean;
  getRetainondelete?(): boolean;
  getIgnorechangesList?(): string[];
  getAdditionalsecretoutputsList(): string[];
}
interface Invocation {
  getTok(): string;
  getArgs(): Struct | undefined;
  getProvider(): string;
}
type Reply = (error: unknown, response?: unknown) => void;

export interface Monitor {
  registerResource(request: Registration, reply: Reply): void;
  readResource(request: Registration, reply: Reply): void;
  invoke(request: Invocation, reply: Reply): void;
  registerResourceOutputs(request: { getUrn(): string; getOutputs(): Struct | undefined }, reply: Reply): void;
}

export interface MonitorOptions {
  project: string;
  stack: string;
  account: string;
  region: string;
  lookups: Record<string, Answer>;
  /** Nothing is there yet: what AWS, chance or a build adds to a resource stays unknown. */
  preview: boolean;
  /** Makes a protobuf struct. */
  struct(value: PlainObject): unknown;
}

/** Stands in for Pulumi's engine: records every resource, and lets the stand-in for AWS answer. */
export function createMonitor(options: MonitorOptions): { monitor: Monitor; resources: Map<string, Resource> } {
  const resources = new Map<string, Resource>();
  const wires = new Map<string, PlainObject>();

  function urnOf(request: Registration): string {
    const parent = request.getParent().split("::")[2] ?? "";
    // The stack is the parent of everything and no part of a type.
    const prefix = parent === "" || parent === "pulumi:pulumi:Stack" ? "" : `${parent}$`;
    return `urn:pulumi:${options.stack}::${options.project}::${prefix}${request.getType()}::${request.getName()}`;
  }
  /** Region and account of an explicit provider win over those of the stage. */
  function placeOf(provider: string, inputs: PlainObject): { account: string; region: string } {
    const urn = provider.split("::").slice(0, 4).join("::");
    const region = inputs.region ?? resources.get(urn)?.inputs.region;
    return { account: options.account, region: typeof region === "string" ? region : options.region };
  }

  function answer(
    request: Registration,
    wire: PlainObject,
    external: boolean,
  ): { urn: string; id: string; state: PlainObject } {
    const [urn, type, name] = [urnOf(request), request.getType(), request.getName()];
    if (resources.has(urn)) throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    // The code of a dynamic provider is no part of the resource.
    const { __provider: _, ...props } = wire;
    const { value: inputs, secretPaths } = unwrap(props);
    const place = placeOf(request.getProvider(), inputs);
    const custom = request.getCustom?.() ?? true;
    const knownId = request.getId?.() || request.getImportid?.();
    const answerOf = options.preview && !knownId ? foresee : make;
    const made = custom ? answerOf({ urn, type, name, inputs, ...place, knownId }) : { id: "", outputs: {} };
    const secretNames = new Set([...(secretOutputs[type] ?? []), ...request.getAdditionalsecretoutputsList()]);
    const outputs = Object.fromEntries(
      Object.entries(made.outputs).map(([key, value]) => [key, secretNames.has(key) ? secret(value) : value]),
    );
    // A provider keeps an output secret when the input of the same name is.
    const kept = Object.keys(props).filter((key) => isSecret(props[key]) || !(key in outputs));
    const state = { ...outputs, ...Object.fromEntries(kept.map((key) => [key, props[key] ?? null])) };
    const parent = request.getParent();
    resources.set(urn, {
      urn,
      type,
      name,
      ...(made.id === "" ? {} : { id: made.id }),
      inputs,
      outputs: unwrap(state).value,
      ...(parent === "" ? {} : { parent }),
      region: place.region,
      ...(request.hasProtect?.() ? { protect: request.getProtect?.() ?? false } : {}),
      ...(request.getRetainondelete?.() ? { retainOnDelete: true } : {}),
      dependsOn: [...request.getDependenciesList()].sort(),
      ...(request.getIgnorechangesList?.().length ? { ignoreChanges: request.getIgnorechangesList() } : {}),
      ...(request.getProvider() === "" ? {} : { provider: request.getProvider() }),
      secretPaths,
      ...(external ? { external } : {}),
    });
    wires.set(urn, state);
    return { urn, id: made.id, state };
  }

  /** Pulumi calls back; what is thrown becomes the error of that resource. */
  const replying = (reply: Reply, work: () => unknown): void => {
    let response: unknown;
    try {
      response = work();
    } catch (error) {
      // A lookup that fails shows the details only.
      reply(Object.assign(error as Error, { details: (error as Error).message }));
      return;
    }
    reply(null, response);
  };

  const monitor: Monitor & Record<string, unknown> = {
    registerResource: (request, reply) =>
      replying(reply, () => {
        const { urn, id, state } = answer(request, request.getObject?.()?.toJavaScript() ?? {}, false);
        return {
          getUrn: () => urn,
          getId: () => id,
          getObject: () => options.struct(state),
          getPropertydependenciesMap: () => undefined,
          getResult: () => 0,
        };
      }),
    readResource: (request, reply) =>
      replying(reply, () => {
        const { urn, state } = answer(request, request.getProperties?.()?.toJavaScript() ?? {}, true);
        return { getUrn: () => urn, getProperties: () => options.struct(state) };
      }),
    invoke: (request, reply) =>
      replying(reply, () => {
        const result = lookup(request);
        return { getReturn: () => options.struct(result), getFailuresList: () => [] };
      }),
    registerResourceOutputs: (request, reply) =>
      replying(reply, () => {
        const resource = resources.get(request.getUrn());
        if (resource) resource.outputs = unwrap(request.getOutputs()?.toJavaScript() ?? {}).value;
        return {};
      }),
    // Instances of Output must not reach the inputs of a resource: a value is known, or it is not.
    supportsFeature: (request: { getId(): string }, reply: Reply) =>
      reply(null, { getHassupport: () => request.getId() !== "outputValues" && request.getId() !== "transforms" }),
    registerPackage: (_: unknown, reply: Reply) => reply(null, { getRef: () => "mock-package" }),
    registerStackTransform: (_: unknown, reply: Reply) => reply(null, {}),
    registerResourceHook: (_: unknown, reply: Reply) => reply(null, {}),
    signalAndWaitForShutdown: (_: unknown, reply: Reply) => reply(null, {}),
    close: () => undefined,
  };

  function lookup(request: Invocation): PlainObject {
    const token = request.getTok();
    const args = unwrap(request.getArgs()?.toJavaScript() ?? {}).value;
    if (token === "pulumi:pulumi:getResource") {
      const urn = String(args.urn);
      const found = resources.get(urn);
      if (!found) throw new Error(`unknown resource ${urn}`);
      return { urn, id: found.id ?? "", state: wires.get(urn) ?? {} };
    }
    const respond = options.lookups[token] ?? answers[token];
    if (!respond) {
      const short = token.replace(/^.*:/, "");
      throw new Error(
        `offline, nothing answers ${short}() (${token}): give its answer in the option "lookups" of simulate()`,
      );
    }
    return { ...args, ...respond({ token, args, ...placeOf(request.getProvider(), args) }) };
  }

  return { monitor, resources };
}
