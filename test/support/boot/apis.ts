import { readFile, writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Answers } from "../../../lib/answers/schema.ts";
import { servicePackages } from "../packages.ts";
import { renderSources, type Sources } from "./sources.ts";

/**
 * A rendered API in this process, with Nest and without. The routes are those that it has; what is behind them is played, so that
 * it can be late and fail. That there are such stores, queues and buckets is not seen here.
 */

export const FRAMEWORKS = ["nestjs", "node"] as const;
const stores = { database: "main", cache: "main", bucket: "files", jobs: ["worker"] };

const ANSWERS: Answers = {
  project: "shop",
  services: [
    ...FRAMEWORKS.map((source) => ({ name: source, source, ...stores })),
    { name: "worker", kind: "worker", source: "node", cache: "main" },
    { name: "page", kind: "static", source: "react" },
  ],
  databases: [{ name: "main" }],
  caches: [{ name: "main" }],
  buckets: [{ name: "files" }],
};

/** As services have it, only shorter. */
export const ANSWER_MS = 1_500;
export const PAGE = "https://app.example.com";

/** What is behind the routes. */
export const behind = {
  checks: { cache: async (): Promise<unknown> => "PONG" },
  events: { latest: async (limit: number) => [{ limit }] },
  queues: {
    add: async (_worker: string, name: string) => `id of ${name}`,
    find: async (_worker: string, id: string): Promise<unknown> => (id === "1" ? { id, state: "active" } : null),
  },
  uploads: { begin: async (type: string) => ({ key: "uploads/1", fields: { type } }) },
};
export const played = { ...behind };
const standFor = (requestId: () => string | undefined) => ({
  events: { latest: (limit: number) => played.events.latest(limit) },
  queues: {
    add: async (worker: string, name: string) => `${await played.queues.add(worker, name)} for ${requestId()}`,
    find: (worker: string, id: string) => played.queues.find(worker, id),
  },
  uploads: { begin: (type: string) => played.uploads.begin(type) },
  checks: { cache: () => played.checks.cache() },
});

export interface Api {
  url: string;
  server: Server;
  lines: Record<string, unknown>[];
  close(): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: packages and modules of the services, and not of this one.
type Foreign = any;

let sources: Sources;
let required: (name: string) => Foreign;
const module = (service: string, file: string): Promise<Foreign> =>
  import(join(sources.folderOf(service), "src", file));

/** Renders both. */
export async function renderApis(): Promise<Sources> {
  sources = await renderSources(ANSWERS);
  required = createRequire(join(await servicePackages(), "/"));
  for (const name of FRAMEWORKS) {
    const file = join(sources.folderOf(name), "src/deadlines.ts");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace(/(ANSWER_MS = )[\d_]+/, `$1${ANSWER_MS}`));
  }
  return sources;
}

async function startNest(): Promise<Api> {
  const { Test } = required("@nestjs/testing");
  const [{ prepare }, { cors }, tokens] = await Promise.all(
    ["http.ts", "cors.ts", "tokens.ts"].map((file) => module("nestjs", file)),
  );
  const controllers = await Promise.all(
    ["Health", "Events", "Jobs", "Uploads"].map(async (name) => {
      const file = await module("nestjs", `${name.toLowerCase()}.controller.ts`);
      return file[`${name}Controller`];
    }),
  );
  const [{ Events }, { Queues }, { Uploads }] = await Promise.all(
    ["events.ts", "queues.ts", "uploads.ts"].map((file) => module("nestjs", file)),
  );
  const { requestId } = await module("nestjs", "request-id.ts");
  const stand = standFor(requestId);
  const providers = [
    { provide: tokens.CHECKS, useValue: stand.checks },
    { provide: Events, useValue: stand.events },
    { provide: Queues, useValue: stand.queues },
    { provide: Uploads, useValue: stand.uploads },
  ];
  const lines: Api["lines"] = [];
  const at = (level: string) => (message: string, fields: object, stack?: string) =>
    void lines.push({ level, message, ...fields, ...(stack === undefined ? {} : { stack }) });
  const testing = await Test.createTestingModule({ controllers, providers }).compile();
  const app = testing.createNestApplication({ logger: false, bodyParser: false });
  prepare(app, { log: at("info"), error: at("error") });
  app.enableCors(cors([PAGE]));
  await app.listen(0, "127.0.0.1");
  return { url: await app.getUrl(), server: app.getHttpServer(), lines, close: () => app.close() };
}

async function startNode(): Promise<Api> {
  const { createApp } = await module("node", "app.ts");
  const { requestId } = await module("node", "request-id.ts");
  const { pino } = required("pino");
  const lines: Api["lines"] = [];
  const write = (line: string) => {
    const { err, ...fields } = JSON.parse(line);
    lines.push({ ...fields, ...(err === undefined ? {} : { stack: err.stack }) });
  };
  const formatters = { level: (level: string) => ({ level }) };
  const log = pino({ messageKey: "message", base: {}, timestamp: false, formatters }, { write });
  const app = await createApp({ log, origins: [PAGE], ...standFor(requestId) });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  return { url, server: app.server, lines, close: () => app.close() };
}

export const STARTS: Record<(typeof FRAMEWORKS)[number], () => Promise<Api>> = { nestjs: startNest, node: startNode };
