import { describe, expect, it } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { problems } from "../support/refused.ts";

/** What is refused, with all that is said of it; beside it what is nearly the same, and is taken. */

type Service = NonNullable<Answers["services"]>[number];
type Client = NonNullable<Answers["clients"]>[number];

const ofClients = (rest: object, ...clients: Partial<Client>[]): string[] =>
  problems({
    ...rest,
    clients: clients.map((client, i) => ({ name: `c${i}`, account: "111111111111", domain: `c${i}.com`, ...client })),
  });

const ARN = (region: string, account = "111111111111") =>
  `arn:aws:acm:${region}:${account}:certificate/01234567-89ab-cdef-0123-456789abcdef`;

describe("answers for other kinds and sources", () => {
  it.each<[service: Omit<Service, "name">, found: string[]]>([
    [{ source: "image" }, ["image: is required for source image"]],
    [{ source: "existing" }, ["directory: is required for source existing"]],
    [{ directory: "apps/a" }, ["directory: is for source existing only, not nestjs"]],
    [{ source: "node", image: "nginx:1" }, ["image: is for source image only, not node"]],
    [{ writable: ["/x"] }, ["writable: is for containers of sources image and existing, not nestjs"]],
    [{ source: "image", image: "nginx:1", writable: ["/x"] }, []],
    [{ source: "existing", directory: "apps/a", writable: ["/x"] }, []],
    [
      { kind: "static", source: "existing", directory: "apps/a", writable: ["/x"] },
      ["writable: is for containers of sources image and existing, not existing"],
    ],
    [{ kind: "worker", schedule: "rate(1 day)" }, ["schedule: is for kind cron only, not worker"]],
    [{ kind: "cron", schedule: "rate(1 day)", timeout: 5 }, []],
    [
      { kind: "worker", priority: 1, redirectsPriority: 2, balancer: 3 },
      ["priority", "redirectsPriority", "balancer"].map((key) => `${key}: is for kinds api and web only, not worker`),
    ],
    [{ kind: "web", priority: 1, redirectsPriority: 2, balancer: 3 }, []],
    [{ min: 4, max: 3 }, ["max: 3 should be at least min, 4"]],
    [{ min: 4, max: 4 }, []],
    [
      { kind: "static", database: "d", cache: "c", bucket: "b" },
      ["database", "cache", "bucket"].map((key) => `${key}: a static site has no server to reach a ${key} from`),
    ],
    ...["infra", "clients", "policy", "scripts", "node_modules"].map((folder): [Omit<Service, "name">, string[]] => [
      { source: "existing", directory: `${folder}/a` },
      [`directory: "${folder}" belongs to the repo's own files`],
    ]),
    [{ source: "existing", directory: "services/infra" }, []],
  ])("%j", (service, found) => {
    const stores = { databases: [{ name: "d" }], caches: [{ name: "c" }], buckets: [{ name: "b" }] };
    const user = { name: "other", database: "d", cache: "c", bucket: "b" };
    expect(problems({ services: [{ name: "a", ...service }, user], ...stores })).toEqual(
      found.map((problem) => `services[0].${problem}`),
    );
  });

  it("arm64 on Bitbucket, where an image is built", () => {
    const of = (service: object, rest: object = {}) =>
      problems({ architecture: "arm64", ci: "bitbucket", services: [{ name: "a", ...service }], ...rest });
    expect(of({})).toEqual(["architecture: arm64 images are not built on Bitbucket: use x86_64, or another CI"]);
    expect([of({ kind: "static" }), of({ source: "image", image: "nginx:1" })]).toEqual([[], []]);
    expect([of({}, { ci: "github" }), of({}, { architecture: "x86_64" })]).toEqual([[], []]);
  });

  it("stores that are not there, and those that nobody uses", () => {
    expect(
      problems({
        services: [{ name: "a", database: "man", cache: "x", bucket: "y" }],
        databases: [{ name: "main" }],
        caches: [{ name: "spare" }],
        buckets: [{ name: "files" }],
      }),
    ).toEqual([
      'services[0].database: there is no database called "man" (did you mean "main"?)',
      'services[0].cache: there is no cache called "x"',
      'services[0].bucket: there is no bucket called "y"',
      'databases[0]: no service uses the database "main": name it in a service, or leave it out',
      'caches[0]: no service uses the cache "spare": name it in a service, or leave it out',
      'buckets[0]: no service uses the bucket "files": name it in a service, or leave it out',
    ]);
  });
});

describe("rules of the load balancer", () => {
  const at = (path: string, priority: number) => ({ host: "x", path, priority });

  it.each([
    // The first takes all that the second would: the second is never asked.
    [
      at("/v1/*", 1),
      at("/v1/users", 2),
      ['services[1].path: /v1/users is never reached: "a" takes /v1/* first; give it a lower priority, or none'],
    ],
    [
      at("/v1/users", 2),
      at("/*", 1),
      ['services[0].path: /v1/users is never reached: "b" takes /* first; give it a lower priority, or none'],
    ],
    [at("/v1/*", 2), at("/v1/users", 1), []],
    [at("/v1/*", 1), at("/v2/*", 2), []],
    [at("/v1", 1), at("/v1/users", 2), []],
    // Whether these meet depends on the request.
    [at("/*/a*", 1), at("/v1/a", 2), []],
    [at("/v?/*", 1), at("/v1/a", 2), []],
    [at("/a", 7), at("/b", 7), ['services[1].priority: 7 is taken by "a"']],
    [{ host: "x", redirects: ["y"], redirectsPriority: 7 }, at("/b", 7), ['services[1].priority: 7 is taken by "a"']],
  ])("%j before %j", (one, other, found) =>
    expect(
      problems({
        domain: "acme.com",
        services: [
          { name: "a", ...one },
          { name: "b", ...other },
        ],
      }),
    ).toEqual(found),
  );
});

describe("clients", () => {
  it("have names, domains and networks of their own", () => {
    expect(
      ofClients(
        { domain: "acme.com", services: [{ name: "jobs", kind: "worker" }] },
        { domain: "acme.com", network: 7 },
        { network: 7 },
        { domain: "c1.com" },
      ),
    ).toEqual([
      "clients[0].domain: acme.com belongs to the base project",
      "clients[2].domain: c1.com belongs to c1",
      'clients[1].network: 10.7.0.0/16 belongs to "c0"',
    ]);
    expect(ofClients({}, { network: 7 }, { network: 8 })).toEqual([]);
  });

  it("have sizes for stages that they have", () => {
    const sizes = { dev: { logDays: 7 }, production: { logDays: 7 } };
    expect(ofClients({}, { sizes }, { sizes, stages: ["dev", "production"] })).toEqual([
      'clients[0].sizes.dev: "c0" has no dev stage',
    ]);
  });

  it("have a certificate of their own account and region", () => {
    const external = { dns: "external", region: "eu-west-1" };
    const other = ARN("eu-west-1", "222222222222");
    expect(
      ofClients(external, { certificate: ARN("eu-west-1") }, { certificate: other }, { certificate: ARN("us-east-1") }),
    ).toEqual([
      "clients[2].certificate: is in us-east-1, but the load balancer is in eu-west-1",
      "clients[1].certificate: is in account 222222222222, but the client's is 111111111111",
    ]);
    expect(ofClients(external, { certificate: ARN("us-east-1"), region: "us-east-1" })).toEqual([]);
    expect(ofClients(external, {})).toEqual([
      "clients[0].certificate: is required with dns external: an ACM certificate in eu-west-1 for *.c0.com",
    ]);
    expect(ofClients({}, { certificate: ARN("us-east-1") })).toEqual([
      "clients[0].certificate: is for dns external only: route53 makes its own",
    ]);
  });

  it("have copies of their backups in another region", () => {
    expect(ofClients({ region: "eu-west-1" }, { backup: { region: "eu-west-1" } })).toEqual([
      "clients[0].backup.region: the backup region should differ from the client's region, eu-west-1",
    ]);
    expect(ofClients({ region: "eu-west-1" }, { backup: { region: "eu-west-1" }, region: "eu-west-3" })).toEqual([]);
  });
});

describe("domains that somebody else looks after", () => {
  const external = { dns: "external", domain: "acme.com" };

  it("need a certificate, where the load balancer is", () => {
    expect(problems({ ...external, certificate: ARN("us-east-1") })).toEqual([]);
    expect(problems({ dns: "external", certificate: ARN("us-east-1") })).toEqual(["certificate: needs a domain"]);
    expect(problems({ dns: "cloudflare", domain: "acme.com", certificate: ARN("us-east-1") })).toEqual([
      "certificate: is for dns external only: cloudflare makes its own",
    ]);
    expect(problems({ ...external, services: [{ name: "jobs", kind: "worker" }] })).toEqual([
      "certificate: is required with dns external: an ACM certificate in us-east-1 for *.acme.com",
    ]);
  });

  it("need us-east-1 for a site", () => {
    const at = (region: "us-east-1" | "us-west-2", kind: string) =>
      problems({ ...external, region, certificate: ARN(region), services: [{ name: "www", kind }] });
    expect([at("us-east-1", "static"), at("us-west-2", "web")]).toEqual([[], []]);
    expect(at("us-west-2", "static")).toEqual([
      "region: a static site on external DNS needs region us-east-1: CloudFront takes its certificate from there only",
    ]);
  });
});
