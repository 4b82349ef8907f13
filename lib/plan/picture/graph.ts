import { serviceName, sizeOf, tasksOf } from "../cost/compute.ts";
import { cacheName, databaseName } from "../cost/data.ts";
import { isObject, list, type Plain, type Resource, type Resources, shortName, text } from "../resources/index.ts";

/** The architecture of a stage, found in its resources: who answers the world, what runs, and where the data is. */

export type Column = "people" | "front" | "run" | "store" | "keep";

export interface Node {
  id: string;
  column: Column;
  kind: string;
  title: string;
  details: string[];
}

export interface Edge {
  from: string;
  to: string;
  label: string;
}

export interface Graph {
  nodes: Node[];
  edges: Edge[];
  /** What the frame around containers and stores says; empty where there is no network. */
  frame: string;
}

type Part = Omit<Graph, "frame">;

const id = (prefix: string, name: string): string => `${prefix}:${name}`;

const texts = (values: Plain | undefined): string[] => list(values).map((value) => text(value));

/** What a rule of the load balancer lets through to a service: its host and path. */
function addressOf({ inputs }: Resource): string {
  const conditions = list(inputs.conditions).filter(isObject);
  const of = (key: string) => conditions.flatMap(({ [key]: found }) => (isObject(found) ? texts(found.values) : []));
  const path = of("pathPattern").filter((pattern) => pattern !== "/*");
  return `${of("hostHeader").join(", ")}${path.join(", ")}` || "/*";
}

const forwards = ({ inputs }: Resource, group: Plain | undefined): boolean =>
  [...list(inputs.actions), ...list(inputs.defaultActions)].some((action) =>
    JSON.stringify(action).includes(JSON.stringify(group)),
  );

function balancers(resources: Resources): Part {
  const nodes = resources.of("aws:lb/loadBalancer:LoadBalancer").map((balancer): Node => {
    const listeners = resources
      .of("aws:lb/listener:Listener")
      .filter(({ inputs }) => inputs.loadBalancerArn === balancer.outputs.arn)
      .map(({ inputs }) => text(inputs.protocol));
    const guarded = resources
      .of("aws:wafv2/webAclAssociation:WebAclAssociation")
      .some(({ inputs }) => inputs.resourceArn === balancer.outputs.arn);
    return {
      id: balancer.urn,
      column: "front",
      kind: balancer.inputs.loadBalancerType === "network" ? "Network Load Balancer" : "Application Load Balancer",
      title: shortName(balancer, resources),
      details: [[...new Set(listeners)].sort().reverse().join(", "), ...(guarded ? ["WAF"] : [])].filter(
        (part) => part !== "",
      ),
    };
  });
  const listenerOf = new Map(
    resources.of("aws:lb/listener:Listener").map((listener) => [listener.outputs.arn, listener]),
  );
  const balancerOf = new Map(
    resources.of("aws:lb/loadBalancer:LoadBalancer").map((balancer) => [balancer.outputs.arn, balancer]),
  );
  const edges = resources.of("aws:ecs/service:Service").flatMap((service): Edge[] => {
    const groups = list(service.inputs.loadBalancers)
      .filter(isObject)
      .map(({ targetGroupArn }) => targetGroupArn);
    return resources.of("aws:lb/listenerRule:ListenerRule", "aws:lb/listener:Listener").flatMap((rule): Edge[] => {
      if (!groups.some((group) => forwards(rule, group))) return [];
      const listener = listenerOf.get((rule.inputs.listenerArn ?? rule.outputs.arn) as Plain);
      const balancer = balancerOf.get(listener?.inputs.loadBalancerArn as Plain);
      return balancer === undefined ? [] : [{ from: balancer.urn, to: service.urn, label: addressOf(rule) }];
    });
  });
  return { nodes, edges };
}

function sites(resources: Resources): Part {
  const nodes = resources.of("aws:cloudfront/distribution:Distribution").map(
    (site): Node => ({
      id: site.urn,
      column: "front",
      kind: "CloudFront",
      title: shortName(site, resources),
      details: texts(site.inputs.aliases),
    }),
  );
  return { nodes, edges: [] };
}

function services(resources: Resources): Part {
  const nodes = resources.of("aws:ecs/service:Service").map((service): Node => {
    const { vcpu, gb } = sizeOf(resources.named(service.inputs.taskDefinition));
    return {
      id: service.urn,
      column: "run",
      kind: "ECS service",
      title: serviceName(service, resources),
      details: [`${tasksOf(service, resources)} × ${vcpu} vCPU, ${gb} GB`],
    };
  });
  const schedules = resources.of("aws:scheduler/schedule:Schedule").map(
    (schedule): Node => ({
      id: schedule.urn,
      column: "run",
      kind: "Scheduled task",
      title: shortName(schedule, resources, schedule.inputs.name),
      details: [text(schedule.inputs.scheduleExpression)],
    }),
  );
  return { nodes: [...nodes, ...schedules], edges: [] };
}

/** Engines as AWS spells them. */
const ENGINES: Readonly<Record<string, string>> = {
  postgres: "RDS PostgreSQL",
  mysql: "RDS MySQL",
  mariadb: "RDS MariaDB",
  "aurora-postgresql": "Aurora PostgreSQL",
  "aurora-mysql": "Aurora MySQL",
  valkey: "ElastiCache Valkey",
  redis: "ElastiCache Redis",
};

const engineOf = ({ inputs }: Resource, otherwise: string): string => {
  const engine = text(inputs.engine, otherwise);
  const version = text(inputs.engineVersion).split(".").slice(0, 2).join(".");
  return `${ENGINES[engine] ?? engine} ${version}`.trim();
};

/** Stores, each with the host names that its clients know it by. */
const STORES: Readonly<
  Record<
    string,
    { kind: (store: Resource) => string; name: typeof databaseName; details: (store: Resource) => string[] }
  >
> = {
  "aws:rds/instance:Instance": {
    kind: (store) => engineOf(store, "RDS"),
    name: databaseName,
    details: ({ inputs }) => [`${text(inputs.instanceClass)}${inputs.multiAz === true ? ", Multi-AZ" : ""}`],
  },
  "aws:rds/cluster:Cluster": {
    kind: (store) => engineOf(store, "Aurora"),
    name: databaseName,
    details: ({ inputs }) => {
      const scaling = inputs.serverlessv2ScalingConfiguration;
      return isObject(scaling) ? [`${text(scaling.minCapacity)} to ${text(scaling.maxCapacity)} ACU`] : [];
    },
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    kind: (store) => engineOf(store, "redis"),
    name: cacheName,
    details: ({ inputs }) => [`${text(inputs.numCacheClusters, "1")} × ${text(inputs.nodeType)}`],
  },
  "aws:dynamodb/table:Table": {
    kind: () => "DynamoDB",
    name: (store, resources) => shortName(store, resources, store.inputs.name),
    details: () => [],
  },
  "aws:sqs/queue:Queue": {
    kind: () => "SQS queue",
    name: (store, resources) => shortName(store, resources, store.inputs.name),
    details: () => [],
  },
};

/** Texts by which others refer to a store: host names, ARNs, URLs. */
const HANDLES = [
  "address",
  "endpoint",
  "readerEndpoint",
  "primaryEndpointAddress",
  "configurationEndpointAddress",
  "arn",
  "url",
];
const handlesOf = ({ outputs }: Resource): string[] =>
  HANDLES.map((key) => text(outputs[key])).filter((value) => value.length > 8);

/** What a task definition says, with the secrets that it is given: a connection is somewhere in it. */
function connectionsOf(definition: Resource | undefined, resources: Resources): string {
  if (definition === undefined) return "";
  const said = text(definition.inputs.containerDefinitions);
  const versions = resources
    .of("aws:secretsmanager/secretVersion:SecretVersion")
    .filter(({ inputs }) => said.includes(text(inputs.secretId, "\0")));
  return [said, ...versions.map(({ inputs }) => text(inputs.secretString))].join("\n");
}

const definitionOf = ({ type, inputs }: Resource, resources: Resources): Resource | undefined => {
  const target =
    isObject(inputs.target) && isObject(inputs.target.ecsParameters)
      ? inputs.target.ecsParameters.taskDefinitionArn
      : undefined;
  return resources.named(type === "aws:ecs/service:Service" ? inputs.taskDefinition : target);
};

function stores(resources: Resources): Part {
  const found = resources.of(...Object.keys(STORES));
  const nodes = found.map((store): Node => {
    const row = STORES[store.type] as (typeof STORES)[string];
    return {
      id: store.urn,
      column: "store",
      kind: row.kind(store),
      title: row.name(store, resources),
      details: row.details(store),
    };
  });
  const edges = resources.of("aws:ecs/service:Service", "aws:scheduler/schedule:Schedule").flatMap((user): Edge[] => {
    const said = connectionsOf(definitionOf(user, resources), resources);
    return found
      .filter((store) => handlesOf(store).some((handle) => said.includes(handle)))
      .map((store) => ({ from: user.urn, to: store.urn, label: "" }));
  });
  return { nodes, edges };
}

/** Backups: what the plan's selections cover is drawn as kept in the vault, and copies in the region that they go to. */
function backups(resources: Resources): Part {
  const all = resources.of("aws:backup/vault:Vault");
  const here = all.filter(({ region }) => region === resources.simulation.region);
  const vaults = [...here, ...all.filter((vault) => !here.includes(vault))];
  const nodes = vaults.map(
    (vault): Node => ({
      id: vault.urn,
      column: "keep",
      kind: here.includes(vault) ? "Backup vault" : "Copies of backups",
      title: vault.region,
      details: [],
    }),
  );
  const covered = resources.of("aws:backup/selection:Selection").map(({ inputs }) => JSON.stringify(inputs));
  const edges = resources
    .of(...Object.keys(STORES))
    .filter((store) => handlesOf(store).some((handle) => covered.some((selection) => selection.includes(handle))))
    .flatMap((store) => here.map((vault): Edge => ({ from: store.urn, to: vault.urn, label: "" })));
  const copies = vaults
    .filter((vault) => !here.includes(vault))
    .flatMap((copy) => here.map((vault): Edge => ({ from: vault.urn, to: copy.urn, label: "" })));
  return { nodes, edges: [...edges, ...copies] };
}

function visitors(front: readonly Node[]): Part {
  if (front.length === 0) return { nodes: [], edges: [] };
  const users = id("people", "visitors");
  return {
    nodes: [{ id: users, column: "people", kind: "Internet", title: "Visitors", details: [] }],
    edges: front.map((node) => ({ from: users, to: node.id, label: "" })),
  };
}

/** Two edges between the same nodes are one, with both labels; a listener that has rules is not said twice. */
function unique(edges: readonly Edge[]): Edge[] {
  const found = new Map<string, Edge>();
  for (const edge of edges) {
    const key = `${edge.from} ${edge.to}`;
    const known = found.get(key);
    const labels = [...new Set([...(known?.label.split(", ") ?? []), ...edge.label.split(", ")])].filter(
      (label) => label !== "" && (label !== "/*" || known === undefined),
    );
    found.set(key, { ...edge, label: labels.join(", ") });
  }
  return [...found.values()];
}

/** Queues and tables that nothing in the picture uses serve the machinery, such as letters that could not be delivered. */
const isAside = ({ id: own, kind }: Node, edges: readonly Edge[]): boolean =>
  (kind === "SQS queue" || kind === "DynamoDB") && !edges.some(({ from, to }) => from === own || to === own);

/** The picture's parts, in the order of their URNs: the same program gives the same picture. */
export function graphOf(resources: Resources): Graph {
  const parts = [balancers(resources), sites(resources)];
  const front = parts.flatMap(({ nodes }) => nodes);
  const all = [visitors(front), ...parts, services(resources), stores(resources), backups(resources)];
  const [vpc] = resources.of("aws:ec2/vpc:Vpc");
  const frame = vpc === undefined ? "" : `VPC ${text(vpc.inputs.cidrBlock)}, ${resources.simulation.region}`;
  const edges = unique(all.flatMap((part) => part.edges));
  const nodes = all.flatMap((part) => part.nodes);
  return { nodes: nodes.filter((node) => !isAside(node, edges)), edges, frame };
}
