import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toDocument } from "../../lib/answers/document.ts";
import { parseBlueprint, toBlueprint } from "../../lib/answers/parse.ts";
import type { StoreKind } from "../../lib/answers/vocabulary.ts";
import { answers } from "../support/blueprints.ts";

const problems = (document: unknown) => {
  const result = parseBlueprint(document);
  return "problems" in result ? result.problems.map(({ path, message }) => `${path}: ${message}`) : [];
};

describe("a valid document", () => {
  it("needs nothing but a project", () => {
    expect(toBlueprint({ project: "shop" })).toMatchObject({
      region: "us-east-1",
      stages: ["dev", "staging", "production"],
      services: [
        { name: "api", kind: "api", source: "nestjs", port: 5000, health: "/health", host: "api", priority: 34_567 },
      ],
    });
  });

  it("is read again from what is kept of it", () => {
    fc.assert(
      fc.property(answers({ sizes: true }), (document) => {
        const blueprint = toBlueprint(document);
        const kept = JSON.stringify(toDocument(blueprint));
        expect(toBlueprint(JSON.parse(kept))).toEqual(blueprint);
        expect(JSON.stringify(toDocument(toBlueprint(JSON.parse(kept))))).toBe(kept);
      }),
      { numRuns: 300 },
    );
  });

  it("gives a service the same priority whether it is added now or later", () => {
    fc.assert(
      fc.property(answers({ services: 12 }), (document) => {
        const whole = toBlueprint(document);
        let kept: ReturnType<typeof toDocument>["services"] = [];
        for (const service of document.services ?? []) {
          const services = [...(kept ?? []), service];
          const used = (key: StoreKind, name: string) => services.some((item) => item[key] === name);
          const grown = toBlueprint({
            ...document,
            // Those that come later cannot be called yet, nor be given jobs.
            services: services.map((item) => ({ ...item, calls: [], jobs: [], min: item.min || 1 })),
            databases: document.databases?.filter(({ name }) => used("database", name)),
            caches: document.caches?.filter(({ name }) => used("cache", name)),
            buckets: document.buckets?.filter(({ name }) => used("bucket", name)),
          });
          kept = toDocument(grown).services;
        }
        expect(kept?.map(({ priority }) => priority ?? null)).toEqual(whole.services.map(({ priority }) => priority));
      }),
      { numRuns: 100 },
    );
  });
});

describe("an invalid document", () => {
  it("is refused with every problem at once, each with its path", () => {
    expect(
      problems({
        project: "Shop!",
        regon: "us-east-1",
        services: [
          { name: "api", port: 80, database: "mian" },
          { name: "api", kind: "static", host: "www", secrets: ["JWT_SECRET"] },
        ],
        databases: [{ name: "main", engine: "postgress" }],
        dns: "external",
        domain: "acme.com",
      }),
    ).toEqual([
      'project: "Shop!": use lower-case letters and digits, words joined by single hyphens, beginning with a letter',
      "services[0].port: 80 should be at least 1024",
      'databases[0].engine: "postgress" is not one of postgres, mysql, aurora-postgres, aurora-mysql (did you mean "postgres"?)',
      'regon: there is no such answer (did you mean "region"?)',
      'services[1].name: "api" is taken',
      'services[0].database: there is no database called "mian" (did you mean "main"?)',
      'databases[0]: no service uses the database "main": name it in a service, or leave it out',
      "services[1].secrets: a static site cannot keep a secret: everything in it is public",
      "certificate: is required with dns external: an ACM certificate in us-east-1 for *.acme.com",
    ]);
  });

  const service = { name: "api" };
  it.each([
    ["no project", {}, "project: is required"],
    ["a list", [], ": the answers should be one document of names and values"],
    ["text", "project: shop", ": the answers should be one document of names and values"],
    ["a long project", { project: "a23456789-1234567" }, "project: at most 16 characters"],
    [
      "an unknown key of a service",
      { project: "p", services: [{ ...service, prot: 1 }] },
      'services[0].prot: there is no such answer (did you mean "port"?)',
    ],
    ["a version from the future", { project: "p", blueprint: 2 }, "blueprint: is 2, of a newer version"],
    [
      "more clients than a repo takes",
      {
        project: "p",
        clients: Array.from({ length: 201 }, (_, n) => ({
          name: `c${n}`,
          account: "1".repeat(12),
          domain: `c${n}.com`,
        })),
      },
      "clients: at most 200 clients in one repo: the others are for a second one",
    ],
    [
      "more services than a repo takes, each with a database",
      {
        project: "p",
        services: Array.from({ length: 201 }, (_, n) => ({ name: `s${n}`, database: "main" })),
        databases: [{ name: "main" }],
      },
      "services: at most 200 services in one repo: the others are for a second one",
    ],
    ["text where names and values should be", { project: "p", alerts: "x" }, 'alerts: "x" should be names and values'],
    ["no stage", { project: "p", stages: [] }, "stages: name at least one stage"],
    [
      "the same region twice",
      { project: "p", backup: { region: "us-east-1" } },
      "backup.region: should differ from region, us-east-1",
    ],
    [
      "memory that Fargate does not pair",
      { project: "p", services: [{ ...service, memory: "8 GB" }] },
      "services[0].memory: Fargate pairs 0.25 vCPU with 0.5 GB, 1 GB, 2 GB, not 8 GB",
    ],
    [
      "a call of a service that is not there, with those that can be called",
      {
        project: "p",
        services: [
          { ...service, calls: ["biling"] },
          { name: "billing", private: true },
        ],
      },
      'services[0].calls[0]: there is no service called "biling" (did you mean "billing"?): it can call billing',
    ],
    [
      "a call of a cron",
      {
        project: "p",
        services: [
          { ...service, calls: ["nightly"] },
          { name: "nightly", kind: "cron" },
        ],
      },
      'services[0].calls[0]: "nightly" is a cron, which answers nobody: it can call none',
    ],
    [
      "a call of a site",
      {
        project: "p",
        services: [service, { name: "jobs", kind: "worker", calls: ["www"] }, { name: "www", kind: "static" }],
      },
      'services[1].calls[0]: "www" is a static, which answers nobody: it can call api',
    ],
    [
      "a call of itself",
      {
        project: "p",
        services: [
          { ...service, calls: ["api"] },
          { name: "web", kind: "web" },
        ],
      },
      'services[0].calls[0]: "api" is the service itself: it can call web',
    ],
    [
      "the same call twice",
      { project: "p", services: [service, { name: "jobs", kind: "worker", calls: ["api", "api"] }] },
      'services[1].calls[1]: "api" is named twice',
    ],
    [
      "a site that calls",
      { project: "p", services: [service, { name: "www", kind: "static", calls: ["api"] }] },
      "services[1].calls: a static site has no server to call a service from",
    ],
    [
      "a call whose variable the infrastructure sets",
      {
        project: "p",
        services: [service, { name: "database", private: true }, { name: "jobs", kind: "worker", calls: ["database"] }],
      },
      'services[2].calls[0]: DATABASE_URL is set by the infrastructure itself: call "database" by another name',
    ],
    [
      "a private API that would take the place of the API that a web service is given",
      {
        project: "p",
        services: [{ name: "orders" }, { name: "api", private: true }, { name: "web", kind: "web", calls: ["api"] }],
      },
      'services[2].calls[0]: API_URL is set by the infrastructure itself: call "api" by another name',
    ],
    [
      "a call whose variable is a secret of the caller",
      {
        project: "p",
        services: [
          { ...service, calls: ["billing"], secrets: ["BILLING_URL"] },
          { name: "billing", private: true },
        ],
      },
      'services[0].calls[0]: "billing" is called at BILLING_URL, which is a secret too',
    ],
    [
      "pages of anybody",
      {
        project: "p",
        services: [
          { ...service, origins: ["*", "https://a.com/shop", "wbe"] },
          { name: "web", kind: "web" },
        ],
      },
      [
        'services[0].origins[0]: "*" should be an origin such as https://app.acme.com, or one of web',
        'services[0].origins[1]: "https://a.com/shop" should be an origin such as https://app.acme.com, or one of web',
        'services[0].origins[2]: "wbe" should be an origin such as https://app.acme.com, or one of web (did you mean "web"?)',
      ].join("\n"),
    ],
    [
      "pages that may call what no browser reaches",
      {
        project: "p",
        services: [
          { ...service, private: true, origins: [] },
          { name: "jobs", kind: "worker", origins: ["https://a.com"] },
        ],
      },
      "services[0].origins: is for an api that browsers reach, not a private one\nservices[1].origins: is for an api that browsers reach, not worker",
    ],
    [
      "a host of a private service",
      { project: "p", services: [service, { name: "billing", private: true, aliases: ["pay"] }] },
      "services[1].aliases: is for kinds api, web and static only, not a private one",
    ],
    [
      "a private worker",
      { project: "p", services: [service, { name: "jobs", kind: "worker", private: true }] },
      "services[1].private: is for kind api only, not worker",
    ],
    [
      "names that become one",
      { project: "p", services: [{ name: "a-1" }, { name: "a1" }] },
      'services[1].name: "a1" is too like "a-1": both become A1',
    ],
    [
      "a word that TypeScript keeps",
      { project: "p", services: [{ name: "new" }] },
      'services[0].name: "new" is a reserved word',
    ],
    [
      "a time limit of what does not end",
      { project: "p", services: [{ ...service, timeout: 5 }] },
      "services[0].timeout: is for kind cron only, not api",
    ],
    [
      "a schedule with four fields",
      { project: "p", services: [{ ...service, kind: "cron", schedule: "cron(0 3 * *)" }] },
      "services[0].schedule: cron(…) has six fields: minutes, hours, day of month, month, day of week, year",
    ],
    [
      "a schedule at 25 o'clock",
      { project: "p", services: [{ ...service, kind: "cron", schedule: "cron(0 25 * * ? *)" }] },
      'services[0].schedule: hours: "25" should be from 0 to 23, * or a list of such',
    ],
    [
      "a shadowed path",
      {
        project: "p",
        services: [
          { name: "a", host: "x", path: "/v1/*", priority: 9 },
          { name: "b", host: "x", path: "/v1/users/*", priority: 10 },
        ],
      },
      'services[1].path: /v1/users/* is never reached: "a" takes /v1/* first; give it a lower priority, or none',
    ],
    [
      "a route taken",
      {
        project: "p",
        services: [
          { name: "a", host: "x" },
          { name: "b", host: "x" },
        ],
      },
      'services[1].path: "a" already answers /* on host "x"',
    ],
    [
      "a certificate from elsewhere",
      {
        project: "p",
        domain: "a.co",
        dns: "external",
        certificate: "arn:aws:acm:eu-west-1:111111111111:certificate/01234567-89ab-cdef-0123-456789abcdef",
      },
      "certificate: is in eu-west-1, but the load balancer is in us-east-1",
    ],
    [
      "a secret that the infrastructure sets",
      { project: "p", services: [{ ...service, secrets: ["DATABASE_URL"] }] },
      'services[0].secrets[0]: "DATABASE_URL" is set by the infrastructure itself',
    ],
    [
      "a secret whose name `rotate` has",
      { project: "p", services: [{ ...service, secrets: ["DATABASE_ROTATED"] }] },
      'services[0].secrets[0]: "DATABASE_ROTATED" would become the SST secret ApiDatabaseRotated, and `rotate` has those on Rotated',
    ],
    [
      "an image for code",
      { project: "p", services: [{ ...service, image: "nginx" }] },
      "services[0].image: is for source image only, not nestjs",
    ],
    [
      "a folder outside",
      { project: "p", services: [{ ...service, source: "existing", directory: "../x" }] },
      'services[0].directory: "../x": use a folder inside the repo, such as apps/api',
    ],
    [
      "an account without its zeros",
      { project: "p", clients: [{ name: "c", account: 12345678901, domain: "c.co" }] },
      "clients[0].account: 12345678901 should be a text",
    ],
    [
      "a client called like a stage",
      { project: "p", clients: [{ name: "production", account: "123456789012", domain: "c.co" }] },
      'clients[0].name: "production" is the name of an environment',
    ],
  ])("%s", (_, document, problem) => {
    expect(problems(document).join("\n")).toContain(problem);
  });

  it("is refused where a client would keep its data for less time than the controls of its repo ask", () => {
    const client = {
      name: "acme",
      account: "111111111111",
      domain: "acme.example",
      sizes: { production: { database: { backupDays: 6 }, cache: { snapshotDays: 0 } } },
    };
    expect(problems({ project: "shop", clients: [client] }).map((text) => text.split(":")[0])).toEqual([
      "clients[0].sizes.production.database.backupDays",
      "clients[0].sizes.production.cache.snapshotDays",
    ]);
  });

  it("never throws anything but the list of problems, whatever is given", () => {
    fc.assert(
      fc.property(fc.anything(), (document) => void parseBlueprint(document)),
      { numRuns: 500 },
    );
  });

  it("is refused when any one value of a valid document becomes hostile", () => {
    const hostile = fc.constantFrom(
      "`id`",
      "$" + "{x}",
      "a\nb",
      "'; DROP TABLE x;--",
      "<script>",
      "{{ x }}",
      "ünïcode",
      "",
      " ",
      "$(id)",
      "../..",
      "%>",
    );
    fc.assert(
      fc.property(answers(), hostile, fc.nat(), (document, text, n) => {
        const texts = stringPaths(document);
        const path = texts[n % texts.length] as (string | number)[];
        expect(problems(replaceAt(document, path, text))).not.toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

function stringPaths(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value === "string") return [path];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, item]) =>
    stringPaths(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function replaceAt(document: unknown, path: (string | number)[], text: string): unknown {
  const copy = structuredClone(document);
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], copy) as Record<
    string | number,
    unknown
  >;
  parent[path.at(-1) as string | number] = text;
  return copy;
}
