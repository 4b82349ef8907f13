import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DATABASE_VERSIONS } from "../../lib/answers/vocabulary.ts";
import { make, type Part, task } from "./rows/make.ts";
import { said } from "./said.ts";

describe("the end of a version", () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ["Date"] }));
  afterEach(() => vi.useRealTimers());

  const LAMBDA = "aws:lambda/function:Function";
  const INSTANCE = "aws:rds/instance:Instance";
  const CLUSTER = "aws:rds/cluster:Cluster";
  const image = (name: string) => (version: string) => task({ image: name.replace("%", version) });
  const engine = (type: string, name: string) => (version: string) =>
    make(type)({ engine: name, engineVersion: version });
  const runtime = (name: string) => make(LAMBDA)({ runtime: name });

  /** What is known of, the oldest first. */
  const KNOWN: [what: string, part: (version: string) => Part, versions: string[]][] = [
    ["Debian", image("node:99-%-slim"), ["bullseye", "bookworm", "trixie"]],
    ["Alpine", image("node:99-alpine%"), ["3.19", "3.20", "3.21", "3.22", "3.23"]],
    ["Ubuntu", image("ubuntu:%"), ["20.04", "22.04", "24.04"]],
    ["Node", image("node:%-slim"), ["18", "20", "22", "24"]],
    ["Python", image("python:%"), ["3.9", "3.10", "3.11", "3.12"]],
    ["nodejs", runtime, ["nodejs18.x", "nodejs20.x", "nodejs22.x", "nodejs24.x"]],
    ["python", runtime, ["python3.9", "python3.10", "python3.11", "python3.12"]],
    ["postgres", engine(INSTANCE, "postgres"), ["13", "14", "15", "16", "17"]],
    ["aurora-postgresql", engine(CLUSTER, "aurora-postgresql"), ["13", "14", "15", "16", "17"]],
    ["mysql", engine(INSTANCE, "mysql"), ["8.0", "8.4"]],
    ["aurora-mysql", engine(CLUSTER, "aurora-mysql"), ["8.0"]],
    ["redis", engine("aws:elasticache/replicationGroup:ReplicationGroup", "redis"), ["6"]],
  ];

  test.each(KNOWN)("is known of %s, and that of a newer one is later", (what, part, versions) => {
    vi.setSystemTime("2099-01-01");
    const lines = versions.map((version) => said("OWN.end-of-life", [part(version)]));
    expect(lines.map((line) => line.length)).toEqual(versions.map(() => 1));
    const name = /^(nodejs|python)$/.test(what) ? "" : `${what} `;
    lines.forEach(([line], at) => {
      expect(line).toContain(`${name}${versions[at]} `);
    });
    const ends = lines.flatMap(([line]) => /until (\d{4}-\d\d-\d\d)$/.exec(line ?? "")?.[1] ?? []);
    expect(ends).toHaveLength(versions.length);
    expect(new Set(ends).size).toBe(ends.length);
    expect([...ends].sort()).toEqual(ends);
  });

  test.each([
    ["postgres", INSTANCE, "postgres"],
    ["aurora-postgres", CLUSTER, "aurora-postgresql"],
  ] as const)("is known of every version of %s that can be answered, but of the newest", (answer, type, name) => {
    vi.setSystemTime("2099-01-01");
    const newest = Math.max(...DATABASE_VERSIONS[answer].map(Number));
    const older = DATABASE_VERSIONS[answer].filter((version) => Number(version) < newest);
    expect(older.filter((version) => said("OWN.end-of-life", [engine(type, name)(version)]).length === 0)).toEqual([]);
  });

  // Half a year before: 183 days.
  test.each([
    ["2027-10-29", []],
    ["2027-10-30", ["node:24-slim: Node 24 has fixes until 2028-04-30"]],
  ])("is told half a year before, on %s", (today, lines) => {
    vi.setSystemTime(`${today}T12:00:00Z`);
    expect(said("OWN.end-of-life", [task({ image: "node:24-slim" })])).toEqual(lines);
    expect(said("OWN.end-of-life", [runtime("nodejs24.x")])).toEqual(
      lines.map(() => "AWS supports nodejs24.x until 2028-04-30"),
    );
  });
});
