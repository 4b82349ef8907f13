import { describe, expect, test } from "vitest";
import { codeServices } from "../../lib/render/manifest/service-item.ts";
import { render } from "../../lib/render/render.ts";
import { NPM_VARIANTS } from "../support/boot/variants.ts";
import { viewOf } from "../support/view.ts";

/** Numbers that must fit together, and stand in files of their own. */

const view = viewOf({ ...NPM_VARIANTS });
const files = new Map(render(view).map(({ path, contents }) => [path, String(contents)]));
const text = (path: string): string => files.get(path) ?? "";
const items = codeServices(view).filter(({ container }) => container);

/** The constants of a module, by name. */
const constants = (path: string): Record<string, number> =>
  Object.fromEntries(
    [...text(path).matchAll(/const (\w+) = ([\d_]+);/g)].map(([, name, value]) => [
      name,
      Number(value?.replaceAll("_", "")),
    ]),
  );
const infra = (path: string, name: string): number =>
  Number(new RegExp(`${name}[:=\\s]+([\\d_]+)`).exec(text(path))?.[1]?.replaceAll("_", "")) * 1000;

const ECS_STOPS = infra("infra/kit/container-definition.ts", "stopTimeout");
const BALANCER_IDLES = infra("infra/kit/load-balancer.ts", "idleTimeout");

test("the infrastructure says how long it waits", () => {
  expect([ECS_STOPS, BALANCER_IDLES]).toEqual([60_000, 60_000]);
});

describe.each(items)("$name", ({ name, role, database, driver, cache, stores }) => {
  const given = constants(`services/${name}/src/deadlines.ts`);
  const config = text(`services/${name}/src/config.ts`);
  const readme = text(`services/${name}/README.md`);
  const setting = (variable: string) =>
    Number(new RegExp(`${variable}: count\\.default\\((\\d+)\\)`).exec(config)?.[1]) * 1000;

  test("has stopped before ECS kills it", () => {
    expect(given.STOP_MS).toBeLessThan(ECS_STOPS);
    expect(readme).toContain(
      `| a stop, after SIGTERM | ${(given.STOP_MS ?? 0) / 1000} s; ECS kills after ${ECS_STOPS / 1000} s |`,
    );
    if (role === "queue") expect(setting("JOB_SECONDS")).toBeLessThan(given.STOP_MS ?? 0);
    if (role === "poll") expect(setting("RUN_SECONDS")).toBeLessThan(given.STOP_MS ?? 0);
  });

  if (role === "http") {
    test("keeps connections longer than the load balancer, and answers before it gives up", () => {
      expect(given.KEEP_ALIVE_MS).toBeGreaterThan(BALANCER_IDLES);
      expect(given.ANSWER_MS).toBeLessThan(BALANCER_IDLES);
      expect(readme).toContain(`| the answer to a request | ${(given.ANSWER_MS ?? 0) / 1000} s: 503 |`);
    });
  }

  if (driver === "mariadb") {
    test("gives up a statement before whoever asks gives up", () => {
      if (role === "http") expect(given.STATEMENT_MS).toBeLessThan(given.ANSWER_MS ?? 0);
      expect(readme).toContain(`| a statement, or a server that sends nothing | ${(given.STATEMENT_MS ?? 0) / 1000} s`);
    });
  } else if (database !== null) {
    test("learns from the database that a statement takes too long, and by silence that it is gone", () => {
      expect(given.SILENCE_MS).toBeGreaterThan(given.STATEMENT_MS ?? 0);
      if (role === "http") expect(given.SILENCE_MS).toBeLessThan(given.ANSWER_MS ?? 0);
      expect(readme).toContain(`| ${(given.STATEMENT_MS ?? 0) / 1000} s, by the server`);
      expect(readme).toContain(
        `| a server that sends nothing | ${(given.SILENCE_MS ?? 0) / 1000} s: the connection is closed |`,
      );
      expect(readme).toContain(`| a connection to the database | ${setting("DB_CONNECT_SECONDS") / 1000} s; 60 s`);
    });
  }

  if (cache !== null) {
    test("does not wait for the cache", () => {
      expect(readme).toContain(`| a connection to the cache | ${(given.CACHE_CONNECT_MS ?? 0) / 1000} s, then again |`);
      expect(readme).toMatch(new RegExp(`\\| a command of the cache.* \\| ${(given.COMMAND_MS ?? 0) / 1000} s \\|`));
    });
  }

  if (role === "http" && stores) {
    test("answers whether it is ready before whoever asks gives up", () => {
      // The load balancer waits 5 s, Route 53 four.
      expect(given.CHECK_MS).toBeLessThan(4_000);
    });
  }
});
