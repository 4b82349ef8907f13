import { describe, expect, it } from "vitest";
import { ofServices, problems } from "../support/refused.ts";

/** Closed lists, each with all of its words. */

describe("words of closed lists", () => {
  const engine = (one: string) => `"x" is not one of ${one} for`;

  it.each<[document: object, problem: string]>([
    [{ stages: ["test"] }, 'stages[0]: "test" is not one of dev, staging, production'],
    [{ dns: "x" }, 'dns: "x" is not one of route53, cloudflare, external'],
    [{ capacity: "x" }, 'capacity: "x" is not one of on-demand, spot'],
    [{ architecture: "x" }, 'architecture: "x" is not one of x86_64, arm64'],
    [{ tunnel: "x" }, 'tunnel: "x" is not one of always, none'],
    [{ ci: "x" }, 'ci: "x" is not one of github, bitbucket, none'],
    [{ packageManager: "x" }, 'packageManager: "x" is not one of npm, pnpm'],
    [{ sleep: { stages: ["production"] } }, 'sleep.stages[0]: "production" is not one of dev, staging'],
    [{ services: [{ name: "a", kind: "x" }] }, 'services[0].kind: "x" is not one of api, web, worker, cron, static'],
    [
      { services: [{ name: "a", source: "x" }] },
      'services[0].source: "x" is not one of nestjs, node, react, image, existing',
    ],
    [{ services: [{ name: "a", kind: "worker", queue: "x" }] }, 'services[0].queue: "x" is not one of bullmq, sqs'],
    [
      { services: [{ name: "a", cpu: "9" }] },
      'services[0].cpu: "9" is not one of 0.25 vCPU, 0.5 vCPU, 1 vCPU, 2 vCPU, 4 vCPU',
    ],
    [
      { services: [{ name: "a", database: "d" }], databases: [{ name: "d", migrations: "x" }] },
      'databases[0].migrations: "x" is not one of typeorm, prisma, none',
    ],
    [
      { services: [{ name: "a", cache: "c" }], caches: [{ name: "c", engine: "x" }] },
      'caches[0].engine: "x" is not one of valkey, redis',
    ],
  ])("%j", (document, problem) => expect(problems(document)).toEqual([problem]));

  it.each([
    ["postgres", "15, 16, 17, 18"],
    ["mysql", "8.4"],
    ["aurora-postgres", "15, 16, 17, 18"],
    ["aurora-mysql", "8.0, 8.4"],
  ])("versions of %s", (name, versions) => {
    const of = (version: string) =>
      problems({ services: [{ name: "a", database: "d" }], databases: [{ name: "d", engine: name, version }] });
    expect(of("x")).toEqual([`databases[0].version: ${engine(versions)} ${name}`]);
    expect(versions.split(", ").flatMap(of)).toEqual([]);
  });

  it.each([
    ["api", "nestjs, node, image, existing", "react"],
    ["web", "react, nestjs, node, image, existing", null],
    ["worker", "nestjs, node, image, existing", "react"],
    ["cron", "nestjs, node, image, existing", "react"],
    ["static", "react, existing", "image"],
  ])("a %s service is made from %s", (kind, sources, other) => {
    const more = { image: { image: "nginx:1" }, existing: { directory: "apps/a" } } as Record<string, object>;
    const of = (source: string) => ofServices({ name: "a", kind, source, ...more[source] });
    expect(sources.split(", ").flatMap(of)).toEqual([]);
    if (other !== null)
      expect(of(other)).toEqual([`services[0].source: a ${kind} service is made from ${sources}, not ${other}`]);
  });

  // What Fargate pairs with a CPU (AWS, "Task CPU and memory"), as far as SST takes it.
  it.each([
    ["0.25 vCPU", "0.5 GB, 1 GB, 2 GB"],
    ["0.5 vCPU", "1 GB, 2 GB, 3 GB, 4 GB"],
    ["1 vCPU", "2 GB, 3 GB, 4 GB, 5 GB, 6 GB, 7 GB, 8 GB"],
    ["2 vCPU", Array.from({ length: 13 }, (_, i) => `${i + 4} GB`).join(", ")],
    ["4 vCPU", Array.from({ length: 12 }, (_, i) => `${2 * i + 8} GB`).join(", ")],
  ])("memory beside %s", (cpu, sizes) => {
    const of = (memory: string) => ofServices({ name: "a", cpu, memory });
    expect(of("99 GB")).toEqual([`services[0].memory: Fargate pairs ${cpu} with ${sizes}, not 99 GB`]);
    expect(sizes.split(", ").flatMap(of)).toEqual([]);
  });
});
