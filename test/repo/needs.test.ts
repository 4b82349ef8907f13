import { describe, expect, it } from "vitest";
import { stageNamed } from "../../lib/answers/stages.ts";
import { firstStage, needs, secretNeeds } from "../../lib/repo/needs.ts";
import { lastLines, stepsFor } from "../../lib/repo/steps.ts";
import { viewOf } from "../support/view.ts";

/** What comes before the first deploy, and what a folder needs to become a repo. */

const ARN = "arn:aws:acm:us-east-1:111111111111:certificate/01234567-89ab-cdef-0123-456789abcdef";
const CREDENTIALS = ["credentials of its AWS account", "export AWS_PROFILE=<profile>"];
const DOCKER = ["Docker, running", "images are built on the machine that deploys"];

describe("a deploy needs", () => {
  const of = (answers: object, stage = "dev") => {
    const view = viewOf({ ...answers });
    return needs(view, stageNamed(view, stage)).map(({ what, how }) => [what, how]);
  };
  const image = { name: "api", source: "image", image: "nginx:1" };

  it.each<[string, object, string[][]]>([
    ["little for a ready image", { services: [image] }, [CREDENTIALS]],
    ["Docker for code", { services: [{ name: "api" }] }, [CREDENTIALS, DOCKER]],
    [
      "a zone, where the domain is in Route 53",
      { domain: "a.com", services: [image] },
      [CREDENTIALS, ["a hosted zone of a.com", "in Route 53, in the account of the stage"]],
    ],
    [
      "the token, where it is at Cloudflare",
      { domain: "a.com", dns: "cloudflare", services: [image] },
      [CREDENTIALS, ["a.com at Cloudflare", "export CLOUDFLARE_API_TOKEN and CLOUDFLARE_DEFAULT_ACCOUNT_ID"]],
    ],
    [
      "a certificate, where it is elsewhere",
      {
        domain: "a.com",
        dns: "external",
        certificate: ARN,
        services: [{ ...image, host: "@" }],
        stages: ["production", "dev"],
      },
      [CREDENTIALS, ["a certificate of a.com, *.a.com", "issued by ACM, in us-east-1"]],
    ],
    [
      "a zone for a site, too",
      { domain: "a.com", services: [{ name: "www", kind: "static", source: "existing", directory: "www" }] },
      [CREDENTIALS, ["a hosted zone of a.com", "in Route 53, in the account of the stage"]],
    ],
    ["none for what has no name", { domain: "a.com", services: [{ ...image, kind: "worker" }] }, [CREDENTIALS]],
    [
      "AWS in Slack",
      { services: [image], alerts: { slack: "T0123ABCD/C0123ABCD" } },
      [CREDENTIALS, ["AWS in your Slack", "once for each account: the README says how"]],
    ],
    [
      "the values of secrets",
      { services: [{ ...image, secrets: ["A", "B", "C"] }] },
      [CREDENTIALS, ["a value of ApiA, ApiB, ApiC", "npx sst secret set ApiA --stage dev"]],
    ],
    [
      "those of many by their number",
      { services: [{ ...image, secrets: ["A", "B", "C", "D"] }], packageManager: "pnpm" },
      [CREDENTIALS, ["values of 4 secrets", "pnpm exec sst secret set ApiA --stage dev"]],
    ],
  ])("%s", (_, answers, wanted) => expect(of(answers)).toEqual(wanted));

  it("a client's own certificate", () => {
    const client = { name: "acme", account: "111111111111", domain: "acme.com", certificate: ARN, stages: ["dev"] };
    const answers = { dns: "external", services: [{ ...image, host: "@" }], clients: [client] };
    expect(of(answers, "acme-dev")).toEqual([
      CREDENTIALS,
      ["a certificate of *.acme.com", "issued by ACM, in us-east-1"],
    ]);
  });

  it("of some services alone, where it is asked so", () => {
    const view = viewOf({
      services: [
        { name: "api", secrets: ["A"] },
        { name: "b", secrets: ["C"] },
      ],
    });
    expect(secretNeeds(view, ["b"], "dev").map(({ what }) => what)).toEqual(["a value of BC"]);
    expect(secretNeeds(view, [], "dev")).toEqual([]);
  });
});

it.each([
  [["dev", "staging", "production"], "dev"],
  [["staging", "production"], "staging"],
  [["production"], "production"],
])("of %j the first is %s: a first deploy may go wrong", (stages, first) => {
  const clients = [{ name: "acme", account: "111111111111", domain: "a.com", stages: ["dev"] }];
  expect(firstStage(viewOf({ stages, clients }))?.stage).toBe(first);
});

describe("a folder becomes a repo", () => {
  const GIT = {
    command: "git",
    words: ["init", "--quiet", "--initial-branch", "main"],
    remedy: "run git init there to see why",
    missing: "install git, then run git init there",
  };

  const ALL = { NODE_ENV: undefined, npm_config_include: "dev" };

  it("by git and its package manager, each where it is wanted", () => {
    const npm = {
      ...{ command: "npm", words: ["install"], env: ALL, remedy: "run npm install there to see why" },
      missing: "npm install --global npm, then run npm install there",
    };
    expect(stepsFor(viewOf({}), { git: true, install: true })).toEqual([GIT, npm]);
    expect(stepsFor(viewOf({}), { git: true, install: false })).toEqual([GIT]);
    expect(stepsFor(viewOf({}), { git: false, install: true })).toEqual([npm]);
    expect(stepsFor(viewOf({ packageManager: "pnpm" }), { git: false, install: true })).toEqual([
      {
        ...{ command: "pnpm", words: ["install"], env: ALL, remedy: "run pnpm install there to see why" },
        missing: expect.stringMatching(/^npm install --global pnpm@\d+\.\d+\.\d+, then run pnpm install there$/),
      },
    ]);
  });

  it("and what failed is said by its last lines", () => {
    expect(lastLines("1\n2\n\n3\n4\n  \n5\n6\n")).toBe("2\n3\n4\n5\n6");
  });
});
