import { describe, expect, it } from "vitest";
import { TIERS } from "../../../lib/render/diagram/graph.ts";
import { mermaidOf } from "../../../lib/render/diagram/mermaid.ts";
import { architectureOf } from "../../../lib/render/docs/architecture.ts";
import { viewOf } from "../../support/view.ts";

const everything = architectureOf(
  viewOf({
    domain: "acme.com",
    dns: "cloudflare",
    services: [
      { name: "order-api", database: "main", cache: "queue", bucket: "files", jobs: ["jobs"] },
      { name: "admin-page", kind: "web", source: "image", image: "nginx:1", host: "order-api", path: "/admin/*" },
      { name: "jobs", kind: "worker", cache: "queue", email: "noreply" },
      { name: "nightly", kind: "cron", database: "main" },
      { name: "www", kind: "static" },
    ],
    databases: [{ name: "main", engine: "aurora-mysql" }],
    caches: [{ name: "queue", engine: "redis" }],
    buckets: [{ name: "files" }],
    backup: { region: "us-west-2" },
    alerts: { email: "ops@acme.com", slack: "T01ABCDEF/C01ABCDEF" },
  }),
);

describe("the architecture of answers", () => {
  it("has each service at its own load balancer", () => {
    const { nodes, edges } = architectureOf(viewOf({ services: [{ name: "api" }, { name: "late", balancer: 2 }] }));
    expect(nodes.filter(({ tier }) => tier === "front").map(({ title }) => title)).toEqual(["alb", "alb2"]);
    expect(edges.map(({ from, to }) => [from, to])).toEqual([
      ["people:visitors", "balancer"],
      ["people:visitors", "balancer2"],
      ["balancer", "service:api"],
      ["balancer2", "service:late"],
    ]);
  });

  it("has every arrow that was asked for, and no other", () => {
    expect(everything.edges.map(({ from, to, label }) => [from, to, label])).toEqual([
      ["people:visitors", "balancer", ""],
      ["people:visitors", "site:www", ""],
      ["balancer", "service:order-api", "order-api.acme.com"],
      ["balancer", "service:admin-page", "order-api.acme.com/admin/*"],
      ["service:order-api", "service:jobs", "jobs"],
      ["service:order-api", "database:main", ""],
      ["service:order-api", "cache:queue", ""],
      ["service:order-api", "bucket:files", ""],
      ["service:jobs", "cache:queue", ""],
      ["service:jobs", "email", ""],
      ["service:nightly", "database:main", ""],
      ["database:main", "vault", ""],
      ["vault", "copies", ""],
    ]);
  });

  it("says what everything is", () => {
    expect(everything.nodes.map(({ kind, title, details }) => [kind, title, ...details])).toEqual([
      ["Internet", "Visitors", "DNS: Cloudflare"],
      ["CloudFront + S3", "www", "www.acme.com"],
      ["Load balancer (ALB)", "alb", "HTTPS", "WAF in production"],
      ["ECS service", "order-api", "API, NestJS"],
      ["ECS service", "admin-page", "web, image"],
      ["ECS service", "jobs", "worker, NestJS"],
      ["Scheduled task", "nightly", "NestJS", "cron(0 3 * * ? *)"],
      ["Aurora MySQL", "main", "version 8.0"],
      ["ElastiCache Redis", "queue"],
      ["Amazon SES", "acme.com"],
      ["S3 bucket", "files"],
      ["Backup vault", "us-east-1"],
      ["Copies of backups", "us-west-2"],
      ["CloudWatch", "Logs, alarms", "to e-mail and Slack"],
    ]);
    expect(everything.frame).toBe("VPC in us-east-1");
  });

  it("shows nothing that was not chosen", () => {
    const { nodes, edges } = architectureOf(viewOf({ services: [{ name: "jobs", kind: "worker" }] }));
    expect(nodes.map(({ title }) => title)).toEqual(["jobs", "Logs, alarms"]);
    expect(edges).toEqual([]);
  });

  it("names its nodes from the outside in", () => {
    const ranks = everything.nodes.map(({ tier }) => TIERS.indexOf(tier));
    expect(ranks).toEqual([...ranks].sort((one, other) => one - other));
  });
});

it("is this as Mermaid, for one API", () => {
  const graph = architectureOf(viewOf({ stages: ["dev"], services: [{ name: "api" }] }));
  expect(mermaidOf(graph)).toBe(`flowchart LR
  n0(["Visitors<br/>Internet"])
  n1["alb<br/>Load balancer #40;ALB#41;<br/>HTTP"]
  subgraph run ["ECS Fargate"]
    n2["api<br/>ECS service<br/>API, NestJS"]
  end
  n3["Logs, alarms<br/>CloudWatch"]
  n0 --> n1
  n1 --> n2
`);
});
