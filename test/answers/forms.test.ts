import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toDocument } from "../../lib/answers/document.ts";
import { inStoredForm, storedForm } from "../../lib/answers/forms/read.ts";
import { schedule } from "../../lib/answers/forms/schedule.ts";
import { FORMS, type Forms } from "../../lib/answers/forms/table.ts";
import { parseBlueprint, toBlueprint } from "../../lib/answers/parse.ts";
import { seldomMeant } from "../../lib/answers/seldom.ts";
import { answers } from "../support/blueprints.ts";

/** What each kind of answer is read from: the path of one that has it, what people write, and what is stored. */
const READ: Record<string, [path: string, ...[written: unknown, stored: unknown][]]> = {
  name: ["project", ["My_Shop Project", "my-shop-project"], ["Shop", "shop"], [" shop ", "shop"], ["v2 API", "v2-api"]],
  domain: [
    "domain",
    ["ACME.COM", "acme.com"],
    ["acme.com.", "acme.com"],
    ["https://acme.com/", "acme.com"],
    ["http://shop.acme.com", "shop.acme.com"],
    ["münchen.de", "xn--mnchen-3ya.de"],
  ],
  region: [
    "region",
    ["Ireland", "eu-west-1"],
    ["EU-WEST-1", "eu-west-1"],
    ["eu west 1", "eu-west-1"],
    ["eu-west-1b", "eu-west-1"],
    ["Europe (Ireland)", "eu-west-1"],
    ["US East (N. Virginia)", "us-east-1"],
    ["virginia", "us-east-1"],
    ["Sao Paulo", "sa-east-1"],
    ["Switzerland", "eu-central-2"],
    ["Canada (Central)", "ca-central-1"],
    ["il", "il-central-1"],
    ["the United Kingdom", "eu-west-2"],
    ["eu-central-1f", "eu-central-1"],
  ],
  stages: [
    "stages",
    [
      ["Production", "dev"],
      ["dev", "production"],
    ],
    ["prod,stg", ["staging", "production"]],
    ["develop stage live", ["dev", "staging", "production"]],
    ["development", ["dev"]],
  ],
  word: ["dns", ["Route 53", "route53"], ["CloudFlare", "cloudflare"], ["AWS", "route53"]],
  architecture: [
    "architecture",
    ["x86-64", "x86_64"],
    ["amd64", "x86_64"],
    ["x64", "x86_64"],
    ["ARM64", "arm64"],
    ["arm", "arm64"],
    ["aarch64", "arm64"],
    ["Graviton", "arm64"],
  ],
  capacities: ["capacity", ["On Demand", "on-demand"], ["Fargate", "on-demand"], ["Fargate Spot", "spot"]],
  tunnel: ["tunnel", ["Always", "always"]],
  tracing: ["tracing", ["5%", 5], ["5 %", 5], ["25", 25]],
  ci: [
    "ci",
    ["GitHub", "github"],
    ["GitHub Actions", "github"],
    ["gha", "github"],
    ["Bitbucket Pipelines", "bitbucket"],
  ],
  packageManager: ["packageManager", ["PNPM", "pnpm"]],
  adopted: ["adopted", ["no", false], ["True", true], ["FALSE", false]],
  workingDirectory: ["workingDirectory", ["./platform/shop/", "platform/shop"]],
  certificate: ["certificate", [" arn:aws:acm ", "arn:aws:acm"]],
  copies: ["backup.copyRetentionDays", ["90", 90]],
  backupRegion: ["backup.region", ["Oregon", "us-west-2"]],
  sleepHours: [
    "sleep.hours",
    ["19-7", "19:00-07:00"],
    ["19:00 to 7:00", "19:00-07:00"],
    ["20:00 – 6:00 and weekends", "20:00-06:00 and weekends"],
    ["20-6 + weekend", "20:00-06:00 and weekends"],
  ],
  sleepStages: ["sleep.stages", ["staging, dev", ["dev", "staging"]]],
  timezone: ["sleep.timezone", [" Europe/Berlin ", "Europe/Berlin"]],
  email: [
    "alerts.email",
    ["Ana <ana@acme.com>", "ana@acme.com"],
    ["mailto:ana@acme.com", "ana@acme.com"],
    ["ana@acme.com;", "ana@acme.com"],
  ],
  slack: ["alerts.slack", ["https://app.slack.com/client/T0123ABCD/C0123ABCD", "T0123ABCD/C0123ABCD"]],
  origins: [
    "services.origins",
    ["https://App.ACME.com/, www", ["https://app.acme.com", "www"]],
    [["http://localhost:80"], ["http://localhost"]],
    ["https://acme.com/shop *", ["https://acme.com/shop", "*"]],
  ],
  sender: [
    "services.email",
    ["NoReply@acme.com", "noreply"],
    [true, "noreply"],
    ["true", "noreply"],
    ["False", null],
    ["hello", "hello"],
    ["constructor", "constructor"],
  ],
  days: ["backup.retentionDays", ["35", 35]],
  serviceName: ["services.name", ["Order API", "order-api"]],
  kind: ["services.kind", ["API", "api"]],
  source: ["services.source", ["nest", "nestjs"], ["Node.js", "node"], ["React.js", "react"], ["Docker", "image"]],
  private: ["services.private", ["Yes", true]],
  host: ["services.host", ["API", "api"], ["@", "@"]],
  aliases: ["services.aliases", ["App, *.T", ["app", "*.t"]]],
  redirects: ["services.redirects", ["WWW old", ["www", "old"]]],
  ...Object.fromEntries(
    ["min", "max", "backlog", "priority", "redirectsPriority", "balancer"].map((key) => [
      key,
      [`services.${key}`, ["7", 7]],
    ]),
  ),
  queue: ["services.queue", ["SQS", "sqs"], ["BullMQ", "bullmq"]],
  image: ["services.image", [" nginx:1 ", "nginx:1"]],
  ...Object.fromEntries(
    ["database", "cache", "bucket"].map((key) => [key, [`services.${key}`, ["Main DB", "main-db"]]]),
  ),
  calls: ["services.calls", ["Billing, Order_API", ["billing", "order-api"]]],
  jobs: ["services.jobs", ["Mailer", ["mailer"]]],
  port: [
    "services.port",
    ["5000/tcp", 5000],
    [":3000", 3000],
    ["localhost:3000", 3000],
    ["8080:8080", 8080],
    ["5000", 5000],
  ],
  path: ["services.path", ["v1/*", "/v1/*"]],
  health: ["services.health", ["healthz", "/healthz"], ["http://localhost:3000/health", "/health"]],
  directory: [
    "services.directory",
    ["./services/orders/", "services/orders"],
    ["apps\\api", "apps/api"],
    ["./", "."],
    [".//apps//api", "apps/api"],
  ],
  cpu: [
    "services.cpu",
    ["1024", "1 vCPU"],
    ["1", "1 vCPU"],
    [0.5, "0.5 vCPU"],
    ["1vCPU", "1 vCPU"],
    ["2 cores", "2 vCPU"],
    ["250m", "0.25 vCPU"],
    // Of ECS's units the least task has 256, and none has so many CPUs.
    ["256", "0.25 vCPU"],
    ["512 units", "0.5 vCPU"],
  ],
  memory: [
    "services.memory",
    ["2GB", "2 GB"],
    ["2048", "2 GB"],
    [512, "0.5 GB"],
    ["512 MiB", "0.5 GB"],
    ["1.5G", "1.5 GB"],
    ["4", "4 GB"],
    ["511", "511 GB"],
    ["512", "0.5 GB"],
  ],
  schedule: [
    "services.schedule",
    ["0 3 * * *", "cron(0 3 * * ? *)"],
    ["*/5 * * * *", "cron(*/5 * * * ? *)"],
    ["0 3 * * 1", "cron(0 3 ? * MON *)"],
    ["0 3 * * 1-5", "cron(0 3 ? * MON-FRI *)"],
    ["0 3 * * 5-7", "cron(0 3 ? * FRI,SAT,SUN *)"],
    ["0 3 * * 0,sat", "cron(0 3 ? * SUN,SAT *)"],
    // Sunday is 0 and 7: from the one to the other is the whole week, not Sunday alone.
    ["0 3 * * 0-7", "cron(0 3 ? * SUN-SAT *)"],
    ["0 3 1 jan *", "cron(0 3 1 JAN ? *)"],
    ["cron(0 3 * * *)", "cron(0 3 * * ? *)"],
    ["0 3 * * ? *", "cron(0 3 * * ? *)"],
    ["cron(0 3 * * * *)", "cron(0 3 * * ? *)"],
    ["cron(0 3 * * 2 *)", "cron(0 3 ? * 2 *)"],
    ["0 3 ? * 1", "cron(0 3 ? * MON *)"],
    ["0 3 * * ?", "cron(0 3 * * ? *)"],
    ["0 3 * * 6-1", "cron(0 3 ? * SAT,SUN,MON *)"],
    ["cron(0 3 * * MON 2030)", "cron(0 3 ? * MON 2030)"],
    ["@hourly", "cron(0 * * * ? *)"],
    ["@daily", "cron(0 0 * * ? *)"],
    ["@midnight", "cron(0 0 * * ? *)"],
    ["@weekly", "cron(0 0 ? * SUN *)"],
    ["@monthly", "cron(0 0 1 * ? *)"],
    ["@yearly", "cron(0 0 1 1 ? *)"],
    ["@Annually", "cron(0 0 1 1 ? *)"],
    ["every 5 minutes", "rate(5 minutes)"],
    ["every hour", "rate(1 hour)"],
    ["rate(1 hours)", "rate(1 hour)"],
    ["rate(5 minute)", "rate(5 minutes)"],
  ],
  secrets: [
    "services.secrets",
    ["jwt-secret, STRIPE_KEY", ["JWT_SECRET", "STRIPE_KEY"]],
    [["jwt_secret"], ["JWT_SECRET"]],
  ],
  engine: [
    "databases.engine",
    ["PostgreSQL", "postgres"],
    ["pg", "postgres"],
    ["MySQL", "mysql"],
    ["Aurora Postgres", "aurora-postgres"],
    ["Aurora PostgreSQL", "aurora-postgres"],
    ["AuroraMySQL", "aurora-mysql"],
  ],
  databaseName: ["databases.name", ["Main DB", "main-db"]],
  migrations: ["databases.migrations", ["TypeORM", "typeorm"]],
  cacheName: ["caches.name", ["Main Cache", "main-cache"]],
  cacheEngine: ["caches.engine", ["Valkey", "valkey"]],
  bucketName: ["buckets.name", ["My Files", "my-files"]],
  clientName: ["clients.name", ["Acme Inc", "acme-inc"]],
  clientRegion: ["clients.region", ["Ireland", "eu-west-1"]],
  clientDomain: ["clients.domain", ["https://ACME.com", "acme.com"]],
  clientCertificate: ["clients.certificate", [" arn ", "arn"]],
  clientBackup: ["clients.backup.region", ["Ohio", "us-east-2"]],
  clientStages: ["clients.stages", ["prod", ["production"]]],
  network: ["clients.network", ["7", 7]],
  fullScale: ["clients.sizes.dev.fullScale", ["no", false]],
  logDays: ["clients.sizes.staging.logDays", ["30", 30]],
  ...Object.fromEntries(
    ["database.connections", "database.replicas", "database.backupDays", "cache.replicas", "cache.snapshotDays"].map(
      (key) => [key, [`clients.sizes.production.${key}`, ["7", 7]]],
    ),
  ),
  mostCapacity: ["clients.sizes.production.database.capacity.max", ["8", "8 ACU"]],
  version: ["databases.version", [17, "17"]],
  account: ["clients.account", ["1111-2222-3333", "111122223333"], [111122223333, "111122223333"]],
  node: ["clients.sizes.production.database.instance", ["db.T4g.large", "t4g.large"]],
  cacheNode: ["clients.sizes.production.cache.node", ["cache.t4g.small", "t4g.small"]],
  version16: ["databases.version", ["16", "16"]],
  storage: ["clients.sizes.production.database.storage", ["200GB", "200 GB"], [200, "200 GB"], ["1TB", "1024 GB"]],
  capacity: ["clients.sizes.production.database.capacity.min", ["0.5", "0.5 ACU"], ["8acu", "8 ACU"]],
  multiAz: ["clients.sizes.production.database.multiAz", ["yes", true]],
};

const LISTS = ["services", "databases", "caches", "buckets", "clients"];
const split = (path: string): [list: string | null, path: string] => {
  const [first = "", ...rest] = path.split(".");
  return LISTS.includes(first) ? [first, rest.join(".")] : [null, path];
};

const CASES = Object.values(READ).flatMap(([path, ...pairs]) =>
  pairs.map(([written, stored]) => [path, written, stored] as const),
);

/** Every answer that has a form, as the table has it; of the environments of a client one stands for all. */
function pathsOf(forms: Forms | Forms[string], path = ""): string[] {
  if (typeof forms === "function") return [path];
  if (Array.isArray(forms)) return pathsOf(forms[0], path);
  return Object.entries(forms).flatMap(([key, one]) => pathsOf(one, path === "" ? key : `${path}.${key}`));
}

it("every answer with a form is read here", () => {
  const read = new Set(Object.values(READ).map(([path]) => path));
  const sizes = /^clients\.sizes\.(dev|staging|production)\./;
  const known = new Set([...read].map((path) => path.replace(sizes, "clients.sizes.")));
  const missing = pathsOf(FORMS).filter((path) => !known.has(path.replace(sizes, "clients.sizes.")));
  expect(missing.filter((path) => !/^clients\.backup\./.test(path))).toEqual([]);
  expect([...read].filter((path) => !pathsOf(FORMS).includes(path))).toEqual([]);
});

describe("an answer in a common form", () => {
  it.each(CASES)("%s: %j is %j", (path, written, stored) => {
    expect(storedForm(...split(path), written)).toEqual(stored);
  });

  it.each(CASES)("%s: what %j is stored as stays", (path, _, stored) => {
    expect(storedForm(...split(path), stored)).toEqual(stored);
  });

  it.each([
    ["project", "myShop", "my-shop or myshop"],
    ["region", "Japan", "ap-northeast-1 (Tokyo) or ap-northeast-3 (Osaka)"],
    ["region", "Canada", "ca-central-1 (Canada (Central)) or ca-west-1 (Calgary)"],
    ["region", "eu-central", "eu-central-1 (Frankfurt) or eu-central-2 (Zurich)"],
    ["alerts.email", "a@b.com, c@d.com", "a@b.com or c@d.com"],
    ["services.port", "8080:3000", "8080 or 3000"],
    ["services.schedule", "0 3 1 * 1", "cron(0 3 1 * ? *) or cron(0 3 ? * MON *)"],
    ["services.schedule", "0 0 3 * * *", "cron(0 0 3 * ? *) or cron(0 3 * * ? *)"],
    ["services.schedule", "30 3 * * * *", "cron(30 3 * * ? *) or one with seconds, which EventBridge does not have"],
    ["services.secrets", "jwtSecret", "JWT_SECRET or JWTSECRET"],
  ])("that has two meanings is refused with both: %s %s", (path, written, meanings) => {
    const [list, key] = split(path);
    const base = key === "schedule" ? { name: "api", kind: "cron" } : { name: "api" };
    const [first = "", second] = key.split(".");
    const value = second === undefined ? written : { [second]: written };
    const document =
      list === null ? { project: "shop", [first]: value } : { project: "shop", [list]: [{ ...base, [first]: value }] };
    const at = `${list === null ? "" : `${list}[0].`}${key}${key === "secrets" ? "[0]" : ""}`;
    expect(parseBlueprint(document)).toEqual({
      problems: [{ path: at, message: `"${written}" may be ${meanings}: say which` }],
    });
  });

  it.each([
    ["domain", "https://acme.com/shop"],
    ["domain", "acme"],
    ["region", "Mars"],
    ["services.port", "http"],
    ["services.memory", "300 MB"],
    ["services.cpu", "3"],
    ["services.directory", "/apps/api"],
    ["services.schedule", "0 3 * * */2"],
    ["services.schedule", "0 3 * * 1-3-5"],
    ["services.schedule", "every 0 minutes"],
    ["services.memory", "0"],
    ["services.cpu", "255"],
    ["sleep.hours", "7pm to 7am"],
    ["alerts.email", "nobody"],
    ["services.schedule", "at noon"],
    ["clients.account", 12345],
  ])("that is none is left to who refuses it: %s %j", (path, written) => {
    expect(storedForm(...split(path), written)).toEqual(written);
  });
});

describe("any document", () => {
  it("that is valid is taken as it is", () => {
    fc.assert(
      fc.property(answers({ sizes: true }), (document) => {
        expect(inStoredForm(document)).toEqual({ document, understood: [], unclear: [] });
        const whole = toDocument(toBlueprint(document)) as Record<string, unknown>;
        expect(inStoredForm(whole)).toEqual({ document: whole, understood: [], unclear: [] });
      }),
      { numRuns: 100 },
    );
  });

  it("is read once: what is stored is not read as something else again", () => {
    const paths = Object.values(READ).map(([path]) => path);
    const written = CASES.map(([, one]) => one);
    const shuffled = fc
      .constantFrom(...written)
      .chain((one) => fc.tuple(fc.constant(String(one)), fc.string({ maxLength: 3 }), fc.nat({ max: 12 })))
      .map(([one, more, at]) => one.slice(0, at) + more + one.slice(at));
    const value = fc.oneof(fc.constantFrom(...written), shuffled, fc.string(), fc.integer(), fc.constant(null));
    fc.assert(
      fc.property(fc.constantFrom(...paths), value, (path, given) => {
        const once = storedForm(...split(path), given);
        expect(storedForm(...split(path), once)).toEqual(once);
      }),
      { numRuns: 5000 },
    );
  });
});

describe("what is valid and seldom meant", () => {
  it.each([
    [{ path: "/v1" }, ["api answers /v1 alone, and nothing below it: /v1/* has all of it."]],
    [{ path: "/v1/*" }, []],
    [{}, []],
    [
      { source: "image" as const, image: "nginx" },
      ["api runs nginx without a tag: what that is changes by itself. Name one, such as nginx:1.2."],
    ],
    [{ source: "image" as const, image: "localhost:5000/nginx" }, [expect.stringContaining("without a tag")]],
    [{ source: "image" as const, image: "ghcr.io/acme/x:2" }, []],
  ])("is said: %j", (service, lines) => {
    const { services } = toBlueprint({ project: "shop", services: [{ name: "api", ...service }] });
    expect(seldomMeant({ services })).toEqual(lines);
  });
});

it("takes no word of JavaScript's own for one of a table's", () => {
  expect(schedule("constructor")).toBe("constructor");
});
