import { describe, expect, it } from "vitest";
import { beyondWildcard, certificateGroups, frontOf, nameOf, namesToCertify } from "../../lib/answers/hosts.ts";
import { toBlueprint } from "../../lib/answers/parse.ts";
import type { Answers } from "../../lib/answers/schema.ts";
import { UsageError } from "../../lib/errors.ts";

type Services = NonNullable<Answers["services"]>;

const acme = (services: Services, rest: Partial<Answers> = {}): Answers => ({
  project: "shop",
  domain: "acme.com",
  ...rest,
  services,
});

/** Every problem of a document, as `path: message`. */
function problems(document: Answers): string[] {
  try {
    toBlueprint(document, "the answers");
    return [];
  } catch (error) {
    if (error instanceof UsageError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
}

describe("the name of a host", () => {
  it.each([
    ["api", "production", "api.acme.com"],
    ["api", "dev", "api-dev.acme.com"],
    ["@", "production", "acme.com"],
    ["@", "staging", "staging.acme.com"],
    ["*.app", "production", "*.app.acme.com"],
    ["*.app", "dev", "*.app-dev.acme.com"],
  ] as const)("%s in %s is %s", (host, environment, name) => {
    expect(nameOf(host, environment, "acme.com")).toBe(name);
  });
});

describe("hosts", () => {
  const site: Services[number] = { name: "site", kind: "static" };

  it("are read in the forms that people write, and stored only where there are some", () => {
    const { services } = toBlueprint(
      acme([
        { name: "web", kind: "web", host: "@", aliases: ["*.App"], redirects: ["WWW"] },
        { name: "api", aliases: [] },
      ]),
      "the answers",
    );
    expect(services[0]).toMatchObject({ host: "@", aliases: ["*.app"], redirects: ["www"] });
    expect(services[0]?.redirectsPriority).toBeGreaterThanOrEqual(19_300);
    expect(services[0]?.redirectsPriority).toBeLessThan(20_000);
    expect(services[1]).not.toHaveProperty("aliases");
    expect(services[1]).not.toHaveProperty("redirectsPriority");
  });

  it("keep the priority of their redirects, whatever else is added", () => {
    const web: Services[number] = { name: "web", kind: "web", redirects: ["www"] };
    const alone = toBlueprint(acme([web]), "the answers").services[0]?.redirectsPriority;
    const others = toBlueprint(acme([{ name: "old", redirects: ["older"] }, web]), "the answers").services[1];
    expect(others?.redirectsPriority).toBe(alone);
  });

  it.each<[string, Services, Partial<Answers>, string[]]>([
    [
      "of two services",
      [
        { name: "web", kind: "web", host: "@" },
        { ...site, aliases: ["@"] },
      ],
      {},
      ['services[1].aliases[0]: "web" already answers on host "@"'],
    ],
    [
      "that are said twice",
      [{ name: "web", aliases: ["web", "app"] }],
      {},
      ['services[0].aliases[0]: "web" is named twice'],
    ],
    [
      "that lead to themselves",
      [{ name: "web", host: "@", redirects: ["www", "@"] }],
      {},
      ['services[0].redirects[1]: "@" would redirect to itself: it answers there'],
    ],
    [
      "that answer in one service and lead elsewhere in another, round in a loop",
      [
        { name: "a", redirects: ["b"] },
        { name: "b", redirects: ["a"] },
      ],
      {},
      ['services[1].host: "a" already redirects host "b"', 'services[1].redirects[0]: "a" already answers on host "a"'],
    ],
    [
      "that are another stage's",
      [{ name: "web", host: "@" }, { name: "dev" }, { name: "api" }, { name: "x", host: "api-staging" }],
      {},
      [
        'services[1].host: dev.acme.com would be "dev" in production and "web" in dev: use another host',
        'services[3].host: api-staging.acme.com would be "x" in production and "api" in staging: use another host',
      ],
    ],
    [
      "that are a client's domain",
      [{ name: "web", host: "@" }, { name: "globex" }],
      { clients: [{ name: "globex", account: "222222222222", domain: "globex.acme.com" }] },
      [
        'services[0].host: globex.acme.com would be "web" in globex-production and "globex" in production: use another host',
      ],
    ],
    [
      "that SST calls the same",
      [site, { name: "a-b" }, { name: "c", aliases: ["ab", "*.a-b"] }],
      {},
      ['services[2].aliases[0]: "ab" is too like "a-b": SST gives the records of both one name'],
    ],
    [
      "of what nobody calls",
      [{ name: "jobs", kind: "worker", aliases: ["x"], redirects: ["y"] }],
      {},
      [
        "services[0].aliases: is for kinds api, web and static only, not worker",
        "services[0].redirects: is for kinds api, web and static only, not worker",
      ],
    ],
    [
      "for all below the domain",
      [{ name: "web", aliases: ["*"] }],
      {},
      ['services[0].aliases[0]: "*": use a label such as app, @ for the domain itself, or *.app for all below it'],
    ],
    [
      "that are more than a rule takes",
      [
        {
          name: "web",
          path: "/a*b*c*/*",
          aliases: ["a", "*.b", "*.c", "d"],
          redirects: ["e", "f", "g", "h", "i", "j"],
        },
      ],
      {},
      [
        "services[0].aliases: 5 hosts, but a rule of the load balancer takes 5 values, of which its path is one: at most 3 aliases; what only leads elsewhere can be a redirect",
        "services[0].redirects: 6 hosts, but a rule of the load balancer takes 5: use fewer",
        "services[0].path: its path and hosts have 6 wildcards, but a rule takes 5: use fewer",
      ],
    ],
    [
      "that are more than a site's certificate takes",
      [{ ...site, aliases: Array.from({ length: 6 }, (_, i) => `a${i}`), redirects: ["b", "c", "d", "e"] }],
      {},
      ["services[0].aliases: 11 hosts, but a site's certificate takes 10: use fewer"],
    ],
    [
      "that are more than a load balancer takes",
      Array.from({ length: 51 }, (_, i) => ({ name: `s${i}`, redirects: [`r${i}`], aliases: [`*.t${i}`] })),
      {},
      [
        "services: their hosts need 52 certificates, and a stage takes 20: put some services into a project of their own",
      ],
    ],
    [
      "below a site's, which Cloudflare would have to prove twice",
      [{ name: "web", aliases: ["*.site"] }, site],
      { dns: "cloudflare" },
      [
        'services[1].host: "site" and "*.site" of the load balancer are proven by the same record, which Cloudflare takes once: let one service have both',
      ],
    ],
    [
      "that are longer than the first name of a certificate may be",
      [
        { name: "web", aliases: [`*.${"x".repeat(38)}`] },
        { ...site, host: "y".repeat(40) },
      ],
      { domain: "a-company-of-some-size.com" },
      [
        `services[0].aliases[0]: *.${"x".repeat(38)}-dev.a-company-of-some-size.com is longer than the 64 characters that a certificate takes: use a shorter host`,
        `services[1].host: ${"y".repeat(40)}-dev.a-company-of-some-size.com is longer than the 64 characters that a certificate takes: use a shorter host`,
      ],
    ],
  ])("%s are refused", (_, services, rest, wanted) => {
    expect(problems(acme(services, rest))).toEqual(wanted);
  });

  it("can be shared by services with paths of their own, but for what leads elsewhere", () => {
    const api = { name: "api", host: "@", path: "/v1/*", aliases: ["also"] };
    expect(problems(acme([{ name: "web", kind: "web", host: "@", aliases: ["also"] }, api]))).toEqual([]);
    expect(
      problems(
        acme([
          { name: "web", host: "x", aliases: ["also"] },
          { ...api, path: "/*" },
        ]),
      ),
    ).toEqual(['services[1].path: "web" already answers /* on host "also"']);
  });
});

describe("certificates", () => {
  const services = (all: Services) => toBlueprint(acme(all, { dns: "cloudflare" }), "the answers").services;

  it("of Cloudflare have at most ten names, and keep together what is proven by one record", () => {
    const nine = Array.from({ length: 9 }, (_, i) => ({ name: `s${i}` }));
    const groups = certificateGroups(services([...nine, { name: "app", aliases: ["*.app"] }, { name: "z" }]));
    expect(groups).toEqual([nine.map(({ name }) => name), ["app", "*.app", "z"]]);
  });

  it("beyond the one for all below the domain are for the domain itself and below its hosts", () => {
    expect(
      beyondWildcard(
        services([{ name: "web", host: "@", aliases: ["*.app", "x"], redirects: ["www"] }, { name: "y" }]),
      ),
    ).toEqual(["@", "*.app"]);
  });

  it("made by hand are for what every stage is called", () => {
    const all = services([{ name: "web", host: "@", aliases: ["*.app"] }]);
    expect(namesToCertify(all, ["dev", "production"], "acme.com")).toEqual([
      "acme.com",
      "*.acme.com",
      "*.app.acme.com",
      "*.app-dev.acme.com",
    ]);
    expect(namesToCertify(all.slice(0, 1), ["dev"], "acme.com")).toEqual(["*.acme.com", "*.app-dev.acme.com"]);
  });
});

describe("the service that answers at / without a domain", () => {
  it.each<[string, Services, string | null]>([
    ["the only one", [{ name: "api" }], "api"],
    [
      "what has the domain itself",
      [
        { name: "web", kind: "web" },
        { name: "api", host: "@" },
      ],
      "api",
    ],
    ["the web application", [{ name: "api" }, { name: "web", kind: "web" }], "web"],
    ["none", [{ name: "api" }, { name: "other" }], null],
  ])("is %s", (_, services, front) => {
    expect(frontOf(toBlueprint({ project: "shop", services }, "the answers").services)).toBe(front);
  });
});
