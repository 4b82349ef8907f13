import { describe, expect, it } from "vitest";
import {
  bitbucketDeployments,
  buildsImages,
  dockerfileFolders,
  mayInsist,
  namesOf,
  pushed,
  stageNamed,
  stagesNamed,
  stagesOf,
} from "../../lib/answers/stages.ts";
import { viewOf } from "../support/view.ts";

/** The stages of a repo: which there are, what deploys them, and what a deploy builds. */

const ACME = { name: "acme", account: "111111111111", domain: "acme.com", region: "eu-west-1" };
const SHOP = { domain: "shop.com", services: [{ name: "api" }], clients: [{ ...ACME, stages: ["dev", "production"] }] };

describe("stages", () => {
  it("are the project's own, then each client's, each in its region", () => {
    const seen = stagesOf(viewOf(SHOP)).map(({ stage, environment, client, region, domain }) => [
      ...[stage, environment, client?.name ?? null, region, domain],
    ]);
    expect(seen).toEqual([
      ["dev", "dev", null, "us-east-1", "shop.com"],
      ["staging", "staging", null, "us-east-1", "shop.com"],
      ["production", "production", null, "us-east-1", "shop.com"],
      ["acme-dev", "dev", "acme", "eu-west-1", "acme.com"],
      ["acme-production", "production", "acme", "eu-west-1", "acme.com"],
    ]);
  });

  it("are found by their names, in the repo's order", () => {
    const view = viewOf(SHOP);
    expect(stageNamed(view, "acme-dev").client?.name).toBe("acme");
    expect(stagesNamed(view, "acme-dev,,dev").map(({ stage }) => stage)).toEqual(["dev", "acme-dev"]);
    const all = "stages: dev, staging, production, acme-dev, acme-production";
    const refused = (ask: () => unknown, ...messages: string[]) =>
      expect(ask).toThrow(
        expect.objectContaining({
          problems: messages.map((message) => ({ path: "stage", message: `${message}; ${all}` })),
        }),
      );
    refused(() => stageNamed(view, undefined), "is required");
    refused(
      () => stagesNamed(view, "stagin,dev,x"),
      '"stagin" is no stage of this repo (did you mean "staging"?)',
      '"x" is no stage of this repo',
    );
  });

  it("are called by every host of theirs, and every one that leads there", () => {
    const services = [
      { name: "web", kind: "web", host: "@", redirects: ["www"] },
      { name: "api", host: "@", path: "/v1/*" },
      { name: "site", kind: "static", aliases: ["blog"] },
      { name: "jobs", kind: "worker" },
    ];
    const view = viewOf({ services, domain: "shop.com" });
    expect(namesOf(view, stageNamed(view, "dev"))).toEqual([
      ...["dev.shop.com", "www-dev.shop.com", "site-dev.shop.com", "blog-dev.shop.com"],
    ]);
    const plain = viewOf({ services });
    expect(namesOf(plain, stageNamed(plain, "dev"))).toEqual([]);
  });
});

describe("what a push deploys", () => {
  const says = (answers: object) =>
    pushed(viewOf({ ...answers })).map(
      ({ environment, branch, needs }) => `${environment} ${branch} ${needs.join("+")}`,
    );

  it.each<[string, object, string[]]>([
    ["all", {}, ["dev develop check", "staging main check", "production main check+staging"]],
    ["no staging", { stages: ["dev", "production"] }, ["dev develop check", "production main check"]],
    // It would be plain HTTP: somebody has to insist.
    ["no domain", { domain: null }, ["dev develop check", "staging main check"]],
    [
      "no domain, and nothing that listens",
      { domain: null, services: [{ name: "jobs", kind: "worker" }] },
      ["dev develop check", "staging main check", "production main check+staging"],
    ],
  ])("of %s", (_, answers, wanted) => {
    expect(says({ domain: "shop.com", services: [{ name: "api" }], ...answers })).toEqual(wanted);
  });

  it("and by hand what is refused unless somebody insists", () => {
    expect([mayInsist(viewOf(SHOP)), mayInsist(viewOf({ ...SHOP, domain: null }))]).toEqual([false, true]);
    expect(mayInsist(viewOf({ stages: ["dev"] }))).toBe(false);
    expect(mayInsist(viewOf({ services: [{ name: "jobs", kind: "worker" }] }))).toBe(false);
  });
});

it("clients share Bitbucket's deployment environments, one for each of theirs", () => {
  expect(bitbucketDeployments(viewOf({ ...SHOP, stages: ["staging"] }))).toEqual([
    { deployment: "staging", clients: false },
    { deployment: "clients-dev", clients: true },
    { deployment: "clients-production", clients: true },
  ]);
});

it("images are built of code, and of what prepares databases", () => {
  const image = { name: "a", source: "image", image: "nginx:1" };
  const of = (answers: object) => {
    const view = viewOf({ ...answers });
    return [buildsImages(view), dockerfileFolders(view)];
  };
  expect(of({ services: [image] })).toEqual([false, []]);
  expect(of({ services: [{ name: "www", kind: "static" }] })).toEqual([false, []]);
  expect(of({ services: [{ ...image, database: "d" }], databases: [{ name: "d" }] })).toEqual([
    true,
    ["/infra/tasks/database"],
  ]);
  const existing = (name: string, directory: string) => ({ name, source: "existing", directory });
  expect(
    of({ services: [{ name: "api" }, existing("b", "apps/b"), existing("c", "apps/b"), existing("d", ".")] }),
  ).toEqual([true, ["/services/api", "/apps/b", "/"]]);
});
