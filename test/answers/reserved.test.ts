import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RESERVED_VARIABLES, TRACING_VARIABLES } from "../../lib/answers/reserved.ts";
import { packageRoot } from "../../lib/system/package-root.ts";
import { ofServices, problems } from "../support/refused.ts";

describe("names that are somebody else's", () => {
  // A word of JavaScript, globals of the program, and files that stand beside those of services.
  it.each(["default", "aws", "sst", "index", "infra", "stage"])("%s, in every list", (name) => {
    const document = {
      services: [{ name, database: name, cache: name, bucket: name }],
      databases: [{ name }],
      caches: [{ name }],
      buckets: [{ name }],
      clients: [{ name, account: "111111111111", domain: "a.com" }],
    };
    expect(problems(document)).toEqual(
      ["services", "databases", "caches", "buckets", "clients"].map(
        (list) => `${list}[0].name: "${name}" is a reserved word`,
      ),
    );
  });

  // Databases, schemas and roles that PostgreSQL, MySQL or RDS come with; those on pg_ and rds_ are theirs, too.
  it.each([
    ...["postgres", "template0", "template1", "rdsadmin", "rdsrepladmin", "mysql", "sys", "information-schema"],
    ...["performance-schema", "root", "admin", "public", "none", "pg-main", "rds-main"],
  ])("%s, for what has a database", (name) => {
    const databases = [{ name: "main" }];
    expect(problems({ services: [{ name, database: "main" }], databases })).toContain(
      `services[0].name: "${name}" is a name that databases keep for themselves: its database and role are called so`,
    );
    if (name !== "public") expect(ofServices({ name })).toEqual([]);
  });

  /** What the rendered program sets in a container, and what the code there reads, by their texts. */
  const setOrRead = (): string[] => {
    const infra = join(packageRoot, "templates/infra");
    const texts = readdirSync(infra, { recursive: true, encoding: "utf8" })
      .filter((path) => /\.ts(\.ejs)?$/.test(path))
      .map((path) => readFileSync(join(infra, path), "utf8"));
    const config = readFileSync(join(packageRoot, "templates/services/common/src/config.ts.ejs"), "utf8");
    // Those of a build, of a function and of the task that prepares databases.
    const others = ["HOME", "PATH", "CLUSTER", "ADMIN_USER", "ADMIN_PASS"];
    return [...texts, config]
      .flatMap((text) => [...text.matchAll(/(?:^\s*|[{,]\s*|\[")([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*)(?:"\])?:(?!:)/gm)])
      .flatMap(([, name]) => (name === undefined || others.includes(name) ? [] : [name]));
  };
  /** AWS's own: the keys that would take the place of the task's role, and what its agent reads. */
  const OF_AWS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "ECS_ENGINE_AUTH_DATA"];

  it("those of variables, for a secret", () => {
    const wanted = [...new Set([...setOrRead(), ...OF_AWS])].sort();
    const refused = (tracing: number | null) =>
      problems({
        tracing,
        services: [
          { name: "api", secrets: wanted.slice(0, 40) },
          { name: "b", secrets: wanted.slice(40) },
        ],
      }).map((problem) => /"(\w+)" is set by the infrastructure itself$/.exec(problem)?.[1]);
    expect(wanted).toContain("CONFIG_VERSION");
    expect(refused(5)).toEqual(wanted);
    expect(refused(null)).toEqual(wanted.filter((name) => !name.startsWith("OTEL_")));
    expect(wanted).toEqual([...RESERVED_VARIABLES, ...TRACING_VARIABLES].sort());
  });

  it("those of other secrets", () => {
    expect(ofServices({ name: "api", secrets: ["KEY", "KEY", "A_B"] }, { name: "api-a", secrets: ["B"] })).toEqual([
      'services[0].secrets[1]: "KEY" is named twice',
      "services[1].secrets[0]: api-a/B is too like api/A_B: both become the SST secret ApiAB",
    ]);
  });
});
