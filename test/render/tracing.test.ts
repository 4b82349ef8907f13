import { describe, expect, it } from "vitest";
import { render } from "../../lib/render/render.ts";
import { viewOf } from "../support/view.ts";

const ANSWERS = {
  project: "shop",
  services: [
    { name: "api", source: "nestjs", database: "main", cache: "main" },
    { name: "plain", source: "node", database: "orders" },
    { name: "mailer", kind: "worker", source: "node", cache: "main" },
    { name: "nightly", kind: "cron", source: "nestjs", schedule: "rate(1 day)" },
    { name: "own", source: "existing", directory: "apps/own", database: "main" },
    { name: "www", kind: "static" },
  ],
  databases: [{ name: "main" }, { name: "orders", engine: "mysql" }],
  caches: [{ name: "main" }],
} as const;

describe("a repo in which", () => {
  const filesOf = (more: object) =>
    new Map(render(viewOf({ ...ANSWERS, ...more } as never)).map((file) => [file.path, file.contents]));

  it("nothing is traced has nothing of it", () => {
    const found = [...filesOf({})].filter(([path, text]) =>
      /opentelemetry|otel_|x-ray|xray|collector/i.test(`${path} ${text}`),
    );
    expect(found.map(([path]) => path)).toEqual([]);
  });

  it("requests are traced follows what each service uses, in production by the answer's share", () => {
    const files = filesOf({ tracing: 25 });
    const dependencies = (service: string) =>
      Object.keys(JSON.parse(String(files.get(`services/${service}/package.json`))).dependencies)
        .filter((name) => /instrumentation-/.test(name))
        .map((name) => name.replace("@opentelemetry/instrumentation-", ""));
    expect(dependencies("api")).toEqual(["http", "ioredis", "pg", "undici"]);
    expect(dependencies("plain")).toEqual(["http", "mysql2", "undici"]);
    expect(dependencies("nightly")).toEqual(["http", "undici"]);
    expect(files.get("services/api/Dockerfile")).toContain(
      'CMD ["node", "--enable-source-maps", "--import", "./dist/tracing.js", "dist/main.js"]',
    );
    expect(String(files.get("infra/stage.ts")).match(/traces: [\d.]+/g)).toEqual([
      "traces: 1",
      "traces: 1",
      "traces: 0.25",
    ]);
    expect([...files.keys()].filter((path) => path.startsWith("services/www/") && /trac/.test(path))).toEqual([]);
  });
});
