import { describe, expect, it } from "vitest";
import { graphOf } from "../../lib/plan/picture/graph.ts";
import { resource, resourcesOf } from "../support/stage-by-hand.ts";

/** The picture of a stage that an owner wrote. What rendered repos look like, the pictures of the README hold. */

const of = (type: string, name: string, inputs = {}, more = {}) => resource(type, name, inputs, more);

/** Boxes, arrows and the frame, as one reads them. */
function seen(...resources: ReturnType<typeof resource>[]) {
  const { nodes, edges, frame } = graphOf(resourcesOf(...resources));
  const titles = new Map(nodes.map(({ id, title }) => [id, title]));
  return {
    boxes: nodes.map(({ tier, kind, title, details }) => `${tier}: ${[kind, title, ...details].join(" | ")}`),
    arrows: edges.map(
      ({ from, to, label }) => `${titles.get(from)} → ${titles.get(to)}${label === "" ? "" : `: ${label}`}`,
    ),
    frame,
  };
}

const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const LISTENER = "aws:lb/listener:Listener";
const RULE = "aws:lb/listenerRule:ListenerRule";
const SERVICE = "aws:ecs/service:Service";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";

describe("what answers", () => {
  const service = of(SERVICE, "Api", {
    taskDefinition: "Task",
    desiredCount: 2,
    loadBalancers: [{ targetGroupArn: "group" }],
  });
  const task = of(TASK, "Task", { family: "shop-production-api", cpu: "512", memory: "2048" });

  it("is led to by the rules that forward to it, with their hosts and paths", () => {
    const rule = (name: string, conditions: object[], targetGroupArn = "group") =>
      of(RULE, name, { listenerArn: "https", actions: [{ targetGroupArn }], conditions });
    expect(
      seen(
        ...[service, task, of("aws:ec2/vpc:Vpc", "Vpc"), of(BALANCER, "Front")],
        of(LISTENER, "http", { loadBalancerArn: "Front", protocol: "HTTP", defaultActions: [{ redirect: {} }] }),
        of(LISTENER, "https", { loadBalancerArn: "Front", protocol: "HTTPS" }),
        rule("Host", [{ hostHeader: { values: ["api.acme.com", "acme.com"] } }, { pathPattern: { values: ["/*"] } }]),
        rule("Path", [{ hostHeader: { values: ["acme.com"] } }, { pathPattern: { values: ["/api/*", "/v2/*"] } }]),
        rule("Other", [{ hostHeader: { values: ["other.acme.com"] } }], "other group"),
        of("aws:wafv2/webAclAssociation:WebAclAssociation", "Guard", { resourceArn: "Front" }),
        ...[of("aws:route53/record:Record", "Record"), of("cloudflare:index/dnsRecord:DnsRecord", "Other")],
      ),
    ).toEqual({
      frame: "VPC in us-east-1",
      boxes: [
        "people: Internet | Visitors | DNS: Route 53 | DNS: Cloudflare",
        "front: Load balancer (ALB) | front | HTTPS, HTTP | WAF",
        "run: ECS service | api | 2 × 0.5 vCPU, 2 GB",
      ],
      arrows: ["Visitors → front", "front → api: api.acme.com, acme.com, acme.com/api/*, /v2/*"],
    });
  });

  it("may be led to by a listener alone, of a network load balancer too", () => {
    expect(
      seen(
        ...[service, task, of(BALANCER, "Front", { loadBalancerType: "network" })],
        of(LISTENER, "tcp", {
          loadBalancerArn: "Front",
          protocol: "TCP",
          defaultActions: [{ targetGroupArn: "group" }],
        }),
      ),
    ).toMatchObject({
      frame: "",
      boxes: [
        "people: Internet | Visitors",
        "front: Load balancer (NLB) | front | TCP",
        expect.stringContaining("api"),
      ],
      arrows: ["Visitors → front", "front → api: /*"],
    });
  });

  it("is a site with its names", () => {
    expect(seen(of("aws:cloudfront/distribution:Distribution", "DocsCdn", { aliases: ["docs.acme.com"] }))).toEqual({
      ...{ boxes: ["people: Internet | Visitors", "edge: CloudFront + S3 | docs | docs.acme.com"], frame: "" },
      arrows: ["Visitors → docs"],
    });
  });
});

describe("what keeps", () => {
  const DATABASE = of(
    "aws:rds/instance:Instance",
    "MainDatabase",
    { engine: "mariadb", engineVersion: "11.4.3", instanceClass: "db.t4g.micro", multiAz: true },
    { outputs: { address: "main.rds.amazonaws.com", arn: "arn:aws:rds:::db:main" } },
  );
  const CACHE = of(
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "MainCache",
    { engine: "redis", nodeType: "cache.t4g.small", numCacheClusters: 2 },
    { outputs: { primaryEndpointAddress: "main.cache.amazonaws.com" } },
  );
  const AURORA = of(
    "aws:rds/cluster:Cluster",
    "OrdersCluster",
    {
      engine: "aurora-mysql",
      engineVersion: "8.0.mysql_aurora.3",
      serverlessv2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 4 },
    },
    { outputs: { readerEndpoint: "orders.ro.rds.amazonaws.com", arn: "arn:aws:rds:::cluster:orders" } },
  );
  const bucket = (name: string) =>
    of("aws:s3/bucket:Bucket", name, {}, { outputs: { bucket: `shop-production-${name}` } });

  it("is led to by who is told its address, in the open or in a secret", () => {
    const containers = JSON.stringify([
      {
        environment: [
          { name: "DB", value: "main.rds.amazonaws.com" },
          { name: "FILES", value: "shop-production-Uploads" },
        ],
        secrets: [{ valueFrom: "secret" }],
      },
    ]);
    expect(
      seen(
        ...[DATABASE, CACHE, AURORA, bucket("Uploads"), bucket("Logs")],
        of(TASK, "Task", { family: "shop-production-api", containerDefinitions: containers }),
        of(SERVICE, "Api", { taskDefinition: "Task" }),
        of("aws:secretsmanager/secretVersion:SecretVersion", "Own", {
          secretId: "secret",
          secretString: "redis://main.cache.amazonaws.com",
        }),
        of("aws:secretsmanager/secretVersion:SecretVersion", "Other", {
          secretId: "other",
          secretString: "orders.ro.rds.amazonaws.com",
        }),
        of("aws:scheduler/schedule:Schedule", "NightlyCron", {
          scheduleExpression: "rate(1 day)",
          target: { arn: "cluster", ecsParameters: { taskDefinitionArn: "Report" } },
        }),
        of(TASK, "Report", { containerDefinitions: '[{"value":"orders.ro.rds.amazonaws.com"}]' }),
        // A schedule that lets something sleep runs nothing.
        of("aws:scheduler/schedule:Schedule", "Sleep", {
          target: { arn: "arn:aws:scheduler:::aws-sdk:rds:stopDBInstance", input: "{}" },
        }),
      ),
    ).toEqual({
      frame: "",
      // The bucket that only the machinery writes to is left out.
      boxes: [
        "run: ECS service | api | 1 × 0.25 vCPU, 0.5 GB",
        "run: Scheduled task | nightly | rate(1 day)",
        "store: RDS MariaDB | main | version 11.4 | db.t4g.micro, Multi-AZ",
        "store: ElastiCache Redis | main | 2 × cache.t4g.small",
        "store: Aurora MySQL | orders | version 8.0 | 0.5 to 4 ACU",
        "region: S3 bucket | uploads",
      ],
      arrows: ["api → main", "api → main", "api → uploads", "nightly → orders"],
    });
  });

  it.each([
    ["postgres", "RDS PostgreSQL"],
    ["mysql", "RDS MySQL"],
    ["oracle-se2", "oracle-se2"],
  ])("an engine %s is called %s", (engine, kind) => {
    const [box] = seen(of("aws:rds/instance:Instance", "Main", { engine, instanceClass: "db.t4g.micro" })).boxes;
    expect(box).toBe(`store: ${kind} | main | db.t4g.micro`);
  });

  it("is backed up where a selection covers it, and copied to the other region", () => {
    const vault = (region: string) => of("aws:backup/vault:Vault", `${region}Vault`, {}, { region });
    expect(
      seen(
        ...[DATABASE, AURORA, vault("us-west-2"), vault("us-east-1")],
        of("aws:backup/selection:Selection", "Selection", { resources: ["arn:aws:rds:::db:main"] }),
      ),
    ).toMatchObject({
      boxes: [
        expect.stringContaining("main"),
        expect.stringContaining("orders"),
        "keep: Backup vault | us-east-1",
        "keep: Copies of backups | us-west-2",
      ],
      arrows: ["main → us-east-1", "us-east-1 → us-west-2"],
    });
  });
});

it.each<[string, ReturnType<typeof resource>[], string[]]>([
  ["nothing", [], []],
  ["logs", [of("aws:cloudwatch/logGroup:LogGroup", "Log")], ["watch: CloudWatch | Logs, alarms"]],
  [
    "alarms that are mailed",
    [
      ...["A", "B"].map((name) => of("aws:cloudwatch/metricAlarm:MetricAlarm", name)),
      of("aws:sns/topicSubscription:TopicSubscription", "Mail", { protocol: "email" }),
    ],
    ["watch: CloudWatch | Logs, alarms | 2 alarms | to e-mail"],
  ],
  [
    "alarms that reach Slack, and a queue that hears of them",
    [
      of("aws:cloudwatch/metricAlarm:MetricAlarm", "A"),
      of("aws:sns/topicSubscription:TopicSubscription", "Queue", { protocol: "sqs" }),
      of("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration", "Slack"),
    ],
    ["watch: CloudWatch | Logs, alarms | 1 alarm | to Slack"],
  ],
])("shows of what watches: %s", (_, resources, boxes) => {
  expect(seen(...resources).boxes).toEqual(boxes);
});
