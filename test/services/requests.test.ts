import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderSources, type Sources } from "../support/boot/sources.ts";

/** Which requests are worth a line in the log where `/` is a page, and what is asked whether the service lives. */

let sources: Sources;
let isQuiet: (answered: object) => boolean;

beforeAll(async () => {
  sources = await renderSources({
    project: "shop",
    services: [{ name: "pages", kind: "web", source: "react", health: "/" }],
  });
  ({ isQuiet } = await import(join(sources.folderOf("pages"), "src/requests.ts")));
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
    expect(isQuiet({ requestId: "r-1", method: "GET", route, url: route, status, ms: 1, userAgent })).toBe(quiet);
  });
});
