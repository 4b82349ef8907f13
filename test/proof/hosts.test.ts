import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import {
  brokenControls,
  effects,
  failures,
  leftOut,
  problemsOf,
  type Repos,
  renderAll,
  runWays,
  type StageRun,
} from "../support/proof.ts";

/** Services with the domain itself, further hosts and redirects, by whoever serves the domain; and until there is one. */

const certificate = "arn:aws:acm:us-east-1:111111111111:certificate/01234567-89ab-cdef-0123-456789abcdef";

const answers = (rest: Partial<Answers>): Answers => ({
  project: "shop",
  stages: ["dev", "production"],
  ci: "none",
  ...rest,
  services: [
    { name: "app", kind: "web", host: "@", aliases: ["*.app", "app"], redirects: ["www", "old"] },
    { name: "api", host: "@", path: "/v1/*", aliases: ["api"] },
    { name: "docs", kind: "static", aliases: ["*.docs", "help"], redirects: ["manual"] },
  ],
});

/** Asks a site's function for an address. CloudFront's own module is played: it knows no files. */
async function asked(code: string, host: string, uri: string, querystring: object): Promise<Record<string, unknown>> {
  const cf = { kvs: () => ({ get: async () => "{}" }), updateRequestOrigin: () => undefined };
  const handler = runInNewContext(`${code.replace(/^import cf.*$/m, "")}\nhandler`, { cf });
  return handler({ request: { uri, querystring, headers: { host: { value: host } } } });
}

let repos: Repos;
let runs: StageRun[][];
let previews: StageRun[][];

beforeAll(async () => {
  const domain = "acme.com";
  repos = await renderAll([
    answers({ domain }),
    answers({ domain, dns: "cloudflare" }),
    answers({ domain, dns: "external", certificate }),
    answers({ stages: ["dev"], clients: [{ name: "globex", account: "222222222222", domain: "globex.com" }] }),
  ]);
  [runs, previews] = await runWays(repos, {}, { preview: true });
}, 300_000);

afterAll(() => repos?.dispose());

test("every name of the answers is there, with its rule, record and certificate", () => {
  expect(runs.flat().map(({ stage }) => stage.stage)).toContain("globex-production");
  for (const stages of [...runs, ...previews]) expect(problemsOf(stages, failures)).toEqual({});
  for (const [i, stages] of runs.entries()) {
    expect(problemsOf(stages, brokenControls)).toEqual({});
    expect(leftOut(stages, previews[i] ?? [])).toEqual({});
    for (const run of stages) {
      const { wanted, actual } = effects(run);
      expect(actual, run.stage.stage).toEqual(wanted);
    }
  }
});

test("CloudFront sends hosts that lead elsewhere to the site's own, path and query kept", async () => {
  const production = runs[0]?.find(({ stage }) => stage.stage === "production");
  const code = String(
    production?.simulation.resources.find(({ type }) => type === "aws:cloudfront/function:Function")?.inputs.code,
  );
  // AWS takes no more.
  expect(code.length).toBeLessThan(10 * 1024);
  const query = {
    q: { value: "a%20b" },
    page: { value: "2", multiValue: [{ value: "1" }, { value: "2" }] },
    raw: { value: "" },
  };
  expect(await asked(code, "manual.acme.com", "/a/b%20c", query)).toEqual({
    statusCode: 301,
    statusDescription: "Moved Permanently",
    headers: {
      location: { value: "https://docs.acme.com/a/b%20c?q=a%20b&page=1&page=2&raw" },
      "strict-transport-security": { value: "max-age=31536000" },
    },
  });
  expect(await asked(code, "manual.acme.com", "/", {})).toMatchObject({
    headers: { location: { value: "https://docs.acme.com/" } },
  });
  for (const host of ["docs.acme.com", "help.acme.com", "x.docs.acme.com"])
    expect(await asked(code, host, "/a", {})).not.toHaveProperty("statusCode");
});
