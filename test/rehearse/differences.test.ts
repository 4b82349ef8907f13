import { describe, expect, it } from "vitest";
import type { PlainObject } from "../../lib/proof/simulate/types.ts";
import { INSTANCE, provider, TASK, TOPIC, urn } from "../support/played-provider.ts";

/** What a provider finds to differ, and what follows from it. */

describe("two sets of inputs", () => {
  it("finds what differs, what of it replaces, and that a chosen name is free only when the old one is gone", () => {
    const one = provider();
    const olds = { identifier: "main", instanceClass: "db.t4g.micro", storageEncrypted: true, __defaults: [] };
    const same = one.diff(urn(INSTANCE, "Main"), { olds, news: olds }, {}, []);
    expect(same.changes).toEqual([]);
    const news = { ...olds, instanceClass: "db.t4g.small" };
    expect(one.diff(urn(INSTANCE, "Main"), { olds, news }, {}, [])).toEqual({
      changes: [{ path: "instanceClass", kind: "UPDATE", replaces: false }],
      diffs: ["instanceClass"],
      replaces: [],
      deleteBeforeReplace: false,
    });
    const anew = { ...olds, storageEncrypted: false };
    expect(one.diff(urn(INSTANCE, "Main"), { olds, news: anew }, {}, [])).toMatchObject({
      replaces: ["storageEncrypted"],
      deleteBeforeReplace: true,
    });
    const ignored = one.diff(urn(INSTANCE, "Main"), { olds, news: anew }, {}, ["storageEncrypted"]);
    expect(ignored.changes).toEqual([]);
  });

  it("compares text that holds JSON by what it says", () => {
    const one = provider();
    const task = (containers: object[]) => ({ family: "f", containerDefinitions: JSON.stringify(containers, null, 1) });
    const olds = task([{ name: "api", image: "a" }]);
    const news = { family: "f", containerDefinitions: '[{"name":"api","image":"b"}]' };
    expect(one.diff(urn(TASK, "Task"), { olds, news }, {}, []).changes).toEqual([
      { path: "containerDefinitions[0].image", kind: "UPDATE", replaces: true },
    ]);
  });

  it("says of each difference what it is, and of which input", () => {
    const one = provider();
    const olds = { name: "a", tags: { A: "1", B: "2" }, displayName: "x", policy: "{}", __defaults: ["name"] };
    const news = { name: "a", tags: { A: "2", C: "3" }, kmsMasterKeyId: "k", __defaults: [] };
    const found = one.diff(urn(TOPIC, "Alerts"), { olds, news }, {}, []);
    expect(found.changes.map(({ path, kind }) => [path, kind])).toEqual([
      // A policy that is no longer given stays as AWS has it.
      ["displayName", "DELETE"],
      ["kmsMasterKeyId", "ADD"],
      ["tags.A", "UPDATE"],
      ["tags.B", "DELETE"],
      ["tags.C", "ADD"],
    ]);
    expect(found.diffs).toEqual(["displayName", "kmsMasterKeyId", "tags"]);
    const ignored = one.diff(urn(TOPIC, "Alerts"), { olds, news }, {}, ["tags", "display", "kmsMasterKeyId.x"]);
    expect(ignored.diffs).toEqual(["displayName", "kmsMasterKeyId"]);
  });

  it("compares lists item by item, and text that only begins like JSON as text", () => {
    const containers = (...images: string[]) => ({
      containerDefinitions: JSON.stringify(images.map((image) => ({ image }))),
    });
    const paths = (olds: PlainObject, news: PlainObject) =>
      provider()
        .diff(urn(TASK, "Task"), { olds, news }, {}, [])
        .changes.map(({ path }) => path);
    expect(paths(containers("a", "b"), containers("a", "c", "d"))).toEqual([
      "containerDefinitions[1].image",
      "containerDefinitions[2]",
    ]);
    expect(paths({ family: "{a" }, { family: "{b" })).toEqual(["family"]);
    expect(paths({ family: "{ }" }, { family: "{}" })).toEqual([]);
  });

  it.each<[string, PlainObject, boolean]>([
    ["by the program", { name: "alerts", __defaults: [] }, true],
    ["by the provider", { name: "alerts-1", __defaults: ["name"] }, false],
    ["by nobody", { __defaults: [] }, false],
  ])("lets the old one go before the new one comes where it was named %s", (_, named, first) => {
    const change = { olds: { ...named, fifoTopic: false }, news: { ...named, fifoTopic: true } };
    const found = provider().diff(urn(TOPIC, "Alerts"), change, {}, []);
    expect([found.replaces, found.deleteBeforeReplace]).toEqual([["fifoTopic"], first]);
    // Nothing goes where nothing is replaced.
    const shown = { olds: named, news: { ...named, displayName: "x" } };
    expect(provider().diff(urn(TOPIC, "Alerts"), shown, {}, []).deleteBeforeReplace).toBe(false);
  });
});
