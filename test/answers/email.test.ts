import { expect, it } from "vitest";
import { parseBlueprint, toBlueprint } from "../../lib/answers/parse.ts";
import type { Answers } from "../../lib/answers/schema.ts";

const problems = (answers: Partial<Answers>): string[] => {
  const result = parseBlueprint({ project: "shop", domain: "acme.com", ...answers });
  return "problems" in result ? result.problems.map(({ path, message }) => `${path}: ${message}`) : [];
};

it("is sent by what has a server, from a domain", () => {
  expect(problems({ services: [{ name: "api", email: "noreply" }] })).toEqual([]);
  expect(problems({ services: [{ name: "www", kind: "static", email: "noreply" }] })).toEqual([
    "services[0].email: a static site has no server that sends mail",
  ]);
  const clients = [{ name: "acme", account: "111111111111", domain: "acme.example" }];
  expect(problems({ domain: null, services: [{ name: "api", email: "noreply" }], clients })).toEqual([
    "services[0].email: needs a domain: mail is sent from an address below it",
  ]);
  expect(problems({ services: [{ name: "api", email: "a b" }] })).toHaveLength(1);
});

it("comes back to a host that nothing else has", () => {
  const bounce = [
    { name: "api", email: "noreply" },
    { name: "www", kind: "web" as const, aliases: ["bounce"] },
  ];
  expect(problems({ services: bounce })).toEqual([
    'services[1].host: "bounce" is where mail that nobody takes comes back to',
  ]);
  expect(problems({ services: bounce.slice(1) })).toEqual([]);
});

it("leaves no trace in a repo without it", () => {
  expect(toBlueprint({ project: "shop" }).services[0]?.email).toBeNull();
});
