import { describe, expect, it } from "vitest";
import type { Call } from "../../lib/rehearse/account/account.ts";
import { gapsOf, gapWords } from "../../lib/rehearse/story/reach.ts";
import { losses, stepsOf } from "../../lib/rehearse/story/steps.ts";
import { BUCKET, call, DATABASE, kept, RULE, STEPS, TASK, urn } from "../support/rehearsed-deploy.ts";

describe("what a deploy does", () => {
  it("is one step for each resource, in the order in which it begins, with what it stops to know", () => {
    expect(STEPS.map(({ action, name, gap, inputs }) => [action, name, gap, inputs])).toEqual([
      ["replaced", "MainDatabase", true, ["storageEncrypted"]],
      ["replaced", "ApiTask", false, ["containerDefinitions[0].image"]],
      ["changed", "ApiRule", false, ["priority"]],
      ["kept", "Files", false, []],
    ]);
  });

  it("loses data where what holds some is deleted or made anew, not where it is kept", () => {
    expect(losses(STEPS).map(({ name, holds }) => [name, holds])).toEqual([["MainDatabase", "a database"]]);
  });

  it("puts out of reach what goes before its successor is there", () => {
    expect(gapsOf(STEPS)).toEqual([
      { name: "MainDatabase", type: "aws:rds/instance:Instance", what: "the database", minutes: 20 },
    ]);
    const gone = stepsOf([call("delete", RULE)], [kept(RULE)], []);
    expect(gapsOf(gone)).toMatchObject([{ name: "ApiRule", minutes: null }]);
    const listener = urn("aws:lb/listener:Listener", "Https");
    const first = stepsOf([call("delete", listener), call("create", listener)], [kept(listener)], [kept(listener)]);
    expect(gapsOf(first).map(gapWords)).toEqual([
      "every service behind the listener (Https) for about a minute, as AWS usually takes",
    ]);
    const anew = stepsOf([call("create", RULE), call("delete", RULE)], [kept(RULE)], [kept(RULE)]);
    expect(gapsOf(anew)).toEqual([]);
  });

  it("is what its calls come to, with what the state knew of it before", () => {
    const of = (calls: Call[], before: string[], after: string[]) =>
      stepsOf(calls, before.map(kept), after.map(kept)).map(({ action, gap, inputs }) => [action, gap, inputs]);
    expect(of([call("create", TASK, { inputs: ["b"] })], [], [TASK])).toEqual([["created", false, []]]);
    expect(of([call("delete", TASK)], [TASK], [])).toEqual([["deleted", false, []]]);
    // Its old one is left for the end of the deploy, or for the next one.
    expect(of([call("create", TASK)], [TASK], [TASK])).toEqual([["replaced", false, []]]);
    const twice = [call("update", RULE, { inputs: ["b", "a"] }), call("update", RULE, { inputs: ["a"] })];
    expect(of(twice, [RULE], [RULE])).toEqual([["changed", false, ["a", "b"]]]);
  });

  it("leaves in the account what the stage knows no more, as far as it was made by the program", () => {
    const before = [
      kept(BUCKET),
      { ...kept(DATABASE), external: true },
      { ...kept(RULE), custom: false },
      kept(urn("pulumi:providers:aws", "default")),
      kept(urn("pulumi-nodejs:dynamic:Resource", "Part")),
      kept(TASK),
    ];
    expect(stepsOf([], before, [kept(TASK)]).map(({ action, name, holds }) => [action, name, holds])).toEqual([
      ["kept", "Files", "files"],
    ]);
  });

  it("is refused where AWS says no, with its words", () => {
    const refused = stepsOf([call("delete", BUCKET, { failed: "BucketNotEmpty" })], [kept(BUCKET)], [kept(BUCKET)]);
    expect(refused).toMatchObject([{ action: "refused", reason: "BucketNotEmpty", holds: "files" }]);
    expect(losses(refused)).toEqual([]);
  });

  it.each<[string, Call[], string]>([
    ["none is there", [call("create", DATABASE, { failed: "no capacity" })], "refused"],
    ["the old one is gone", [call("delete", DATABASE), call("create", DATABASE, { failed: "no capacity" })], "deleted"],
    [
      "the new one is there, and the old one stays",
      [call("create", DATABASE), call("delete", DATABASE, { failed: "in use" })],
      "refused",
    ],
  ])("says what is left where AWS says no and %s", (_, calls, action) => {
    const steps = stepsOf(calls, [kept(DATABASE)], [kept(DATABASE)]);
    expect(steps).toMatchObject([{ action, reason: expect.any(String) }]);
    expect(losses(steps)).toHaveLength(action === "deleted" ? 1 : 0);
  });
});
