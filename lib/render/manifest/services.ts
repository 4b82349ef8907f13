import { perItem, type Row } from "../types.ts";
import { codeServices, type ServiceItem } from "./service-item.ts";

/** A file of a service: its template below `templates/services/`, and its place in the folder of the service. */
interface ServiceFile {
  from: string | ((item: ServiceItem) => string);
  to: string;
  when?: (item: ServiceItem) => boolean;
}

const container = (it: ServiceItem) => it.container;
const http = (it: ServiceItem) => it.role === "http";
const nest = (it: ServiceItem) => it.nest;
const plain = (it: ServiceItem) => it.container && !it.nest;
const react = (it: ServiceItem) => it.source === "react";
const pages = (it: ServiceItem) => react(it) && it.container;
const site = (it: ServiceItem) => it.kind === "static";
const typeorm = (it: ServiceItem) => it.orm === "typeorm";
const prisma = (it: ServiceItem) => it.orm === "prisma";
const migrates = (it: ServiceItem) => typeorm(it) || prisma(it);
/** It takes jobs from its cache, or from SQS. */
const bullmq = (it: ServiceItem) => it.queue === "bullmq";
const sqs = (it: ServiceItem) => it.queue === "sqs";
const poll = (it: ServiceItem) => it.role === "poll";
const task = (it: ServiceItem) => it.role === "poll" || it.role === "cron";
const events = (it: ServiceItem) => it.events;
const browsers = (it: ServiceItem) => it.origins !== null;
const gives = (where: ServiceItem["given"]) => (it: ServiceItem) => it.given === where;
const asksSqs = (it: ServiceItem) => it.queueVariables.length > 0;
const tells = (it: ServiceItem) => it.tells.length > 0;
const jobRoutes = (it: ServiceItem) => it.jobRoutes;
const uploadRoutes = (it: ServiceItem) => it.uploadRoutes;
const caller = (it: ServiceItem) => it.calls.length > 0;
const cache = (it: ServiceItem) => it.cache !== null;
const bucket = (it: ServiceItem) => it.bucket !== null;
const email = (it: ServiceItem) => it.email !== null;
const stores = (it: ServiceItem) => it.stores;
const traced = (it: ServiceItem) => it.traced;

const both =
  (...conditions: ((it: ServiceItem) => boolean)[]) =>
  (it: ServiceItem) =>
    conditions.every((condition) => condition(it));

const family = (it: ServiceItem) => it.database?.family ?? "postgres";
const environment = (it: ServiceItem) => it.env.length > 0;

/** Every file that a service may have. The template of a file that differs by source or tool is named by its folder. */
const FILES: readonly ServiceFile[] = [
  { from: "common/package.json.ejs", to: "package.json" },
  { from: "common/biome.json.ejs", to: "biome.json", when: (it) => it.nest || prisma(it) },
  { from: "common/tsconfig.json.ejs", to: "tsconfig.json" },
  { from: "common/README.md.ejs", to: "README.md" },
  { from: "common/env.example.ejs", to: ".env.example", when: environment },
  { from: "common/tsconfig.build.json", to: "tsconfig.build.json", when: container },
  { from: "common/Dockerfile.ejs", to: "Dockerfile", when: container },
  { from: "common/Dockerfile.dockerignore.ejs", to: "Dockerfile.dockerignore", when: container },
  { from: "common/vitest.config.ts", to: "vitest.config.ts", when: (it) => it.source !== "react" },
  { from: "common/src/boot.ts", to: "src/boot.ts", when: container },
  { from: "common/test/boot.test.ts", to: "test/boot.test.ts", when: container },
  { from: "common/src/deadlines.ts.ejs", to: "src/deadlines.ts", when: container },
  { from: "common/src/request-id.ts.ejs", to: "src/request-id.ts", when: container },
  { from: "common/test/request-id.test.ts.ejs", to: "test/request-id.test.ts", when: container },
  { from: "common/src/tracing.ts.ejs", to: "src/tracing.ts", when: traced },
  { from: "common/src/spans.ts.ejs", to: "src/spans.ts", when: traced },
  { from: "common/src/trace.ts.ejs", to: "src/trace.ts", when: traced },
  { from: "common/src/trace-header.ts", to: "src/trace-header.ts", when: traced },
  { from: "common/test/trace-header.test.ts", to: "test/trace-header.test.ts", when: traced },
  { from: "common/src/config.ts.ejs", to: "src/config.ts", when: container },
  { from: "common/test/config.test.ts.ejs", to: "test/config.test.ts", when: container },
  { from: "common/src/cors.ts", to: "src/cors.ts", when: both(browsers, http) },
  { from: "common/src/call.ts", to: "src/call.ts", when: caller },
  { from: "common/test/call.test.ts", to: "test/call.test.ts", when: caller },
  { from: "common/src/resources.ts.ejs", to: "src/resources.ts", when: stores },
  { from: "common/src/routes.ts.ejs", to: "src/routes.ts", when: http },
  { from: "common/src/requests.ts.ejs", to: "src/requests.ts", when: http },
  { from: "common/src/readiness.ts", to: "src/readiness.ts", when: both(stores, http) },
  { from: "common/test/readiness.test.ts", to: "test/readiness.test.ts", when: both(stores, http) },
  { from: "common/src/cache.ts.ejs", to: "src/cache.ts", when: cache },
  { from: "common/src/bucket.ts", to: "src/bucket.ts", when: bucket },
  { from: "common/src/bucket-check.ts", to: "src/bucket-check.ts", when: both(bucket, http) },
  { from: "common/test/bucket-check.test.ts", to: "test/bucket-check.test.ts", when: both(bucket, http) },
  { from: "common/src/uploads.ts", to: "src/uploads.ts", when: uploadRoutes },
  { from: "common/test/uploads.test.ts", to: "test/uploads.test.ts", when: uploadRoutes },
  { from: "common/src/mailer.ts", to: "src/mailer.ts", when: email },
  { from: "common/test/mailer.test.ts", to: "test/mailer.test.ts", when: email },
  { from: "common/src/tls.ts.ejs", to: "src/tls.ts", when: (it) => it.database !== null },
  { from: "common/src/alive.ts", to: "src/alive.ts", when: (it) => it.kind === "worker" },
  { from: "common/test/alive.test.ts", to: "test/alive.test.ts", when: (it) => it.kind === "worker" },
  { from: "common/src/queues.ts.ejs", to: "src/queues.ts", when: gives("bullmq") },
  { from: "common/src/queues.sqs.ts.ejs", to: "src/queues.ts", when: gives("sqs") },
  { from: "common/src/sqs.ts", to: "src/sqs.ts", when: asksSqs },
  { from: "common/src/take-jobs.ts", to: "src/take-jobs.ts", when: sqs },
  { from: "common/test/take-jobs.test.ts", to: "test/take-jobs.test.ts", when: sqs },
  { from: "common/src/close-worker.ts", to: "src/close-worker.ts", when: bullmq },
  { from: "common/test/close-worker.test.ts", to: "test/close-worker.test.ts", when: bullmq },
  { from: "common/src/queue-state.ts", to: "src/queue-state.ts", when: tells },
  { from: "common/test/queue-state.test.ts", to: "test/queue-state.test.ts", when: tells },
  { from: "common/src/poll.ts", to: "src/poll.ts", when: poll },
  { from: "common/test/poll.test.ts", to: "test/poll.test.ts", when: poll },
  { from: "common/src/lock.ts", to: "src/lock.ts", when: migrates },
  { from: "common/test/lock.test.ts", to: "test/lock.test.ts", when: migrates },

  { from: (it) => `drivers/${it.driver}.ts`, to: "src/pool.ts", when: (it) => it.driver !== null },

  { from: "typeorm/database.ts.ejs", to: "src/database.ts", when: typeorm },
  { from: "typeorm/data-source.ts", to: "src/data-source.ts", when: typeorm },
  { from: "typeorm/event.entity.ts.ejs", to: "src/event.entity.ts", when: typeorm },
  { from: "typeorm/events.ts.ejs", to: "src/events.ts", when: typeorm },
  { from: "typeorm/migrate.ts.ejs", to: "src/migrate.ts", when: typeorm },
  {
    from: (it) => `typeorm/migration.${family(it)}.ts`,
    to: "src/migrations/1767225600000-create-events.ts",
    when: typeorm,
  },

  { from: "prisma/schema.prisma.ejs", to: "prisma/schema.prisma", when: prisma },
  { from: "prisma/prisma.config.ts", to: "prisma.config.ts", when: prisma },
  {
    from: (it) => `prisma/migration_lock.${family(it)}.toml`,
    to: "prisma/migrations/migration_lock.toml",
    when: prisma,
  },
  {
    from: (it) => `prisma/migration.${family(it)}.sql`,
    to: "prisma/migrations/20260101000000_create_events/migration.sql",
    when: prisma,
  },
  { from: "prisma/database.ts.ejs", to: "src/database.ts", when: prisma },
  { from: "prisma/events.ts.ejs", to: "src/events.ts", when: prisma },
  { from: "prisma/migrations.ts", to: "src/migrations.ts", when: prisma },
  { from: "prisma/migrations.test.ts", to: "test/migrations.test.ts", when: prisma },
  { from: (it) => `prisma/migrate.${family(it)}.ts`, to: "src/migrate.ts", when: prisma },

  { from: (it) => `plain/database.${family(it)}.ts`, to: "src/database.ts", when: (it) => it.orm === "none" },

  { from: "nestjs/src/logger.ts.ejs", to: "src/logger.ts", when: nest },
  { from: "nestjs/src/tokens.ts.ejs", to: "src/tokens.ts", when: nest },
  { from: "nestjs/src/app.module.ts.ejs", to: "src/app.module.ts", when: nest },
  { from: "nestjs/src/main.http.ts.ejs", to: "src/main.ts", when: both(nest, http) },
  { from: "nestjs/src/http.ts", to: "src/http.ts", when: both(nest, http) },
  { from: "nestjs/test/http.test.ts.ejs", to: "test/http.test.ts", when: both(nest, http) },
  { from: "nestjs/src/follow.ts.ejs", to: "src/follow.ts", when: both(nest, http) },
  { from: "nestjs/src/health.controller.ts.ejs", to: "src/health.controller.ts", when: both(nest, http) },
  { from: "nestjs/test/health.test.ts.ejs", to: "test/health.test.ts", when: both(nest, http) },
  { from: "nestjs/src/events.controller.ts.ejs", to: "src/events.controller.ts", when: both(nest, http, events) },
  { from: "nestjs/src/jobs.controller.ts.ejs", to: "src/jobs.controller.ts", when: both(nest, jobRoutes) },
  { from: "nestjs/test/jobs.controller.test.ts.ejs", to: "test/jobs.controller.test.ts", when: both(nest, jobRoutes) },
  { from: "nestjs/src/uploads.controller.ts.ejs", to: "src/uploads.controller.ts", when: both(nest, uploadRoutes) },
  {
    from: "nestjs/test/uploads.controller.test.ts",
    to: "test/uploads.controller.test.ts",
    when: both(nest, uploadRoutes),
  },
  { from: "nestjs/src/main.worker.ts.ejs", to: "src/main.ts", when: (it) => it.nest && !http(it) && !sqs(it) },
  { from: "nestjs/src/jobs.processor.ts.ejs", to: "src/jobs.processor.ts", when: both(nest, bullmq) },
  { from: "nestjs/test/jobs.test.ts.ejs", to: "test/jobs.test.ts", when: both(nest, bullmq) },
  { from: "nestjs/src/main.sqs.ts.ejs", to: "src/main.ts", when: both(nest, sqs) },
  { from: "nestjs/src/jobs.processor.sqs.ts.ejs", to: "src/jobs.processor.ts", when: both(nest, sqs) },
  { from: "nestjs/test/jobs.sqs.test.ts.ejs", to: "test/jobs.test.ts", when: both(nest, sqs) },
  { from: "nestjs/src/task.service.ts.ejs", to: "src/task.service.ts", when: both(nest, task) },
  { from: "nestjs/test/task.test.ts.ejs", to: "test/task.test.ts", when: both(nest, task) },

  { from: "node/src/logger.ts.ejs", to: "src/logger.ts", when: plain },
  { from: "node/src/follow.ts.ejs", to: "src/follow.ts", when: both(plain, http) },
  {
    from: "node/src/validate.ts",
    to: "src/validate.ts",
    when: (it) => plain(it) && http(it) && (it.events || it.jobRoutes || it.uploadRoutes),
  },
  { from: "node/src/app.ts.ejs", to: "src/app.ts", when: both(plain, http) },
  { from: "node/test/app.test.ts.ejs", to: "test/app.test.ts", when: both(plain, http) },
  { from: "node/src/jobs.routes.ts.ejs", to: "src/jobs.routes.ts", when: both(plain, jobRoutes) },
  { from: "node/test/jobs.routes.test.ts.ejs", to: "test/jobs.routes.test.ts", when: both(plain, jobRoutes) },
  { from: "node/src/uploads.routes.ts", to: "src/uploads.routes.ts", when: both(plain, uploadRoutes) },
  { from: "node/test/uploads.routes.test.ts", to: "test/uploads.routes.test.ts", when: both(plain, uploadRoutes) },
  { from: "node/src/main.http.ts.ejs", to: "src/main.ts", when: both(plain, http) },
  { from: "node/src/main.queue.ts.ejs", to: "src/main.ts", when: both(plain, bullmq) },
  { from: "node/src/jobs.ts.ejs", to: "src/jobs.ts", when: both(plain, bullmq) },
  { from: "node/test/jobs.test.ts.ejs", to: "test/jobs.test.ts", when: both(plain, bullmq) },
  { from: "node/src/main.sqs.ts.ejs", to: "src/main.ts", when: both(plain, sqs) },
  { from: "node/src/jobs.sqs.ts.ejs", to: "src/jobs.ts", when: both(plain, sqs) },
  { from: "node/test/jobs.sqs.test.ts.ejs", to: "test/jobs.test.ts", when: both(plain, sqs) },
  { from: "node/src/main.task.ts.ejs", to: "src/main.ts", when: both(plain, task) },
  { from: "node/src/task.ts.ejs", to: "src/task.ts", when: both(plain, task) },
  { from: "node/test/task.test.ts.ejs", to: "test/task.test.ts", when: both(plain, task) },

  { from: "react/app.css", to: "src/app.css", when: react },
  { from: "react/ErrorBoundary.tsx", to: "src/ErrorBoundary.tsx", when: react },
  { from: "react-web/index.html.ejs", to: "index.html", when: pages },
  { from: "react-web/vite.config.ts", to: "vite.config.ts", when: pages },
  { from: "react-web/src/App.tsx.ejs", to: "src/App.tsx", when: pages },
  { from: "react-web/src/client.tsx", to: "src/client.tsx", when: pages },
  { from: "react-web/src/data.ts.ejs", to: "src/data.ts", when: pages },
  { from: "react-web/src/document.ts", to: "src/document.ts", when: pages },
  { from: "react-web/src/pages.ts.ejs", to: "src/pages.ts", when: pages },
  { from: "react-web/src/render.tsx", to: "src/render.tsx", when: pages },
  { from: "react-web/test/pages.test.ts.ejs", to: "test/pages.test.ts", when: pages },
  { from: "react-static/index.html.ejs", to: "index.html", when: site },
  { from: "react-static/public/robots.txt", to: "public/robots.txt", when: site },
  { from: "react-static/vite.config.ts", to: "vite.config.ts", when: site },
  { from: "react-static/src/App.tsx.ejs", to: "src/App.tsx", when: site },
  { from: "react-static/src/main.tsx", to: "src/main.tsx", when: site },
  { from: "react-static/src/config.ts.ejs", to: "src/config.ts", when: (it) => site(it) && it.api !== null },
  { from: "react-static/src/api.ts", to: "src/api.ts", when: (it) => site(it) && it.api !== null },
  { from: "react-static/test/App.test.tsx.ejs", to: "test/App.test.tsx", when: site },
];

const serviceFile = ({ from, to, when = () => true }: ServiceFile): Row =>
  perItem<ServiceItem>({
    from: (it) => `services/${typeof from === "string" ? from : from(it)}`,
    to: (it) => `services/${it.name}/${to}`,
    each: (view) => codeServices(view).filter(when),
    owner: "yours",
  });

/** The code of the services. */
export const services: readonly Row[] = FILES.map(serviceFile);
