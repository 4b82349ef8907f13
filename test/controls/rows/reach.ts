import type { PlainObject } from "../../../lib/proof/simulate/types.ts";
import { make, type Part, type Rows, task } from "./make.ts";

/** A small network: a balancer in front of a service, a database, and a tunnel. Each can be closed in some way. */

const host = "main.rds.amazonaws.com";
const tcp = (port: number, more: PlainObject): PlainObject => ({
  protocol: "tcp",
  fromPort: port,
  toPort: port,
  ...more,
});
const anywhere = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };

const group = (id: string, ingress: PlainObject[], egress: PlainObject[] = []): Part =>
  make("aws:ec2/securityGroup:SecurityGroup")({ ingress, egress }, { id });

const open = {
  balancer: [tcp(443, { cidrBlocks: ["0.0.0.0/0"] })],
  toContainers: [tcp(5000, { cidrBlocks: ["10.0.0.0/18"] })],
  containers: [tcp(5000, { securityGroups: ["balancer"] })],
  fromContainers: [anywhere] as PlainObject[],
  database: [tcp(5433, { securityGroups: ["containers", "tunnel"] })],
  fromTunnel: [tcp(443, { cidrBlocks: ["0.0.0.0/0"] }), tcp(5433, { cidrBlocks: ["10.0.0.0/18"] })],
  gateway: { natGatewayId: "nat" } as PlainObject,
  told: "5433",
};

/** The whole of it, but for what a test closes. */
const network = (closed: Partial<typeof open> = {}): Part[] => {
  const is = { ...open, ...closed };
  return [
    make("aws:ec2/subnet:Subnet")({ cidrBlock: "10.0.4.0/22" }, { id: "inner" }),
    make("aws:ec2/routeTable:RouteTable")({ routes: [{ cidrBlock: "0.0.0.0/0", ...is.gateway }] }, { id: "table" }),
    make("aws:ec2/routeTableAssociation:RouteTableAssociation")({ routeTableId: "table", subnetId: "inner" }),
    group("balancer", is.balancer, is.toContainers),
    group("containers", is.containers, is.fromContainers),
    group("database", is.database),
    group("tunnel", [], is.fromTunnel),
    make("aws:lb/loadBalancer:LoadBalancer")({ securityGroups: ["balancer"], subnets: ["inner"] }, { id: "alb" }),
    make("aws:lb/listener:Listener")({ port: 443, loadBalancerArn: "alb" }, { id: "listener" }),
    make("aws:lb/listenerRule:ListenerRule")({ listenerArn: "listener", actions: [{ targetGroupArn: "targets" }] }),
    make("aws:rds/subnetGroup:SubnetGroup")({ name: "inner", subnetIds: ["inner"] }),
    make("aws:rds/instance:Instance")(
      { port: 5433, vpcSecurityGroupIds: ["database"], dbSubnetGroupName: "inner" },
      { outputs: { address: host } },
    ),
    task(
      { environment: Object.entries({ DB_HOST: host, DB_PORT: is.told }).map(([name, value]) => ({ name, value })) },
      {},
      { outputs: { arn: "definition" } },
    ),
    make("aws:ecs/service:Service")({
      taskDefinition: "definition",
      loadBalancers: [{ targetGroupArn: "targets", containerPort: 5000 }],
      networkConfiguration: { securityGroups: ["containers"], subnets: ["inner"], assignPublicIp: false },
    }),
    make("aws:ec2/instance:Instance")({ vpcSecurityGroupIds: ["tunnel"], subnetId: "inner" }, { id: "machine" }),
  ];
};

const udp = (rule: PlainObject): PlainObject => ({ ...rule, protocol: "udp" });
const good = [
  network(),
  // The same with rules that are resources of their own.
  [
    ...network({ database: [] }),
    make("aws:ec2/securityGroupRule:SecurityGroupRule")({
      ...tcp(5433, { cidrBlocks: ["10.0.0.0/16"] }),
      type: "ingress",
      securityGroupId: "database",
    }),
  ],
];

/** What a caller is told, and who may come to it. */
const called = {
  url: "http://billing.sst:5000",
  caller: ["callers"],
  lets: { referencedSecurityGroupId: "callers" } as PlainObject,
  port: 5000,
  inner: [] as PlainObject[],
  behind: {} as PlainObject,
};

/** Two services behind no balancer: one calls the other, and a third has no business there. */
const calling = (changed: Partial<typeof called> = {}): Part[] => {
  const is = { ...called, ...changed };
  const runs = (name: string, groups: string[], more: PlainObject = {}): Part =>
    make("aws:ecs/service:Service")({
      taskDefinition: name,
      networkConfiguration: { securityGroups: groups, subnets: ["inner"], assignPublicIp: false },
      ...more,
    });
  const defined = (arn: string, variables: Record<string, string>, more: PlainObject = {}): Part =>
    task(
      { environment: Object.entries(variables).map(([name, value]) => ({ name, value })), ...more },
      {},
      { outputs: { arn } },
    );
  return [
    make("aws:ec2/subnet:Subnet")({ cidrBlock: "10.0.4.0/22" }, { id: "inner" }),
    group("containers", [], [anywhere]),
    group("private", is.inner, [anywhere]),
    group("billing", []),
    group("callers", []),
    make("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")({
      securityGroupId: "billing",
      ipProtocol: "tcp",
      fromPort: is.port,
      toPort: is.port,
      ...is.lets,
    }),
    make("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace")({ name: "sst" }, { id: "namespace" }),
    make("aws:servicediscovery/service:Service")(
      { name: "billing", dnsConfig: { namespaceId: "namespace" } },
      { outputs: { arn: "registry" } },
    ),
    defined("of-billing", { SELF_URL: "http://billing.sst:5000" }, { portMappings: [{ containerPort: 5000 }] }),
    runs("of-billing", ["private", "billing"], { serviceRegistries: { registryArn: "registry" }, ...is.behind }),
    defined("of-api", { BILLING_URL: is.url, ELSEWHERE: "https://example.com", WORD: "billing.sst" }),
    runs("of-api", ["containers", ...is.caller]),
    defined("of-other", {}),
    runs("of-other", ["containers"]),
  ];
};

/** Two load balancers, of which one leads to a service that takes requests from both. */
const balancers: Part[] = [
  group("balancers", [], [anywhere]),
  ...["one", "two"].map((arn) =>
    make("aws:lb/loadBalancer:LoadBalancer")(
      { securityGroups: ["balancers"], subnets: ["inner"] },
      { outputs: { arn } },
    ),
  ),
  make("aws:lb/listener:Listener")({ loadBalancerArn: "one", defaultActions: [{ targetGroupArn: "tasks" }] }),
];
const toBalancers = { inner: [tcp(5000, { securityGroups: ["balancers"] })] };
const behind = { loadBalancers: [{ targetGroupArn: "tasks" }] };

export const reachRows: Rows = {
  "OWN.reach-balancer": {
    good: [network()],
    bad: [network({ balancer: [tcp(80, { cidrBlocks: ["0.0.0.0/0"] })] }), network({ balancer: open.containers })],
  },
  "OWN.reach-service": {
    good: [network()],
    bad: [
      network({ containers: [] }),
      network({ containers: open.containers.map(udp) }),
      network({ containers: [tcp(5001, { securityGroups: ["balancer"] })] }),
      network({ toContainers: [tcp(5000, { cidrBlocks: ["10.0.64.0/18"] })] }),
    ],
  },
  "OWN.reach-store": {
    good,
    bad: [
      network({ fromContainers: [] }),
      network({ fromContainers: [tcp(443, { cidrBlocks: ["0.0.0.0/0"] })] }),
      network({ database: [tcp(5433, { securityGroups: ["tunnel"] })] }),
      network({ database: [tcp(3307, { securityGroups: ["containers"] })] }),
      network({ told: "5432" }),
    ],
  },
  "OWN.reach-out": {
    good: [network()],
    bad: [
      network({ fromContainers: [tcp(5433, { cidrBlocks: ["0.0.0.0/0"] })] }),
      network({ gateway: {} }),
      // Without an address of its own, a gateway leads nowhere.
      network({ gateway: { gatewayId: "igw" } }),
    ],
  },
  "OWN.reach-call": {
    good: [calling(), calling({ lets: { cidrIpv4: "10.0.0.0/16" } })],
    bad: [
      calling({ caller: [] }),
      calling({ url: "http://billing.sst" }),
      calling({ port: 5001 }),
      calling({ lets: {} }),
    ],
  },
  "OWN.strangers": {
    good: [calling(), calling({ lets: {} }), [...calling({ ...toBalancers, behind }), ...balancers]],
    bad: [
      [...calling(toBalancers), ...balancers],
      calling({ lets: { cidrIpv4: "10.0.0.0/16" } }),
      calling({ lets: { referencedSecurityGroupId: "containers" } }),
      calling({ inner: [tcp(5000, { cidrBlocks: ["0.0.0.0/0"] })] }),
      // Who is told where it is no more, and is still let in.
      calling({ url: "http://elsewhere.sst:5000" }),
    ],
  },
};

/** A tunnel, which an output of the program names, and ways to close it. */
export const tunnel = {
  outputs: { tunnel: "machine" },
  good: network(),
  bad: [
    network({ fromTunnel: open.fromTunnel.slice(1) }),
    network({ fromTunnel: open.fromTunnel.slice(0, 1) }),
    network({ database: [tcp(5433, { securityGroups: ["containers"] })] }),
  ],
};
