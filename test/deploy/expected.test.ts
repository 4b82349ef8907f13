import { expect, it } from "vitest";
import { type Deployed, outputsOf, valuesOf } from "../../lib/deploy/deployed.ts";
import { expectedOf } from "../../lib/deploy/expected.ts";
import { serviceSecret } from "../../lib/deploy/service-secret.ts";
import { resource } from "../support/deployed.ts";

/** What the outputs and the state of a stage say of where it is. */

it("every kind of output is something that has to run, to answer, to lead on or to be made", () => {
  const outputs = {
    cluster: "shop-dev",
    tunnel: "i-0123",
    release: "abc",
    "api.service": "ApiService",
    "api.task": "task-definition/shop-dev-api:7",
    "api.url": "https://api.acme.com",
    "api.health": "https://api.acme.com/ready",
    "web.url": "https://acme.com",
    "worker.service": "WorkerService",
    "old.alias": "https://old.acme.com",
    "www.acme.com.redirect": "https://acme.com",
    "api.acme.com.CNAME": "lb.aws",
    "acme.com.ALIAS": "cdn.aws",
    // Nothing is expected of what is empty, or no text.
    "empty.url": "",
    "odd.url": 7,
  };
  expect(expectedOf(outputs)).toEqual({
    cluster: "shop-dev",
    // A repo of an earlier version does not say which version a service is to run.
    services: [{ name: "api", service: "ApiService", task: "task-definition/shop-dev-api:7" }],
    addresses: ["https://api.acme.com/ready", "https://acme.com", "https://old.acme.com"],
    urls: { api: "https://api.acme.com", web: "https://acme.com" },
    redirects: { "https://www.acme.com": "https://acme.com" },
    records: {
      "api.acme.com": { type: "CNAME", target: "lb.aws" },
      "acme.com": { type: "ALIAS", target: "cdn.aws" },
    },
    tunnel: "i-0123",
  });
});

it("nothing is expected of a stage that says nothing", () => {
  const nothing = { cluster: "", services: [], addresses: [], urls: {}, redirects: {}, records: {}, tunnel: null };
  expect(expectedOf({})).toEqual(nothing);
  expect(expectedOf({ cluster: 7, tunnel: "" })).toEqual(nothing);
});

const SECRET = "aws:secretsmanager/secret:Secret";
const named = (...names: unknown[]) => names.map((name) => resource(SECRET, { name }));

it("resources of a kind are known by the output that says where they are", () => {
  const resources = [
    ...named("shop-dev/api-1", "", 7, undefined),
    resource("aws:rds/instance:Instance", { arn: "db" }),
  ];
  expect(outputsOf({ resources }, "secret")).toEqual(["shop-dev/api-1"]);
  expect(outputsOf({ resources }, "database")).toEqual(["db"]);
  expect(valuesOf({ resources: [{ urn: "", type: SECRET }] }, "secret")).toEqual([undefined]);
});

it("a service's secret is that of its name, and none of a service whose name begins in the same way", () => {
  const stage = { project: "shop", stage: { stage: "dev" } };
  const secretOf = (service: string, ...names: string[]) =>
    serviceSecret({ ...stage, resources: named(...names) } as unknown as Deployed, service, "its way to main");
  expect(secretOf("api", "shop-dev/api-admin-2026", "shop-production/api-2026", "shop-dev/api-2026")).toBe(
    "shop-dev/api-2026",
  );
  expect(() => secretOf("api", "shop-dev/api-admin-2026")).toThrow(
    "api has no secret in dev (shop-dev/api-…): a deploy makes it, with its way to main",
  );
});
