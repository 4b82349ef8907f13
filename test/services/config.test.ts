import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { renderSources, type Sources } from "../support/boot/sources.ts";

/** What services read of their environment: what they must be told, what they take for granted, and what they refuse. */

const ANSWERS: Answers = {
  project: "shop",
  domain: "acme.com",
  services: [
    {
      name: "api",
      source: "nestjs",
      database: "main",
      cache: "main",
      bucket: "files",
      email: "noreply",
      secrets: ["TOKEN"],
      calls: ["inner"],
    },
    { name: "inner", source: "node", private: true, jobs: ["mailer"] },
    { name: "mailer", kind: "worker", source: "node", queue: "sqs" },
    { name: "poller", kind: "worker", source: "node" },
    { name: "nightly", kind: "cron", source: "node" },
    { name: "pages", kind: "web", source: "react" },
  ],
  databases: [{ name: "main" }],
  caches: [{ name: "main" }],
  buckets: [{ name: "files" }],
};

type Env = Record<string, string>;

/** The least that each must be told, and what it has then besides, or as a number. */
const LEAST: Record<string, { env: Env; has: object }> = {
  api: {
    env: {
      NODE_ENV: "PROD",
      SELF_URL: "https://api.acme.com",
      INNER_URL: "http://inner.sst:5000",
      DB_HOST: "db",
      DB_PORT: "5432",
      DB_NAME: "shop",
      DB_USER: "shop",
      DB_PASS: "x",
      REDIS_HOST: "cache",
      REDIS_PORT: "6379",
      BUCKET_NAME: "files",
      BUCKET_REGION: "eu-west-1",
      MAIL_FROM: "noreply@acme.com",
      MAIL_CONFIGURATION_SET: "mail",
      MAIL_REGION: "eu-west-1",
      TOKEN: "x",
    },
    has: {
      PORT: 5000,
      CORS_ORIGINS: [],
      DB_PORT: 5432,
      DB_POOL_SIZE: 10,
      DB_CONNECT_SECONDS: 5,
      REDIS_PORT: 6379,
      // Encrypted, unless somebody says otherwise.
      DB_SSL: true,
      REDIS_TLS: true,
    },
  },
  inner: {
    env: { SELF_URL: "http://inner.sst:5000", MAILER_QUEUE: "https://sqs/1/mailer", QUEUE_REGION: "eu-west-1" },
    has: { PORT: 5000 },
  },
  mailer: {
    env: { MAILER_QUEUE: "https://sqs/1/mailer", QUEUE_REGION: "eu-west-1" },
    has: { JOB_CONCURRENCY: 5, JOB_SECONDS: 45, JOB_TRIES: 10 },
  },
  poller: { env: {}, has: { POLL_SECONDS: 60, RUN_SECONDS: 45 } },
  nightly: { env: {}, has: { RUN_SECONDS: 3600 } },
  pages: {
    env: { SELF_URL: "https://acme.com", API_URL: "https://api.acme.com" },
    has: { NODE_ENV: "development", PORT: 5000 },
  },
};

let sources: Sources;
const read: Record<string, (env: Env) => Record<string, unknown>> = {};

beforeAll(async () => {
  sources = await renderSources(ANSWERS);
  for (const { name } of sources.items) {
    const module = await import(join(sources.folderOf(name), "src/config.ts"));
    read[name] = module.readConfig;
  }
}, 120_000);
afterAll(() => sources?.dispose());

const config = (service: string, more: Env = {}) => read[service]?.({ ...LEAST[service]?.env, ...more }) ?? {};

describe.each(Object.entries(LEAST))("%s", (service, { env, has }) => {
  it("needs no more than this, and takes the rest for granted", () => {
    expect(config(service)).toEqual({ ...env, STAGE: "local", LOG_LEVEL: "info", ...has });
  });

  it("names everything that is missing, at once", () => {
    const lines = Object.keys(env).map((name) => `configuration: ${name} is missing`);
    if (lines.length === 0) return expect(read[service]?.({})).toEqual(config(service));
    expect(() => read[service]?.({})).toThrow(expect.objectContaining({ problems: lines, message: lines.join("; ") }));
  });
});

const PORTS = { takes: { "1": 1, "65535": 65535 }, refuses: ["0", "65536", "80.5", "http"] };
const COUNTS = { takes: { "1": 1, "200": 200 }, refuses: ["0", "-1", "1.5", "many"] };
const TEXTS = { takes: { x: "x" }, refuses: [""] };
const SWITCHES = { takes: { true: true, false: false }, refuses: ["maybe"] };
const URLS = { takes: { "http://localhost:9000": "http://localhost:9000" }, refuses: ["", "localhost"] };
const words = (...all: string[]) => ({ takes: Object.fromEntries(all.map((word) => [word, word])) });

const VALUES: [service: string, variable: string, { takes: Record<string, unknown>; refuses: string[] }][] = [
  ["api", "NODE_ENV", { ...words("DEV", "TEST", "PROD"), refuses: ["production", ""] }],
  ["pages", "NODE_ENV", { ...words("development", "production"), refuses: ["PROD", "test"] }],
  ["api", "LOG_LEVEL", { ...words("fatal", "error", "warn", "info", "debug"), refuses: ["log", "trace", ""] }],
  ...["STAGE", "DB_HOST", "DB_PASS", "REDIS_PASSWORD", "BUCKET_NAME", "MAIL_REGION", "TOKEN"].map(
    (name) => ["api", name, TEXTS] satisfies (typeof VALUES)[number],
  ),
  ...["PORT", "DB_PORT", "REDIS_PORT"].map((name) => ["api", name, PORTS] satisfies (typeof VALUES)[number]),
  ["api", "DB_POOL_SIZE", COUNTS],
  ["mailer", "JOB_CONCURRENCY", COUNTS],
  ["poller", "POLL_SECONDS", COUNTS],
  ["api", "DB_SSL", SWITCHES],
  ["api", "REDIS_TLS", SWITCHES],
  ["api", "SELF_URL", URLS],
  ["api", "BUCKET_ENDPOINT", URLS],
  ["mailer", "MAILER_QUEUE", URLS],
  ["api", "MAIL_FROM", { ...words("a@b.example"), refuses: ["a", "a@b", ""] }],
];

describe.each(VALUES)("%s: %s", (service, variable, { takes, refuses }) => {
  it.each(Object.entries(takes))("takes %j", (text, value) => {
    expect(config(service, { [variable]: text })[variable]).toBe(value);
  });

  it.each(refuses)("refuses %j, and does not repeat it", (text) => {
    let problems: string[] = [];
    try {
      config(service, { [variable]: text });
    } catch (error) {
      ({ problems } = error as { problems: string[] });
    }
    expect(problems).toEqual([expect.stringMatching(`^configuration: ${variable} is wrong: `)]);
    if (text !== "") expect(problems.join().split(": ").slice(2)).not.toContain(text);
  });
});
