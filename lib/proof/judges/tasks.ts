import { isObject } from "../simulate/engine/wire.ts";
import { containersOf, objects, once, type Stack, texts } from "../simulate/stack.ts";
import type { Plain, PlainObject, Resource } from "../simulate/types.ts";
import { type Place, type Port, placeOf, placeOfTask } from "./network.ts";

/** A task definition, what runs it, and where. */
export interface Run {
  by: Resource;
  definition: Resource;
  place: Place;
}

/** What a function that starts a task is called with: the task, and its network. */
const callOf = ({ inputs }: Resource): PlainObject => JSON.parse(String(inputs.input ?? "{}"));

/** What a schedule says of the task that it starts. */
const scheduledBy = ({ inputs }: Resource): PlainObject => {
  const parameters = isObject(inputs.target) ? inputs.target.ecsParameters : undefined;
  return isObject(parameters) ? parameters : {};
};

/** What runs tasks: where it says which, and where it says in which network. */
const RUNNERS: Record<string, { version(by: Resource): Plain | undefined; network(by: Resource): Plain | undefined }> =
  {
    "aws:ecs/service:Service": {
      version: ({ inputs }) => inputs.taskDefinition,
      network: ({ inputs }) => inputs.networkConfiguration,
    },
    "aws:scheduler/schedule:Schedule": {
      version: (by) => scheduledBy(by).taskDefinitionArn,
      network: (by) => scheduledBy(by).networkConfiguration,
    },
    "aws:lambda/invocation:Invocation": {
      version: (by) => callOf(by).taskDefinition,
      network: callOf,
    },
  };

/** Everything in a stage that runs a task. */
export const runsOf = once((stack: Stack): Run[] =>
  stack.of(...Object.keys(RUNNERS)).flatMap((by) => {
    const { version, network } = RUNNERS[by.type] as (typeof RUNNERS)[string];
    return stack
      .of("aws:ecs/taskDefinition:TaskDefinition")
      .filter(({ id, outputs }) => [id, outputs.arn].includes(version(by) as string))
      .map((definition) => ({ by, definition, place: placeOfTask(network(by)) }));
  }),
);

/** A database or a cache: the names that it answers to, and its port. */
export interface Store extends Port {
  resource: Resource;
  hosts: string[];
}

const STORES = [
  "aws:rds/instance:Instance",
  "aws:rds/cluster:Cluster",
  "aws:elasticache/replicationGroup:ReplicationGroup",
];
const ADDRESSES = [
  "address",
  "endpoint",
  "readerEndpoint",
  "primaryEndpointAddress",
  "readerEndpointAddress",
  "configurationEndpointAddress",
];

/** The databases and caches of a stage. */
export const storesOf = once((stack: Stack): Store[] =>
  stack.of(...STORES).map((resource) => ({
    resource,
    hosts: ADDRESSES.flatMap((key) => texts(resource.outputs[key])),
    place: placeOf(resource, stack),
    port: Number(resource.inputs.port ?? resource.outputs.port),
  })),
);

/** The variables of a container that are in the clear. */
export const variablesOf = (container: PlainObject): Map<string, string> =>
  new Map(objects(container.environment).map(({ name, value }) => [String(name), String(value)]));

/** The stores whose address a task is given, with the port that it is told. */
export const connectionsOf = (definition: Resource, stores: readonly Store[]): { store: Store; port: number }[] =>
  containersOf(definition).flatMap((container) => {
    const variables = variablesOf(container);
    return [...variables].flatMap(([name, value]) =>
      stores
        .filter(({ hosts }) => hosts.includes(value))
        .map((store) => ({ store, port: Number(variables.get(name.replace(/HOST$/, "PORT")) ?? store.port) })),
    );
  });

/** A service that others find by name in the VPC. */
export interface Endpoint extends Port {
  service: Resource;
  /** What its tasks run. */
  definition: Resource;
  host: string;
}

/** The names that ECS writes the addresses of tasks down under. */
export const endpointsOf = once((stack: Stack): Endpoint[] =>
  runsOf(stack).flatMap(({ by, definition, place }) => {
    const registries = objects(by.inputs.serviceRegistries ? [by.inputs.serviceRegistries] : []);
    const ports = containersOf(definition).flatMap((container) => objects(container.portMappings));
    return stack
      .of("aws:servicediscovery/service:Service")
      .filter(({ outputs }) => registries.some(({ registryArn }) => registryArn === outputs.arn))
      .flatMap((registry) => {
        const { dnsConfig } = registry.inputs;
        const [namespace] = stack
          .of("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace")
          .filter(({ id }) => isObject(dnsConfig) && id === dnsConfig.namespaceId);
        const host = `${registry.inputs.name}.${namespace?.inputs.name}`;
        return ports.map(({ containerPort }) => ({
          service: by,
          definition,
          host,
          place,
          port: Number(containerPort),
        }));
      });
  }),
);

/** The services whose address a task is given, with the port that it is told; not its own. */
export const callsOf = ({ definition }: Run, endpoints: readonly Endpoint[]): { to: Endpoint; port: number }[] =>
  containersOf(definition).flatMap((container) =>
    [...variablesOf(container).values()].flatMap((value) => {
      if (!URL.canParse(value)) return [];
      const { hostname, port } = new URL(value);
      return endpoints
        .filter((to) => to.definition.urn !== definition.urn && to.host === hostname)
        .map((to) => ({ to, port: Number(port || 80) }));
    }),
  );
