import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderSources, type Sources } from "../support/boot/sources.ts";

/** Which requests are worth a line in the log: those that only ask whether the service lives are not, as long as it does. */

let sources: Sources;
const isQuiet: Record<string, (answered: object) => boolean> = {};

beforeAll(async () => {
  sources = await renderSources({
    project: "shop",
    services: [{ name: "pages", kind: "web", source: "react", health: "/" }, { name: "api" }],
  });
  for (const { name } of sources.items)
    isQuiet[name] = (await import(join(sources.folderOf(name), "src/requests.ts"))).isQuiet;
}, 120_000);
afterAll(() => sources?.dispose());

describe("a service whose pages are asked whether it lives", () => {
  const BROWSER = "Mozilla/5.0";
  it.each([
    ["/", "ELB-HealthChecker/2.0", 200, true],
    ["/", "node", 200, true],
    ["/", "Amazon-Route53-Health-Check-Service (ref …)", 200, true],
    ["/", BROWSER, 200, false],
    ["/", undefined, 200, false],
    ["/", "nodemon", 200, false],
    ["/ready", BROWSER, 200, true],
    ["/ready", BROWSER, 399, true],
    ["/ready", BROWSER, 400, false],
    ["/", "ELB-HealthChecker/2.0", 503, false],
  ])("%s of %s, answered with %i: no line in the log is %s", (route, userAgent, status, quiet) => {
    expect(isQuiet.pages?.({ requestId: "r-1", method: "GET", route, url: route, status, ms: 1, userAgent })).toBe(
      quiet,
    );
  });
});

describe("a service with a route for that", () => {
  it.each([
    ["/health", 200, true],
    ["/ready", 399, true],
    ["/ready", 400, false],
    ["/ready", 503, false],
    ["/events", 200, false],
    [undefined, 200, false],
  ])("%s, answered with %i: no line in the log is %s", (route, status, quiet) => {
    expect(isQuiet.api?.({ requestId: "r-1", method: "GET", route, url: "/", status, ms: 1 })).toBe(quiet);
  });
});
