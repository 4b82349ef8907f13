import { expect, it } from "vitest";
import type { Answers } from "../../../lib/answers/schema.ts";
import { stagesOf } from "../../../lib/answers/stages.ts";
import { deployStatements, diffStatements } from "../../../lib/deploy/ci/permissions/index.ts";
import { scopeOf } from "../../../lib/deploy/ci/roles.ts";
import { viewOf } from "../../support/repo.ts";

/** What a repo has nothing of, its roles may do nothing with: the statements that come with a thing, and with nothing else. */

function granted(answers: object, of: typeof deployStatements): string[] {
  const view = viewOf({ project: "shop", ...answers } as Answers);
  const statements = stagesOf(view).flatMap((stage) => of(view, scopeOf(view, stage, "123456789012")));
  return [...new Set(statements.map(({ Sid }) => Sid))];
}

const SITE = { services: [{ name: "web", kind: "static" }] };
const NIGHTLY = { name: "nightly", kind: "cron", source: "image", image: "alpine:3" };
const worker = (more: object = {}) => ({ name: "queue", kind: "worker", source: "image", image: "alpine:3", ...more });
const WORKER = { services: [worker()] };
const API = { services: [{ name: "api", source: "image", image: "nginx:1" }] };
const STORED = { services: [worker({ database: "main" })], databases: [{ name: "main" }] };
const PRIVATE = { services: [{ name: "billing", kind: "api", private: true, source: "image", image: "nginx:1" }] };
const EMAIL = { email: "oncall@acme.com" };
const CERTIFIED = ["CertificatesRead", "DnsRead", "Certificates", "CertificatesDelete"];
const BUCKETS = ["BucketsRead", "Buckets"];
const IMAGES = ["ImagesRead", "Images"];
const FUNCTIONS = ["FunctionsRead", "Functions"];
const SCHEDULES = ["SchedulesRead", "Schedules"];
const CONTAINERS = ["ScalingRead", "Scaling", "SecretsRead", "Secrets", "Queues"];
const ROUTED = ["LoadBalancerRead", "FirewallRead", "LoadBalancer", "LoadBalancerChange", "Firewall"];

it.each<[string, object, object, string[]]>([
  [
    "a site",
    WORKER,
    { services: [...WORKER.services, ...SITE.services] },
    [...BUCKETS, "EdgeRead", "Edge", "EdgeChange", "EdgeFunctions", "EdgeValues"],
  ],
  ["containers", SITE, { services: [...SITE.services, ...WORKER.services] }, CONTAINERS],
  ["an image of the repo's own", WORKER, { services: [worker({ source: "node", image: undefined })] }, IMAGES],
  ["what is reached from outside", WORKER, API, [...ROUTED, "HealthChecksMake", "HealthChecks", ...BUCKETS]],
  ["what is reached from inside", WORKER, PRIVATE, ["Endpoints", "EndpointsChange"]],
  ["a cron", WORKER, { services: [worker(), NIGHTLY] }, [...SCHEDULES, ...FUNCTIONS]],
  ["a stage that sleeps", API, { ...API, sleep: {} }, SCHEDULES],
  ["nothing that sleeps", SITE, { ...SITE, sleep: {} }, []],
  ["a bucket", WORKER, { services: [worker({ bucket: "files" })], buckets: [{ name: "files" }] }, BUCKETS],
  ["a database", WORKER, STORED, ["DatabasesRead", "Databases", ...IMAGES, ...FUNCTIONS]],
  ["backups", STORED, { ...STORED, backup: { region: "us-west-2" } }, ["BackupRead", "BackupVaults", "BackupPlans"]],
  ["backups of nothing", WORKER, { ...WORKER, backup: { region: "us-west-2" } }, []],
  ["a cache", WORKER, { services: [worker({ cache: "main" })], caches: [{ name: "main" }] }, ["CachesRead", "Caches"]],
  ["a domain of an API", API, { ...API, domain: "acme.com" }, [...CERTIFIED, "Dns"]],
  ["a domain of a site", SITE, { ...SITE, domain: "acme.com" }, [...CERTIFIED, "Dns"]],
  ["a domain of nothing", WORKER, { ...WORKER, domain: "acme.com" }, []],
  ["a domain at Cloudflare", API, { ...API, domain: "acme.com", dns: "cloudflare" }, CERTIFIED],
  [
    "mail",
    { ...API, domain: "acme.com" },
    { domain: "acme.com", services: [{ ...API.services[0], email: "noreply" }] },
    ["MailRead", "Mail"],
  ],
  ["a mailbox for alerts", API, { ...API, alerts: EMAIL }, ["BudgetRead", "Budget"]],
  [
    "a channel of Slack",
    { ...API, alerts: EMAIL },
    { ...API, alerts: { ...EMAIL, slack: "T0123ABCD/C0123ABCD" } },
    ["SlackRead", "Slack"],
  ],
])("%s brings what it needs, and no more", (_, less, more, sids) => {
  const before = granted({ backup: null, alerts: {}, ...less }, deployStatements);
  const after = granted({ backup: null, alerts: {}, ...more }, deployStatements);
  expect(after.filter((sid) => !before.includes(sid)).sort()).toEqual([...sids].sort());
  expect(before.filter((sid) => !after.includes(sid))).toEqual([]);
});

it("looks at what it may look at, and at the state", () => {
  const answers = { ...API, domain: "acme.com" };
  const state = ["StateParameters", "StateObjects", "StateBuckets", "Identity", "Image"];
  const reads = granted(answers, deployStatements).filter((sid) => sid.endsWith("Read") || state.includes(sid));
  expect(granted(answers, diffStatements)).toEqual(reads);
});
