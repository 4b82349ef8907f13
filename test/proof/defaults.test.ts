import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { standard } from "../../lib/proof/controls/list.ts";
import { ask } from "../../lib/proof/controls/report.ts";
import { simulate } from "../../lib/proof/simulate/simulate.ts";
import { Stack } from "../../lib/proof/simulate/stack.ts";
import { platform } from "../support/platform.ts";
import { link, linkPackages } from "../support/repo.ts";

/**
 * What the controls say about SST's own defaults: the same parts as in a rendered repo, without anything that a rendered
 * repo does to them. It shows that controls find what real components leave open, not only resources made by hand.
 */

const config = `/// <reference path="./.sst/platform/config.d.ts" />
export default $config({
  app: () => ({ name: "plain", home: "aws", removal: "retain", providers: { aws: { region: "us-east-1" }, random: "4.16.6" } }),
  async run() {
    const vpc = new sst.aws.Vpc("Vpc", { bastion: true, nat: "ec2" });
    const database = new sst.aws.Postgres("Database", { vpc });
    const other = new sst.aws.Mysql("Other", { vpc });
    const aurora = new sst.aws.Aurora("Aurora", { engine: "mysql", vpc });
    const cache = new sst.aws.Redis("Cache", { vpc });
    const cluster = new sst.aws.Cluster("Cluster", { vpc });
    const alb = new sst.aws.Alb("Alb", {
      vpc,
      domain: "plain.example.com",
      listeners: [{ port: 80, protocol: "http" }, { port: 443, protocol: "https" }],
    });
    new sst.aws.Service("Api", {
      cluster,
      image: "nginx:1.29",
      link: [database, other, aurora, cache],
      loadBalancer: { instance: alb, rules: [{ listen: "443/https", forward: "80/http", conditions: { path: "/*" }, priority: 10 }] },
    });
    const task = new sst.aws.Task("Job", { cluster, image: "nginx:1.29" });
    new sst.aws.CronV2("Nightly", { task, schedule: "rate(1 day)" });
    new sst.aws.Bucket("Files");
  },
});
`;

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "space-sst-defaults-"));
  await writeFile(join(root, "sst.config.ts"), config);
  await writeFile(join(root, "package.json"), '{ "private": true, "type": "module" }\n');
  await link(join(await platform(), ".sst"), join(root, ".sst"));
  await linkPackages(root);
}, 300_000);

afterAll(() => rm(root, { recursive: true, force: true }));

/** Measured once by hand on the same components; what SST improves disappears from here with its version. */
const BROKEN = `
  OWN.env OWN.keep OWN.order OWN.secrets WA.removal OWN.tags ECS.5 ECS.20 OWN.ports ECS.2 ECS.12 OWN.exec WA.wait WA.tasks
  WA.scaling WA.schedule OWN.cron-guard EC2.2 EC2.6 EC2.15 OWN.s3-endpoint WA.nat EC2.13 EC2.14 EC2.18 EC2.19
  EC2.53 EC2.3 EC2.8 EC2.9 EC2.180 ELB.4 ELB.5 ELB.6 ELB.1 ELB.17 ELB.18 OWN.hsts
  WA.tg-health ELB.16 RDS.7 RDS.8 WA.snapshot OWN.protect RDS.50 RDS.16 RDS.17 WA.storage WA.window WA.aurora-min
  OWN.db-cmk OWN.strangers RDS.10 RDS.12 RDS.23 RDS.24 RDS.25 RDS.38 RDS.39 OWN.aurora-tls OWN.db-sg OWN.end-of-life RDS.5 RDS.15
  RDS.6 RDS.9 RDS.36 RDS.34 RDS.45 RDS.13 RDS.35 RDS.19 RDS.20 RDS.21 ElastiCache.1
  ElastiCache.2 WA.cache-az WA.cache-snapshot OWN.cache-sg OWN.execrole OWN.least OWN.moved S3.13 S3.14 WA.bucket OWN.grace OWN.recovery CloudWatch.16 WA.alarm-alb
  WA.alarm-ecs WA.alarm-db WA.alarm-cache WA.alarm-cron WA.alarm-deploy WA.dashboard
`;

test("SST's own defaults break these controls, and keep the others that they are asked", async () => {
  const simulation = await simulate({ root, stage: "production" });
  expect(simulation.errors).toEqual([]);
  const stack = new Stack(simulation);
  const results = standard.map((control) => ask(control, stack));
  const count = (wanted: string) => results.filter(({ status }) => status === wanted);
  const broken = count("failed").map(({ control }) => control.id);
  expect(broken.sort()).toEqual(BROKEN.trim().split(/\s+/).sort());
  expect(count("passed").length).toBeGreaterThan(40);
});
