import { describe, expect, it } from "vitest";
import type { View } from "../../lib/answers/view.ts";
import { codeServices } from "../../lib/render/manifest/service-item.ts";
import { viewOf } from "../support/view.ts";
import { WRITTEN } from "../support/written.ts";

/** What the code of a service is told of itself. */

const item = (view: View, name: string) => codeServices(view).find((one) => one.name === name);

describe("the routes of a service", () => {
  const routes = (service: object) => {
    const found = item(viewOf({ services: [{ name: "api", ...service }] }), "api");
    return [found?.readyPath, found?.eventsPath, found?.jobsPath, found?.uploadsPath];
  };

  it.each<[object, string[]]>([
    [{}, ["/ready", "/events", "/jobs", "/uploads"]],
    // The load balancer sends it no other path.
    [{ path: "/v1/*" }, ["/v1/ready", "/v1/events", "/v1/jobs", "/v1/uploads"]],
    [{ path: "/v?/*" }, ["/ready", "/events", "/jobs", "/uploads"]],
    [{ health: "/ready" }, ["/readiness", "/events", "/jobs", "/uploads"]],
    [{ health: "/events" }, ["/ready", "/latest-events", "/jobs", "/uploads"]],
    [{ health: "/jobs" }, ["/ready", "/events", "/queued-jobs", "/uploads"]],
    [{ health: "/uploads" }, ["/ready", "/events", "/jobs", "/new-uploads"]],
    [{ path: "/v1/*", health: "/v1/ready" }, ["/v1/readiness", "/v1/events", "/v1/jobs", "/v1/uploads"]],
    [{ path: "/v1/*", health: "/ready" }, ["/v1/ready", "/v1/events", "/v1/jobs", "/v1/uploads"]],
  ])("%j are none that is taken", (service, wanted) => expect(routes(service)).toEqual(wanted));
});

it("what a service cannot start without is a variable that it has for sure", () => {
  const seen = WRITTEN.services.map(({ name }) => [name, item(WRITTEN, name)?.requires]);
  expect(Object.fromEntries(seen)).toEqual({
    ...{ "order-api": "SELF_URL", web: "SELF_URL", inside: "SELF_URL", mailer: "REDIS_HOST", resizer: "QUEUE_REGION" },
    ...{ night: "DB_HOST", idle: null, www: null, own: undefined },
  });
  const alone = (service: object, rest: object = {}) =>
    item(viewOf({ services: [{ name: "api", kind: "worker", source: "node", ...service }], ...rest }), "api")?.requires;
  expect(alone({ bucket: "b" }, { buckets: [{ name: "b" }] })).toBe("BUCKET_NAME");
  expect(alone({ email: "noreply" }, { domain: "a.com" })).toBe("MAIL_FROM");
  expect([alone({ secrets: ["KEY"] }), alone({ source: "nestjs" })]).toEqual(["KEY", "NODE_ENV"]);
});

it("the scripts of a service are those of what it is made of", () => {
  const scripts = (name: string) => item(WRITTEN, name)?.manifest.scripts;
  expect(scripts("order-api")).toMatchInlineSnapshot(`
    {
      "build": "prisma generate && tsc --project tsconfig.build.json",
      "dev": "node ../../scripts/dev.mjs order-api",
      "dev:compile": "tsc --project tsconfig.build.json --watch --preserveWatchOutput",
      "dev:run": "node --watch --enable-source-maps --env-file=.env dist/main.js",
      "migrate": "node dist/migrate.js",
      "migration:generate": "prisma migrate dev",
      "start": "node --enable-source-maps dist/main.js",
      "test": "prisma generate && vitest run",
      "typecheck": "prisma generate && tsc",
    }
  `);
  expect(scripts("web")).toMatchInlineSnapshot(`
    {
      "build": "tsc --project tsconfig.build.json && vite build && vite build --ssr src/render.tsx --outDir dist/ssr",
      "dev": "node ../../scripts/dev.mjs web",
      "dev:compile": "tsc --project tsconfig.build.json --watch --preserveWatchOutput",
      "dev:run": "node --watch --enable-source-maps --env-file=.env dist/main.js",
      "start": "node --enable-source-maps dist/main.js",
      "test": "vitest run",
      "typecheck": "tsc",
    }
  `);
  expect({ ...scripts("www"), "dev:run": scripts("www")?.["dev:run"]?.replace(/\d{4}/, "N") }).toMatchInlineSnapshot(`
    {
      "build": "tsc && vite build",
      "dev": "node ../../scripts/dev.mjs www",
      "dev:run": "vite --port N --strictPort",
      "test": "vitest run",
      "typecheck": "tsc",
    }
  `);
  expect(scripts("night")).toMatchInlineSnapshot(`
    {
      "build": "tsc --project tsconfig.build.json",
      "dev": "node ../../scripts/dev.mjs night",
      "dev:compile": "tsc --project tsconfig.build.json --watch --preserveWatchOutput",
      "dev:run": "node --watch --enable-source-maps --env-file=.env dist/main.js",
      "start": "node --enable-source-maps dist/main.js",
      "test": "vitest run",
      "typecheck": "tsc",
    }
  `);
  const typeorm = viewOf({
    services: [{ name: "api", database: "d" }],
    databases: [{ name: "d" }],
    packageManager: "pnpm",
    tracing: 5,
  });
  expect(item(typeorm, "api")?.manifest.scripts).toMatchInlineSnapshot(`
    {
      "build": "tsc --project tsconfig.build.json",
      "dev": "node ../../scripts/dev.mjs api",
      "dev:compile": "tsc --project tsconfig.build.json --watch --preserveWatchOutput",
      "dev:run": "node --watch --enable-source-maps --env-file=.env --import ./dist/tracing.js dist/main.js",
      "migrate": "node dist/migrate.js",
      "migration:generate": "pnpm run build && typeorm migration:generate --dataSource dist/data-source.js",
      "start": "node --enable-source-maps --import ./dist/tracing.js dist/main.js",
      "test": "vitest run",
      "typecheck": "tsc",
    }
  `);
});
