import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toDocument } from "../../../lib/answers/document.ts";
import { parseBlueprint, toBlueprint } from "../../../lib/answers/parse.ts";
import { STORE_KINDS, STORES } from "../../../lib/answers/vocabulary.ts";
import type { Document } from "../../../lib/questions/document.ts";
import { withCallers } from "../../../lib/questions/prompts/calls.ts";
import { addItem, connect } from "../../../lib/repo/edit/add.ts";
import { type Removable, removeItem } from "../../../lib/repo/edit/remove.ts";
import { answers } from "../../support/blueprints.ts";

/** A repo's answers as it stores them, and a service that it does not have yet. */
const repoAndService = fc
  .tuple(answers({ services: 5 }), fc.constantFrom("api", "worker", "cron", "static"), fc.subarray([...STORE_KINDS]))
  .map(([document, kind, stores]) => {
    const repo = toDocument(toBlueprint(document)) as Document;
    const named = kind === "static" ? [] : stores.map((store) => [store, `zz-new-${store}`]);
    return { repo, item: { name: "zz-new-service", kind, ...Object.fromEntries(named) } as Document };
  });

/** Adds a service with the stores that it names. */
function add(repo: Document, item: Document): Document {
  const withStores = STORE_KINDS.filter((store) => item[store] !== undefined).reduce(
    (grown, store) => addItem(grown, STORES[store], { name: item[store] }),
    repo,
  );
  return toDocument(toBlueprint(addItem(withStores, "services", item))) as Document;
}

const fits = ({ repo, item }: { repo: Document; item: Document }) =>
  "blueprint" in
  parseBlueprint({
    ...repo,
    services: [...(repo.services as Document[]), { name: item.name, kind: item.kind }],
  });

describe("adding and removing", () => {
  it("gives back the answers that were there", () => {
    fc.assert(
      fc.property(repoAndService.filter(fits), ({ repo, item }) => {
        const { document, lost } = removeItem(add(repo, item), "service", "zz-new-service");
        expect(toDocument(toBlueprint(document))).toEqual(repo);
        expect(lost.map(({ name }) => name)).toEqual(STORE_KINDS.flatMap((store) => item[store] ?? []));
      }),
      { numRuns: 100 },
    );
  });

  it("leaves every other service as it is, its priority included", () => {
    fc.assert(
      fc.property(repoAndService.filter(fits), ({ repo, item }) => {
        expect((add(repo, item).services as Document[]).slice(0, -1)).toEqual(repo.services);
      }),
      { numRuns: 100 },
    );
  });

  it("one service at a time gives the answers of all at once", () => {
    const names = Array.from({ length: 20 }, (_, i) => `service-${i}`);
    const stepwise = names
      .slice(1)
      .reduce(
        (repo, name) => add(repo, { name, kind: "api", source: "node" }),
        toDocument(toBlueprint({ project: "p", services: [{ name: names[0] as string, source: "node" }] })) as Document,
      );
    expect(toBlueprint(stepwise)).toEqual(
      toBlueprint({ project: "p", services: names.map((name) => ({ name, source: "node" })) }),
    );
  });

  it("does not give the number of a removed service to the next one", () => {
    const repo = toDocument(toBlueprint({ project: "p", services: [{ name: "api" }, { name: "old" }] })) as Document;
    const priority = (document: Document, name: string) =>
      (document.services as Document[]).find((service) => service.name === name)?.priority;
    const after = add(removeItem(repo, "service", "old").document, { name: "new-one" });
    expect(priority(after, "new-one")).not.toBe(priority(repo, "old"));
  });
});

describe("what an edit refuses", () => {
  const repo = toDocument(
    toBlueprint({
      project: "p",
      services: [
        { name: "api", database: "main" },
        { name: "web", kind: "web" },
      ],
      databases: [{ name: "main" }],
    }),
  ) as Document;
  it.each([
    [
      "a name that is taken",
      () => addItem(repo, "services", { name: "api" }),
      'there is a service called "api" already',
    ],
    [
      "a service that is not there",
      () => connect(repo, "database", "main", ["apo"]),
      'there is no service called "apo": there are api, web',
    ],
    ["a second database", () => connect(repo, "database", "other", ["api"]), '"api" has the database "main" already'],
    [
      "to remove what is not there",
      () => removeItem(repo, "service", "wed"),
      'there is no service called "wed" (did you mean "web"?)',
    ],
    [
      "to remove the last service",
      () => removeItem(removeItem(repo, "service", "web").document, "service", "api"),
      '"api" is the last service',
    ],
  ])("%s", (_, edit, message) => {
    expect(edit).toThrow(message);
  });

  it("the queue of a worker with its cache, and who gave it jobs with the worker", () => {
    const services = [
      { name: "api", cache: "main", jobs: ["mailer"] },
      { name: "mailer", kind: "worker", cache: "main", backlog: 9, min: 0 },
    ];
    const repo = { project: "shop", services, caches: [{ name: "main" }] };
    const left = (what: Removable, name: string) =>
      toBlueprint(removeItem(repo, what, name).document).services.map(({ jobs, backlog, min }) => [jobs, backlog, min]);
    expect(left("cache", "main")).toEqual([
      [[], undefined, 2],
      [[], undefined, 1],
    ]);
    expect(left("service", "mailer")).toEqual([[[], undefined, 2]]);
    expect(removeItem(repo, "service", "mailer").without).toEqual(["api"]);
  });

  it("nothing, but says who calls a service that goes", () => {
    const calling = withCallers(add(repo, { name: "billing", private: true }), "billing", ["api", "web"]);
    expect(toBlueprint(calling).services.map(({ calls }) => calls)).toEqual([["billing"], ["billing"], []]);
    const { document, lost, without } = removeItem(calling, "service", "billing");
    expect({ lost, without }).toEqual({ lost: [], without: ["api", "web"] });
    expect(toBlueprint(document).services.map(({ calls }) => calls)).toEqual([[], []]);
  });

  it("the pages of a site that goes from those that may call an API, whose code does not know of them", () => {
    const services = [
      { name: "www", kind: "static" },
      { name: "api", origins: ["www", "https://acme.com"] },
      { name: "open", origins: null },
    ];
    const { document, without } = removeItem({ project: "shop", domain: "acme.com", services }, "service", "www");
    expect(toBlueprint(document).services.map(({ origins }) => origins)).toEqual([["https://acme.com"], null]);
    expect(without).toEqual([]);
  });

  it("nothing, but says whose database goes", () => {
    const { document, lost, without } = removeItem(repo, "database", "main");
    expect({ lost, without }).toEqual({ lost: [{ what: "database", name: "main" }], without: ["api"] });
    expect(toBlueprint(document).services.map(({ database }) => database)).toEqual([null, null]);
  });
});
