import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { LONGEST_SESSION } from "../../../lib/deploy/ci/roles.ts";
import { type Pipelines, type Step, start } from "../../support/pipelines/runs.ts";
import { filesOf } from "./rendered-workflows.ts";

/** What the steps of pipelines have: time, memory, caches, a folder; and what they are told. */

interface Document {
  image: string;
  options: { "max-time": number };
  definitions: { caches: Record<string, unknown>; services: { docker: { memory: number } } };
  pipelines: Pipelines;
}

function pipelinesOf(answers: object) {
  const file = filesOf(answers, "bitbucket").find(({ path }) => path === "bitbucket-pipelines.yml");
  const document = parse(file?.contents ?? "", { merge: true }) as Document;
  const steps = (event: Parameters<typeof start>[1]) => start(document.pipelines, event).steps as [Step, ...Step[]];
  return {
    document,
    check: steps({ push: "main" })[0],
    rehearse: steps({ pull: "feature", into: "main" })[1] as Step,
    deploy: steps({ custom: "deploy-dev" })[1] as Step,
    unlock: steps({ custom: "unlock-dev" })[0],
    all: [
      { push: "main" },
      { pull: "feature", into: "main" },
      { custom: "deploy-dev" },
      { custom: "unlock-dev" },
    ].flatMap((event) => steps(event as Parameters<typeof start>[1])),
  };
}

const SHOP = {
  services: [{ name: "api", database: "main", source: "node" }],
  databases: [{ name: "main" }],
  domain: "acme.com",
};
const shop = pipelinesOf(SHOP);

describe("a step", () => {
  it("ends before its role does, on the Node of the repo", () => {
    expect(shop.document.options["max-time"] * 60).toBeLessThan(LONGEST_SESSION);
    const nvmrc = filesOf(SHOP, "bitbucket")
      .find(({ path }) => path === ".nvmrc")
      ?.contents.trim();
    expect(shop.document.image).toBe(`node:${nvmrc}`);
  });

  it("that builds has memory for builder and step: twice 4 GB, of which Bitbucket gives a builder one", () => {
    expect(shop.deploy.size).toBe("2x");
    const { memory } = shop.document.definitions.services.docker;
    expect(memory).toBeGreaterThan(1024);
    expect(2 * 4096 - memory).toBeGreaterThan(1024);
  });

  it.each<[string, object, string[]]>([
    ["packages and platform", SHOP, ["node", "sst-platform"]],
    ["packages in their folder, and platform", { ...SHOP, workingDirectory: "shop" }, ["packages", "sst-platform"]],
    // pnpm's own folder is no cache that Bitbucket knows.
    ["platform", { ...SHOP, packageManager: "pnpm" }, ["sst-platform"]],
  ])("that checks keeps %s", (_, answers, caches) => {
    const { check, document } = pipelinesOf(answers);
    expect(check).toMatchObject({ name: "Check", caches });
    expect(Object.keys(document.definitions.caches)).toEqual(
      expect.arrayContaining(caches.filter((name) => name !== "node")),
    );
  });

  it("begins in the folder of the repo, and is there for what touches it", () => {
    const { all, check, rehearse, document } = pipelinesOf({ ...SHOP, workingDirectory: "platform/shop" });
    expect(new Set(all.map(({ script }) => script[0]))).toEqual(new Set(["cd platform/shop"]));
    const [onPull] = start(document.pipelines, { pull: "feature", into: "main" }).steps;
    const condition = { changesets: { includePaths: ["platform/shop/**", "bitbucket-pipelines.yml"] } };
    expect([onPull?.condition, rehearse.condition]).toEqual([condition, condition]);
    // What is pushed to a branch that is deployed is checked, whatever it is.
    expect(check.condition).toBeUndefined();
    expect([shop.rehearse.condition, shop.check.condition]).toEqual([undefined, undefined]);
  });

  it("has pnpm before it installs", () => {
    const { all } = pipelinesOf({ ...SHOP, packageManager: "pnpm" });
    for (const { script, name } of all) {
      const at = (text: string) => script.findIndex((line) => line.startsWith(text));
      expect(at("npm install --global pnpm@"), name).toBe(at("pnpm install --frozen-lockfile") - 1);
      expect(at("pnpm install"), name).toBeGreaterThan(0);
    }
  });

  it.each([
    ["rehearses", shop.rehearse, { SST_NO_BUN: "true", SST_TELEMETRY_DISABLED: "1" }],
    [
      "deploys",
      shop.deploy,
      { AWS_REGION: "us-east-1", SST_TELEMETRY_DISABLED: "1", STAGE: '"$BITBUCKET_DEPLOYMENT_ENVIRONMENT"' },
    ],
    [
      "unlocks",
      shop.unlock,
      { AWS_REGION: "us-east-1", SST_TELEMETRY_DISABLED: "1", STAGE: '"$BITBUCKET_DEPLOYMENT_ENVIRONMENT"' },
    ],
  ])("that %s is told where and what, and that SST is to tell nobody of it", (_, { script }, told) => {
    const pairs = script.flatMap((line) => (line.startsWith("export ") ? line.slice(7).split(" ") : []));
    expect(Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/).slice(0, 2)))).toEqual(told);
  });

  it("checks, and tests the services where there are any", () => {
    expect(shop.check.script).toEqual(["npm ci", "npm run check", "npm run test:services"]);
    expect(
      pipelinesOf({ services: [{ name: "web", kind: "static", source: "existing", directory: "web" }] }).check.script,
    ).toEqual(["npm ci", "npm run check"]);
  });

  it("wakes a stage that may sleep, once the gate has let it pass", () => {
    const { script } = pipelinesOf({ ...SHOP, sleep: {} }).deploy;
    const at = script.indexOf('npx space-sst wake "$STAGE"');
    expect(script[at - 1]).toBe("node scripts/diff-gate.mjs /tmp/changes.json");
    expect(shop.deploy.script.join()).not.toContain("wake");
  });
});
