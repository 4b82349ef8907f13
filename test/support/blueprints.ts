import fc from "fast-check";
import { answersHttp, isRouted } from "../../lib/answers/assign.ts";
import { isHosted } from "../../lib/answers/hosts.ts";
import { clientSecondRegion, secondRegion } from "../../lib/answers/jurisdictions.ts";
import { pascalCase, urlVariable } from "../../lib/answers/names.ts";
import { RESERVED_NAMES, RESERVED_VARIABLES, SQL_NAMES, TYPESCRIPT_WORDS } from "../../lib/answers/reserved.ts";
import type { Answers } from "../../lib/answers/schema.ts";
import {
  ARCHITECTURES,
  CACHE_ENGINES,
  CAPACITIES,
  CI,
  CPUS,
  DATABASE_ENGINES,
  DATABASE_VERSIONS,
  DNS,
  ENVIRONMENTS,
  FARGATE,
  KINDS,
  MIGRATIONS,
  PACKAGE_MANAGERS,
  REGIONS,
  SOURCES_OF,
  type StoreKind,
  TUNNELS,
} from "../../lib/answers/vocabulary.ts";

/** Random valid documents of answers: names at their limits, free text of every kind that the schema lets through. */

const RESERVED = new Set<string>([...RESERVED_NAMES, ...ENVIRONMENTS, ...SQL_NAMES, ...TYPESCRIPT_WORDS]);

const word = (max: number) => fc.stringMatching(new RegExp(`^[a-z0-9]{1,${max}}$`));

/** A name of up to `max` characters, hyphens and digits in any place where they may stand. */
export const name = (max: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.stringMatching(/^[a-z][a-z0-9]{0,19}$/), fc.array(word(6), { maxLength: 3 }))
    .map(([first, rest]) => [first, ...rest].join("-").slice(0, max).replace(/-+$/, ""))
    .filter((text) => !RESERVED.has(text) && !/^(pg|rds)-|-(dev|staging)$/.test(text));

/** Made once: what a pattern can be is worked out anew for each one, which takes longer than all else of a document. */
const [project, anyName] = [name(16), name(20)];

const uniqueNames = (length: { minLength?: number; maxLength: number }) =>
  fc.uniqueArray(anyName, { ...length, selector: (text) => text.replaceAll("-", "") });

const subset = <T>(values: readonly T[], minLength = 0) => fc.subarray([...values], { minLength });

/** As long as a certificate allows that is for `*.` of it alone, and too long with a host before it. */
const LONGEST = `${"long-".repeat(10)}label12.com`.slice(-62);

const domain = fc.oneof(
  { weight: 1, arbitrary: fc.constant(LONGEST) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.array(fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,4}[a-z0-9])?$/), { minLength: 1, maxLength: 3 }),
        fc.constantFrom("com", "io", "co", "example"),
      )
      .map(([labels, top]) => [...labels, top].join(".")),
  },
);

const path = fc.oneof({ weight: 3, arbitrary: fc.constant("/*") }, fc.stringMatching(/^\/[a-z0-9._~-]{1,12}\/\*$/));
const health = fc.stringMatching(/^\/[A-Za-z0-9._~/-]{0,20}$/);
const secret = fc.stringMatching(/^[A-Z][A-Z0-9]{0,10}(_[A-Z0-9]{1,8}){0,2}$/).map((text) => `APP_${text}`);
const image = fc.constantFrom(
  "nginx:1.29",
  "public.ecr.aws/nginx/nginx:1.29",
  "ghcr.io/acme/thing-2:v1.2.3",
  `acme/thing@sha256:${"a".repeat(64)}`,
);
/** Of others, which may call an API from a browser. */
const PAGES = ["https://app.acme.com", "http://localhost:8080"];
const schedule = fc.constantFrom(
  "rate(5 minutes)",
  "rate(1 day)",
  "cron(0 3 * * ? *)",
  "cron(0/15 8-18 ? * MON-FRI *)",
  "cron(0 3,15 L * ? 2026-2030)",
);
const email = fc.constantFrom("oncall@acme.com", "o'neil+alerts@sub.acme-corp.io", "a_b-c.d@x.co");
const slack = fc.constantFrom("T0123ABCD/C0123ABCD", "TABCDEFGHIJ/CABCDEFGHIJ");

const service = (serviceName: string, others: string[], databases: string[], caches: string[], buckets: string[]) =>
  fc.constantFrom(...KINDS).chain((kind) =>
    fc.constantFrom(...SOURCES_OF[kind]).chain((source) =>
      fc.constantFrom(...CPUS).chain((cpu) =>
        fc.record(
          {
            name: fc.constant(serviceName),
            kind: fc.constant(kind),
            source: fc.constant(source),
            cpu: fc.constant(cpu),
            memory: fc.constantFrom(...FARGATE[cpu]),
            port: fc.integer({ min: 1024, max: 65535 }),
            health,
            path: isRouted({ kind }) ? path : fc.constant("/*"),
            min: fc.integer({ min: 1, max: 3 }),
            max: fc.integer({ min: 3, max: 20 }),
            ...(kind === "cron" ? { schedule, timeout: fc.integer({ min: 1, max: 7 * 24 * 60 }) } : {}),
            ...(kind === "api" ? { private: fc.boolean(), origins: fc.constantFrom(undefined, null, [], PAGES) } : {}),
            ...(kind === "static" ? {} : { calls: subset(others), jobs: subset(others) }),
            ...(kind === "worker"
              ? { queue: fc.constantFrom(null, "sqs"), backlog: fc.constantFrom(undefined, 1, 50), idle: fc.boolean() }
              : {}),
            ...(source === "image" ? { image } : {}),
            ...(source === "existing" ? { directory: fc.constant(`apps/${serviceName}`) } : {}),
            ...(kind === "static"
              ? {}
              : {
                  database: fc.constantFrom(null, ...databases),
                  cache: fc.constantFrom(null, ...caches),
                  bucket: fc.constantFrom(null, ...buckets),
                  email: fc.constantFrom(null, "noreply", "no-reply.of.the_shop"),
                  secrets: fc.uniqueArray(secret, { maxLength: 3, selector: (text) => pascalCase(text.toLowerCase()) }),
                }),
          },
          {
            requiredKeys: [
              "name",
              "kind",
              "source",
              "cpu",
              ...(source === "image" ? ["image" as never] : []),
              ...(source === "existing" ? ["directory" as never] : []),
            ],
          },
        ),
      ),
    ),
  );

/** Further hosts for services that the world calls by a name; the first of them has the domain itself. */
function withHosts(services: Draft["services"]): Draft["services"] {
  const apex = services.findIndex(({ kind = "api", ...item }) => isHosted({ ...item, kind }));
  return services.map((item, i) =>
    isHosted({ ...item, kind: item.kind ?? "api" })
      ? {
          ...item,
          ...(i === apex ? { host: "@" } : {}),
          aliases: [`*.t${i}0`, `a${i}0`],
          redirects: i === apex ? ["www"] : [`r${i}0`, `q-${i}0`],
        }
      : item,
  );
}

/** What a client may have of its own in one environment. */
const settings = fc.record(
  {
    fullScale: fc.boolean(),
    logDays: fc.constantFrom(30, 731),
    database: fc.record(
      {
        instance: fc.constantFrom("t4g.large", "r7g.2xlarge"),
        multiAz: fc.boolean(),
        storage: fc.constantFrom("100 GB", "1000 GB"),
        capacity: fc.constant({ min: "0.5 ACU", max: "16 ACU" }),
        replicas: fc.integer({ min: 0, max: 2 }),
      },
      { requiredKeys: [] },
    ),
    cache: fc.record({ node: fc.constantFrom("t4g.medium", "r7g.large") }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

type Draft = Omit<Answers, "services"> & { services: NonNullable<Answers["services"]> };

/** What can be called by a service is left of its calls. */
const called = ({ services }: Draft): Draft["services"] =>
  services.map(({ origins, ...caller }) => ({
    ...caller,
    ...(origins === undefined || caller.private ? {} : { origins }),
    calls: (caller.calls ?? []).filter((name) =>
      services.some(
        (other) =>
          other.name === name &&
          name !== caller.name &&
          answersHttp({ kind: other.kind ?? "api" }) &&
          !(RESERVED_VARIABLES as readonly string[]).includes(urlVariable(name)),
      ),
    ),
  }));

type Drafted = Draft["services"][number] & { idle?: boolean };
const queueOf = ({ kind, cache, queue }: Drafted) =>
  kind === "worker" ? (queue ?? (cache == null ? null : "bullmq")) : null;

/** Workers that can be given jobs are left of those that a service gives some to; one that may have no task has an API that does. */
function queued(services: readonly Drafted[]): Draft["services"] {
  const given = services.map(({ jobs = [], ...giver }) => {
    const takers = services.filter(
      (taker) =>
        jobs.includes(taker.name) &&
        taker.name !== giver.name &&
        (queueOf(taker) === "sqs" || (queueOf(taker) === "bullmq" && taker.cache === giver.cache)),
    );
    // In one way alone.
    const [first] = takers.map(queueOf);
    return { ...giver, jobs: takers.filter((taker) => queueOf(taker) === first).map(({ name }) => name) };
  });
  return given.map(({ idle, backlog, ...service }) => {
    if (queueOf(service) === null || backlog === undefined) return service;
    const told =
      queueOf(service) === "sqs" ||
      given.some((one) => answersHttp({ kind: one.kind ?? "api" }) && one.jobs.includes(service.name));
    return { ...service, backlog, ...(idle && told ? { min: 0 } : {}) };
  });
}

/** Stores that no service names are left out, as the rules ask. */
function prune(answers: Draft): Answers {
  const used = (key: StoreKind) => new Set(answers.services.map((item) => item[key]));
  return {
    ...answers,
    services: queued(called(answers)).map((item) => (answers.domain == null ? { ...item, email: null } : item)),
    databases: (answers.databases ?? []).filter(({ name: databaseName }) => used("database").has(databaseName)),
    caches: (answers.caches ?? []).filter(({ name: cacheName }) => used("cache").has(cacheName)),
    buckets: (answers.buckets ?? []).filter(({ name: bucketName }) => used("bucket").has(bucketName)),
  };
}

const arn = (region: string, account: string) =>
  `arn:aws:acm:${region}:${account}:certificate/01234567-89ab-cdef-0123-456789abcdef`;

/**
 * A valid document of answers, of any shape that version 1 allows.
 * @param limits.sizes clients have sizes of their own
 */
export const answers = (limits: { services?: number; clients?: number; sizes?: boolean } = {}): fc.Arbitrary<Answers> =>
  fc
    .record({
      services: uniqueNames({ minLength: 1, maxLength: limits.services ?? 6 }),
      databases: uniqueNames({ maxLength: 3 }),
      caches: uniqueNames({ maxLength: 2 }),
      buckets: uniqueNames({ maxLength: 2 }),
      clients: uniqueNames({ maxLength: limits.clients ?? 3 }),
    })
    .chain((names) =>
      fc.record({
        project,
        region: fc.constantFrom(...REGIONS),
        backupRegion: fc.constantFrom(null, undefined, ...REGIONS),
        stages: subset(ENVIRONMENTS, 1),
        domain: fc.oneof(fc.constant(null), domain),
        dns: fc.constantFrom(...DNS),
        hosts: fc.boolean(),
        services: fc.tuple(
          ...names.services.map((item) => service(item, names.services, names.databases, names.caches, names.buckets)),
        ),
        databases: fc.tuple(
          ...names.databases.map((item) =>
            fc.constantFrom(...DATABASE_ENGINES).chain((engine) =>
              fc.record(
                {
                  name: fc.constant(item),
                  engine: fc.constant(engine),
                  version: fc.constantFrom(...DATABASE_VERSIONS[engine]),
                  migrations: fc.constantFrom(...MIGRATIONS),
                },
                { requiredKeys: ["name", "engine"] },
              ),
            ),
          ),
        ),
        caches: fc.tuple(
          ...names.caches.map((item) =>
            fc.record({ name: fc.constant(item), engine: fc.constantFrom(...CACHE_ENGINES) }),
          ),
        ),
        buckets: fc.constant(names.buckets.map((item) => ({ name: item }))),
        clients: fc.tuple(
          ...names.clients.map((item) =>
            fc.record({
              name: fc.constant(item),
              stages: subset(ENVIRONMENTS, 1),
              region: fc.constantFrom(undefined, ...REGIONS),
              sizes: fc.record({ dev: settings, staging: settings, production: settings }),
            }),
          ),
        ),
        alerts: fc.record({ email: fc.oneof(fc.constant(null), email), slack: fc.oneof(fc.constant(null), slack) }),
        capacity: fc.constantFrom(...CAPACITIES),
        architecture: fc.constantFrom(...ARCHITECTURES),
        tunnel: fc.constantFrom(...TUNNELS),
        sleep: fc.constantFrom(null, {}, { hours: "22:00-05:00", timezone: "America/St_Johns" }),
        ci: fc.constantFrom(...CI),
        packageManager: fc.constantFrom(...PACKAGE_MANAGERS),
        adopted: fc.boolean(),
        workingDirectory: fc.constantFrom(undefined, null, "platform/shop"),
      }),
    )
    .map(({ backupRegion, hosts, ...draft }): Answers => {
      const external = draft.dns === "external";
      const sites = draft.services.some(({ kind }) => kind === "static");
      const region = external && sites ? "us-east-1" : draft.region;
      const named = backupRegion ?? secondRegion(region);
      const backup =
        backupRegion === null || named === undefined || named === region
          ? null
          : backupRegion === undefined
            ? {}
            : { region: backupRegion };
      const shortened = (draft.dns === "cloudflare" || sites || hosts) && draft.domain === LONGEST;
      return prune({
        ...draft,
        domain: shortened ? "acme.com" : draft.domain,
        services: hosts ? withHosts(draft.services as Draft["services"]) : (draft.services as Draft["services"]),
        region,
        // Bitbucket builds images for x86_64 only.
        architecture: draft.ci === "bitbucket" ? "x86_64" : draft.architecture,
        certificate: external && draft.domain !== null ? arn(region, "111111111111") : null,
        backup,
        clients: draft.clients.map(({ region: own, sizes, ...client }, i) => {
          const home = external && sites ? "us-east-1" : (own ?? region);
          const account = String(100_000_000_000 + i);
          return {
            ...client,
            ...(backup !== null && clientSecondRegion(home, { region, backup }) === undefined ? { backup: null } : {}),
            ...(limits.sizes ? { sizes: Object.fromEntries(client.stages.map((stage) => [stage, sizes[stage]])) } : {}),
            account,
            region: home,
            domain: `${client.name}.example.net`,
            certificate: external ? arn(home, account) : null,
          };
        }),
      });
    });
