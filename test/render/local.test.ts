import { describe, expect, it } from "vitest";
import type { View } from "../../lib/answers/view.ts";
import { codeServices } from "../../lib/render/manifest/service-item.ts";
import { render } from "../../lib/render/render.ts";
import { WRITTEN } from "../support/written.ts";

/** What services get on a developer's machine. */

const FILES = new Map(render(WRITTEN).map(({ path, contents }) => [path, contents]));

const item = (view: View, name: string) => codeServices(view).find((one) => one.name === name);
/** Without the numbers of ports, which follow from names. */
const env = (name: string): string =>
  (item(WRITTEN, name)?.env ?? []).map(([key, value]) => `${key}=${value.replace(/\b\d{4,5}\b/g, "N")}`).join("\n");
const given = (service: string, key: string) => item(WRITTEN, service)?.env.find(([name]) => name === key)?.[1];

describe("the environment of a service", () => {
  it("is all that it asks for", () => {
    expect(env("order-api")).toMatchInlineSnapshot(`
      "NODE_ENV=DEV
      LOG_LEVEL=info
      PORT=N
      SELF_URL=http://localhost:N
      CORS_ORIGINS=http://localhost:N,https://a.com
      INSIDE_URL=http://localhost:N
      DB_HOST=127.0.0.1
      DB_PORT=N
      DB_NAME=order_api
      DB_USER=order_api
      DB_PASS=local
      DB_SSL=false
      DATABASE_URL=postgresql://order_api:local@127.0.0.1:N/order_api
      REDIS_HOST=127.0.0.1
      REDIS_PORT=N
      REDIS_TLS=false
      BUCKET_NAME=files
      BUCKET_REGION=eu-west-1
      BUCKET_ENDPOINT=http://localhost:N
      MAIL_FROM=noreply@shop.test
      MAIL_CONFIGURATION_SET=local
      MAIL_REGION=eu-west-1
      MAIL_ENDPOINT=http://localhost:N
      JWT_SECRET=local"
    `);
    expect(env("inside")).toMatchInlineSnapshot(`
      "LOG_LEVEL=info
      PORT=N
      SELF_URL=http://localhost:N
      DB_HOST=127.0.0.1
      DB_PORT=N
      DB_NAME=inside
      DB_USER=inside
      DB_PASS=local
      DB_SSL=false
      DATABASE_URL=mysql://inside:local@127.0.0.1:N/inside
      RESIZER_QUEUE=http://localhost:N/000000000000/resizer
      QUEUE_REGION=eu-west-1"
    `);
    expect(env("web")).toMatchInlineSnapshot(`
      "LOG_LEVEL=info
      PORT=N
      SELF_URL=http://localhost:N
      API_URL=http://localhost:N
      INSIDE_URL=http://localhost:N"
    `);
    expect(env("www")).toMatchInlineSnapshot(`"VITE_API_BASE_URL=http://localhost:N"`);
    expect(env("mailer")).toMatchInlineSnapshot(`
      "LOG_LEVEL=info
      REDIS_HOST=127.0.0.1
      REDIS_PORT=N
      REDIS_TLS=false"
    `);
    expect(env("resizer")).toMatchInlineSnapshot(`
      "NODE_ENV=DEV
      LOG_LEVEL=info
      RESIZER_QUEUE=http://localhost:N/000000000000/resizer
      QUEUE_REGION=eu-west-1"
    `);
    expect(env("night")).toMatchInlineSnapshot(`
      "LOG_LEVEL=info
      DB_HOST=127.0.0.1
      DB_PORT=N
      DB_NAME=night
      DB_USER=night
      DB_PASS=local
      DB_SSL=false"
    `);
    expect(env("idle")).toBe("LOG_LEVEL=info");
  });

  it("leads to the services, each at its own port", () => {
    expect(given("order-api", "INSIDE_URL")).toBe(given("inside", "SELF_URL"));
    expect(given("www", "VITE_API_BASE_URL")).toBe(given("order-api", "SELF_URL"));
    expect(given("web", "API_URL")).toBe(given("order-api", "SELF_URL"));
    expect(given("order-api", "CORS_ORIGINS")).toBe(`${given("web", "SELF_URL")},https://a.com`);
  });

  it("has every variable that its configuration has no default for", () => {
    for (const { name, source, kind } of WRITTEN.services.filter((one) =>
      FILES.has(`services/${one.name}/src/config.ts`),
    )) {
      if (kind === "static") continue;
      const config = FILES.get(`services/${name}/src/config.ts`) ?? "";
      const wanted = [...config.matchAll(/^ {2}([A-Z][A-Z0-9_]+): ((?:(?!\n {2}[A-Z]).)*)/gm)]
        .filter(([, , schema = ""]) => !/default\(|optional\(/.test(schema))
        .map(([, key]) => key);
      const known = (item(WRITTEN, name)?.env ?? []).map(([key]) => key);
      // The stage is "local" where nothing says otherwise.
      expect(
        wanted.filter((key) => key !== undefined && key !== "STAGE" && !known.includes(key)),
        `${name} of ${source}`,
      ).toEqual([]);
    }
  });
});
