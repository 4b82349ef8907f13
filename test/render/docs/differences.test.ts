import { describe, expect, it } from "vitest";
import { explained } from "../../../lib/render/docs/alarms.ts";
import { differences } from "../../../lib/render/docs/differences.ts";
import { page } from "../../../lib/render/docs/page.ts";
import { lines, SHOP } from "../../support/one-of-everything.ts";
import { viewOf } from "../../support/view.ts";

/** What the documents say of stages that are not production, and of alarms: for each repo what it has. */

describe("what differs between stages", () => {
  it("of everything", () => {
    const all = viewOf({
      ...{
        ...SHOP,
        databases: [{ name: "d" }, { name: "e", engine: "aurora-mysql" }],
        backup: {},
        capacity: "spot",
        sleep: {},
      },
      services: SHOP.services.map((one) => (one.name === "night" ? { ...one, database: "e" } : one)),
    });
    const found = differences(all);
    expect(lines(found?.table ?? "")).toMatchInlineSnapshot(`
      [
        "|  | dev | staging | production |",
        "| --- | --- | --- | --- |",
        "| Network of the tasks | public subnets, no NAT | public subnets, no NAT | private subnets, 2 NAT gateways |",
        "| Tasks of a service | 1 or 2 | 1 or 2 | its own minimum to maximum |",
        "| Capacity of the services | Fargate Spot | Fargate Spot | Fargate |",
        "| Nights | no task, databases stopped | as by day | as by day |",
        "| Databases | db.t4g.micro, one zone | db.t4g.micro, one zone | db.t4g.medium, Multi-AZ |",
        "| Aurora | pauses when idle | pauses when idle | 2 instances of at least 0.5 ACU |",
        "| Changes to databases | at once | at once | in the maintenance window |",
        "| Measurements inside databases | none | none | every minute |",
        "| Caches | 1 × cache.t4g.micro | 1 × cache.t4g.micro | 2 × cache.t4g.small |",
        "| Backups | 7 days | 7 days | 35 days, copies in us-west-2 |",
        "| Deletion | \`sst remove\` takes all away | \`sst remove\` takes all away | protected, data is kept |",
        "| Logs | 30 days | 30 days | 365 days |",
        "| Web firewall | no | counts only | blocks |",
        "| Alarms | jobs and backups | all | all |",
        "| Metrics of the containers | none beyond ECS's own | of services | of services, tasks and containers |",
        "| Checks from outside | none | every public host | every public host |",
      ]
    `);
    expect(found?.reasons.map(({ what, controls }) => `${what}: ${controls.join(", ")}`)).toMatchInlineSnapshot(`
      [
        "Network of the tasks: ECS.2, WA.nat, EC2.9",
        "Tasks of a service: WA.tasks",
        "Capacity of the services: WA.spot",
        "Nights: OWN.awake",
        "Databases: RDS.5",
        "Aurora: RDS.15, WA.aurora-min",
        "Changes to databases: WA.window",
        "Measurements inside databases: RDS.6",
        "Caches: ElastiCache.3, WA.cache-az",
        "Backups: WA.copy, WA.lock, WA.vault-policy, WA.restore",
        "Deletion: WA.removal, OWN.keep, OWN.backups-stay, ELB.6, RDS.7, RDS.8, WA.snapshot, OWN.protect, WA.cache-snapshot, S3.14, WA.bucket",
        "Logs: CloudWatch.16",
        "Web firewall: ELB.16, OWN.firewall-blocks",
        "Alarms: WA.alarm-alb, WA.alarm-ecs, WA.alarm-db, WA.alarm-cache, WA.alarm-queue, OWN.mail-reputation, WA.dashboard",
        "Metrics of the containers: ECS.12",
        "Checks from outside: ",
      ]
    `);
  });

  it("of little, and of production alone nothing", () => {
    const site = { services: [{ name: "www", kind: "static" }] };
    const of = (answers: object) =>
      differences(viewOf({ ...answers }))?.reasons.map(({ what, controls }) => `${what}: ${controls.join(", ")}`);
    expect(of(site)).toMatchInlineSnapshot(`
      [
        "Deletion: WA.removal, OWN.keep, S3.14, WA.bucket",
      ]
    `);
    expect(of({ stages: ["dev"], services: [{ name: "jobs", kind: "worker" }] })).toMatchInlineSnapshot(`
      [
        "Network of the tasks: ECS.2, WA.nat",
        "Tasks of a service: WA.tasks",
        "Deletion: WA.removal, OWN.keep",
        "Logs: CloudWatch.16",
        "Alarms: WA.alarm-ecs, WA.dashboard",
        "Metrics of the containers: ECS.12",
      ]
    `);
    expect(of({ stages: ["staging"], services: [{ name: "api" }] })).toMatchInlineSnapshot(`
      [
        "Network of the tasks: ECS.2, WA.nat",
        "Tasks of a service: WA.tasks",
        "Deletion: WA.removal, OWN.keep, ELB.6, S3.14, WA.bucket",
        "Logs: CloudWatch.16",
        "Web firewall: OWN.firewall-blocks",
        "Metrics of the containers: ECS.12",
      ]
    `);
    expect(of({ ...site, stages: ["production"] })).toBeUndefined();
    const client = {
      name: "acme",
      account: "111111111111",
      domain: "acme.com",
      backup: {},
      stages: ["dev", "production"],
    };
    const theirs = differences(
      viewOf({ services: [{ name: "api", database: "d" }], databases: [{ name: "d" }], clients: [client] }),
    );
    expect(lines(theirs?.table ?? "").find((line) => line.startsWith("| Backups"))).toMatchInlineSnapshot(
      `"| Backups | 7 days | 7 days | as the client's file says |"`,
    );
  });
});

describe("alarms", () => {
  const API = { stages: ["dev"], services: [{ name: "api" }] };
  const LEAST = explained(viewOf(API));

  it("of one API, and of what has one thing more", () => {
    const MORE: [string, object][] = [
      ["production", { ...API, stages: ["production"] }],
      ["a domain", { ...API, domain: "a.com" }],
      ["a second load balancer", { ...API, services: [{ name: "api" }, { name: "b", balancer: 2 }] }],
      ["a private service", { ...API, services: [{ name: "api" }, { name: "b", private: true }] }],
      [
        "a private image",
        { ...API, services: [{ name: "api" }, { name: "b", private: true, source: "image", image: "x:1" }] },
      ],
      ["a worker", { ...API, services: [{ name: "api" }, { name: "b", kind: "worker" }] }],
      ["a queue", { ...API, services: [{ name: "api" }, { name: "b", kind: "worker", queue: "sqs" }] }],
      [
        "a queue in a cache",
        {
          ...API,
          services: [{ name: "api" }, { name: "b", kind: "worker", cache: "c", backlog: 5 }],
          caches: [{ name: "c" }],
        },
      ],
      ["a cron", { ...API, services: [{ name: "api" }, { name: "b", kind: "cron", schedule: "rate(1 day)" }] }],
      [
        "a cron that runs when nobody can tell",
        { ...API, services: [{ name: "api" }, { name: "b", kind: "cron", schedule: "cron(0 3 L * ? *)" }] },
      ],
      ["mail", { ...API, domain: "a.com", services: [{ name: "api", email: "noreply" }] }],
      ["a database", { ...API, services: [{ name: "api", database: "d" }], databases: [{ name: "d" }] }],
      [
        "Aurora, with backups",
        {
          ...API,
          services: [{ name: "api", database: "d" }],
          databases: [{ name: "d", engine: "aurora-mysql" }],
          backup: {},
        },
      ],
      ["backups of nothing", { ...API, backup: {} }],
    ];
    const more = MORE.map(([what, answers]) => {
      const found = explained(viewOf({ ...answers }));
      expect(
        LEAST.filter((name) => !found.includes(name)),
        what,
      ).toEqual([]);
      return [what, found.filter((name) => !LEAST.includes(name)).join(" ")];
    });
    expect({ least: LEAST.join(" "), ...Object.fromEntries(more) }).toMatchInlineSnapshot(`
      {
        "Aurora, with backups": "database.<name>.cpu database.<name>.capacity database.<name>.connections database.<name>.memory database.<name>.storage db-cluster db-instance db-parameter-group backup.failed backup.copy-failed backup-failed copy-failed backup.missing restore-failed",
        "a cron": "cron.not-started cron-took-too-long cron.<name>.missed cron-guard.failures",
        "a cron that runs when nobody can tell": "cron.not-started cron-took-too-long cron-guard.failures",
        "a database": "database.<name>.cpu database.<name>.connections database.<name>.memory database.<name>.storage db-cluster db-instance db-parameter-group",
        "a domain": "service.<name>.unreachable certificate-expires",
        "a private image": "",
        "a private service": "service.<name>.failures",
        "a queue": "service.<name>.failures queue.<name>.age queue.<name>.failed",
        "a queue in a cache": "service.<name>.failures queue.<name>.age cache.<name>.memory cache.<name>.cpu",
        "a second load balancer": "load-balancer.<name>.errors",
        "a worker": "service.<name>.failures",
        "backups of nothing": "",
        "least": "load-balancer.errors service.<name>.errors service.<name>.unhealthy service.<name>.slow service.<name>.cpu service.<name>.memory service.<name>.no-tasks task-crashed task-not-started task-unhealthy deployment-failed alerts.untold alerts.<name>.unheard",
        "mail": "service.<name>.unreachable certificate-expires mail.bounces mail.complaints mail-complaint",
        "production": "firewall.blocked",
      }
    `);
  });

  it("of a site and of a worker alone", () => {
    expect(explained(viewOf({ services: [{ name: "www", kind: "static" }] }))).toEqual([]);
    expect(page(viewOf({ services: [{ name: "www", kind: "static" }] })).alarms).toBeNull();
    expect(explained(viewOf({ services: [{ name: "b", kind: "cron" }] }))).toMatchInlineSnapshot(`
      [
        "task-crashed",
        "task-not-started",
        "cron.not-started",
        "cron-took-too-long",
        "cron.<name>.missed",
        "cron-guard.failures",
        "alerts.untold",
        "alerts.<name>.unheard",
      ]
    `);
  });
});
