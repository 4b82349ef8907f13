import { describe, expect, it } from "vitest";
import { toDocument } from "../../lib/answers/document.ts";
import { parseBlueprint, toBlueprint } from "../../lib/answers/parse.ts";
import type { Answers } from "../../lib/answers/schema.ts";

type Service = NonNullable<Answers["services"]>[number];

const apis = (count: number, more: Partial<Service> = {}): Service[] =>
  Array.from({ length: count }, (_, i) => ({ name: `api-${i}`, ...more }));

const acme = (services: Service[]): Answers => ({ project: "shop", domain: "acme.com", services });
const kept = (services: Service[]): Service[] => toDocument(toBlueprint(acme(services))).services ?? [];

/** How many services are on which load balancer, by its number. */
function counts(services: readonly Service[]): Record<number, number> {
  const numbers = services.map(({ balancer = 1 }) => balancer);
  return Object.fromEntries(
    [...new Set(numbers)].map((number) => [number, numbers.filter((other) => other === number).length]),
  );
}

const problems = (services: Service[]): string[] => {
  const result = parseBlueprint(acme(services));
  return "problems" in result ? result.problems.map(({ path, message }) => `${path}: ${message}`) : [];
};

describe("callers", () => {
  it("are as many as a security group lets in", () => {
    const callers = (count: number) => apis(count, { calls: ["billing"] });
    const billing: Service = { name: "billing", private: true };
    expect(problems([...callers(60), billing])).toEqual([]);
    expect(problems([...callers(61), billing])).toEqual([
      'services[61].name: 61 services call "billing", but its security group lets 60 in: let the others call a second service like it',
    ]);
  });
});

describe("load balancers", () => {
  it.each([
    [5, { 1: 5 }],
    [100, { 1: 100 }],
    [101, { 1: 100, 2: 1 }],
    [120, { 1: 100, 2: 20 }],
    [200, { 1: 100, 2: 100 }],
  ])("of %i services", (count, wanted) => {
    expect(counts(kept(apis(count)))).toEqual(wanted);
  });

  it("are not said where one is enough", () => {
    expect(kept(apis(100)).filter((service) => "balancer" in service)).toEqual([]);
  });

  it("have a rule for each service, and one more for its redirects", () => {
    const services = apis(60).map((service, i) => ({ ...service, redirects: [`old-${i}`] }));
    expect(counts(kept(services))).toEqual({ 1: 50, 2: 10 });
  });

  it("are of no concern to what is behind none", () => {
    const inside = apis(20).map((service, i) => ({ ...service, name: `inside-${i}`, private: true }));
    expect(counts(kept([...inside, ...apis(100)]))).toEqual({ 1: 120 });
  });

  it("keep together what shares a host, also by an alias", () => {
    const together: Service[] = [
      { name: "first", host: "app", path: "/first/*" },
      { name: "second", aliases: ["app"], path: "/second/*" },
      { name: "third", host: "second", path: "/third/*" },
    ];
    const services = kept([together[0] as Service, ...apis(98), ...together.slice(1)]);
    const placeOf = new Map(services.map(({ name, balancer = 1 }) => [name, balancer]));
    expect(together.map(({ name }) => placeOf.get(name))).toEqual([1, 1, 1]);
    expect(counts(services)).toEqual({ 1: 100, 2: 1 });
    expect(placeOf.get("api-97")).toBe(2);
  });

  it("keep their services, whatever is added and removed", () => {
    const before = kept(apis(120));
    const without = before.filter(({ name }) => !["api-3", "api-4", "api-110"].includes(name));
    const after = kept([{ name: "new-0" }, { name: "new-1" }, { name: "new-2" }, ...without]);
    const places = (services: Service[]) => new Map(services.map(({ name, balancer }) => [name, balancer]));
    for (const { name } of without) expect(places(after).get(name)).toBe(places(before).get(name));
    // What has left has made room.
    expect(["new-0", "new-1", "new-2"].map((name) => places(after).get(name) ?? 1)).toEqual([1, 1, 2]);
  });

  it("that are full take no redirects of the services that they have", () => {
    const services = kept(apis(101)).map((one) => (one.name === "api-7" ? { ...one, redirects: ["old"] } : one));
    expect(problems(services)).toEqual([
      "services: 100 services on load balancer 1 have 101 rules of it, which takes 100: what shares a host stays together, so give new services hosts of their own, or use fewer redirects",
    ]);
  });

  it("that are too small for one host are refused with the number", () => {
    const services = apis(101).map((service, i) => ({ ...service, host: "app", path: `/v${i}/*` }));
    expect(problems(services)).toEqual([
      "services: 101 services on load balancer 1 have 101 rules of it, which takes 100: what shares a host stays together, so give new services hosts of their own, or use fewer redirects",
    ]);
  });

  it("do not share a host", () => {
    expect(
      problems([
        { name: "api", balancer: 1 },
        { name: "v2", host: "api", path: "/v2/*", balancer: 2 },
      ]),
    ).toEqual([
      'services[1].balancer: it answers on host "api" at load balancer 2, "api" at load balancer 1: a host leads to one, so use another host',
    ]);
  });

  it("are of services that answer", () => {
    expect(problems([{ name: "api" }, { name: "worker", kind: "worker", balancer: 2 }])).toEqual([
      "services[1].balancer: is for kinds api and web only, not worker",
    ]);
  });
});
