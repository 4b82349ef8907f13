import { describe, expect, test } from "vitest";
import { grants, isLike } from "../../lib/proof/judges/access.ts";
import { fires, METRICS, secondsUntil } from "../../lib/proof/judges/alarms.ts";
import { matches } from "../../lib/proof/judges/events.ts";
import { evaluate, isUnderstood } from "../../lib/proof/judges/metric-math.ts";
import { isWithin } from "../../lib/proof/judges/network.ts";
import type { PlainObject, Resource } from "../../lib/proof/simulate/types.ts";
import { make, simulationOf } from "../controls/rows/make.ts";

/** The judges themselves, at the edges of AWS's rules. What they say of whole stages is in test/controls and in defects.test.ts. */

describe("a pattern of EventBridge", () => {
  const event: PlainObject = {
    source: "aws.ecs",
    resources: ["arn:one", "arn:two"],
    detail: { state: "STOPPED", count: 3, containers: [{ exitCode: 0 }, { exitCode: 137 }], empty: [] },
  };
  const cases: [pattern: PlainObject, matches: boolean][] = [
    [{}, true],
    [{ source: ["aws.ecs"] }, true],
    [{ source: ["aws.rds", "aws.ecs"] }, true],
    [{ source: ["aws.rds"] }, false],
    [{ account: ["1"] }, false],
    [{ resources: ["arn:two"] }, true],
    [{ resources: [{ prefix: "arn:t" }] }, true],
    [{ resources: [{ prefix: "two" }] }, false],
    [{ resources: [{ suffix: "two" }] }, true],
    [{ resources: [{ wildcard: "a*:t*o" }] }, true],
    [{ resources: [{ wildcard: "a*:x" }] }, false],
    [{ detail: { state: [{ "equals-ignore-case": "stopped" }] } }, true],
    [{ detail: { containers: { exitCode: [{ "anything-but": 0 }] } } }, true],
    [{ detail: { containers: { exitCode: [{ "anything-but": [0, 137] }] } } }, false],
    [{ detail: { containers: { reason: [{ "anything-but": 0 }] } } }, false],
    [{ detail: { state: [{ "anything-but": { prefix: "STOP" } }] } }, false],
    [{ detail: { reason: [{ exists: false }] } }, true],
    [{ detail: { state: [{ exists: false }] } }, false],
    [{ detail: { count: [{ numeric: [">", 2, "<=", 3] }] } }, true],
    [{ detail: { count: [{ numeric: [">", 3] }] } }, false],
    [{ detail: { empty: ["x"] } }, false],
    [{ $or: [{ source: ["aws.rds"] }, { detail: { count: [3] } }] }, true],
    [{ $or: [{ source: ["aws.rds"] }, { detail: { count: [4] } }] }, false],
    // A comparison that is not known here matches nothing.
    [{ source: [{ cidr: "10.0.0.0/8" }] }, false],
  ];
  test.each(cases)("%j: %s", (pattern, expected) => expect(matches(pattern, event)).toBe(expected));

  test.each([
    ["=", [false, true, false]],
    ["<", [true, false, false]],
    ["<=", [true, true, false]],
    [">", [false, false, true]],
    [">=", [false, true, true]],
    ["~", [false, false, false]],
  ])("has numbers that are %s 3: 2, 3 and 4: %j", (operator, expected) => {
    expect([2, 3, 4].map((count) => matches({ count: [{ numeric: [operator, 3] }] }, { count }))).toEqual(expected);
  });

  test("must hold by both ends of a range, and is of numbers alone", () => {
    const range = { count: [{ numeric: [">", 1, "<", 3] }] };
    expect([1, 2, 3, "2"].map((count) => matches(range, { count }))).toEqual([false, true, false, false]);
    expect(matches({ count: [{ numeric: ">1" }] }, { count: 2 })).toBe(false);
  });

  test.each(["prefix", "suffix", "equals-ignore-case", "wildcard"])("compares texts alone by %s", (filter) => {
    const says = (wanted: string | number, state: string | number) =>
      matches({ state: [{ [filter]: wanted }] }, { state });
    expect([says("1", "1"), says("1", 1), says(1, "1")]).toEqual([true, false, false]);
  });
});

describe("an expression of metric math", () => {
  const values = { failed: 3, all: 60, none: undefined };
  const cases: [expression: string, value: number | undefined][] = [
    ["1 + 2 * 3 - 4 / 2", 5],
    ["(1 + 2) * 3", 9],
    ["8 - 2 - 1", 5],
    ["-failed + 10", 7],
    ["100 * failed / all", 5],
    ["IF(failed >= 3, 100 * failed / all, 0)", 5],
    ["IF(failed > 3, 100 * failed / all, 0)", 0],
    ["IF(failed == 3 && all != 3, 1, 2)", 1],
    ["IF(none > 1, 1, 2)", undefined],
    ["failed + none", undefined],
    ["failed + FILL(none, 7)", 10],
    ["MAX([failed, all, none])", 60],
    ["SUM([failed, none]) + MIN(4, 9)", 7],
    ["ABS(failed - all)", 57],
    ["failed / 0", undefined],
  ];
  test.each(cases)("%s: %s", (expression, value) => expect(evaluate(expression, values)).toBe(value));

  test.each([
    [">", [0, 0, 1]],
    ["<", [1, 0, 0]],
    [">=", [0, 1, 1]],
    ["<=", [1, 1, 0]],
    ["==", [0, 1, 0]],
    ["!=", [1, 0, 1]],
  ])("says of 1, 2 and 3 %s 2: %j", (operator, expected) => {
    expect([1, 2, 3].map((one) => evaluate(`one ${operator} 2`, { one }))).toEqual(expected);
  });

  test.each([
    ["||", [0, 1, 1, 1]],
    ["&&", [0, 0, 0, 1]],
  ])("says of 0 and 0, 1 and 0, 0 and 1, 1 and 1 by %s: %j", (operator, expected) => {
    const pairs = [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ];
    expect(pairs.map(([one, other]) => evaluate(`one ${operator} other`, { one, other }))).toEqual(expected);
  });

  test.each(["RATE(failed)", "failed +", "other", "(failed", "failed all", "failed $ all"])(
    "%s is not understood",
    (text) => {
      expect(isUnderstood(text, ["failed", "all"])).toBe(false);
    },
  );
});

describe("a policy of IAM", () => {
  const asked = { action: "s3:GetObject", resource: "arn:b/key", context: { "aws:SourceAccount": "1" } };
  const said = (statement: PlainObject) =>
    grants(
      { Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*", ...statement }] },
      "arn:me",
      asked,
    );
  const when = (operator: string, key: string, value: string) => ({ Condition: { [operator]: { [key]: value } } });

  const cases: [statement: PlainObject, said: string][] = [
    [{}, "allow"],
    [{ Effect: "Deny" }, "deny"],
    [{ Principal: { AWS: ["arn:me", "arn:you"] } }, "allow"],
    [{ Principal: { AWS: "arn:you" } }, "nothing"],
    [{ Action: "S3:getobject" }, "allow"],
    [{ Action: "s3:Put*" }, "nothing"],
    [{ Resource: "arn:b/*" }, "allow"],
    [{ Resource: "arn:b/ke?" }, "allow"],
    [{ Resource: "arn:b" }, "nothing"],
    [when("StringEquals", "aws:SourceAccount", "1"), "allow"],
    [when("StringEquals", "aws:SourceAccount", "2"), "nothing"],
    [when("StringEquals", "aws:Other", "1"), "nothing"],
    [when("StringEqualsIfExists", "aws:Other", "1"), "allow"],
    [when("StringNotEquals", "aws:SourceAccount", "1"), "nothing"],
    [when("StringNotEquals", "aws:Other", "1"), "allow"],
    [when("ArnLike", "aws:PrincipalArn", "arn:*"), "allow"],
    [when("ArnNotLike", "aws:PrincipalArn", "arn:*"), "nothing"],
    [when("NumericLessThan", "aws:SourceAccount", "5"), "nothing"],
  ];
  test.each(cases)("%j: %s", (statement, expected) => expect(said(statement)).toBe(expected));

  test("denies what one statement denies, whatever the others say", () => {
    const all = { Principal: "*", Action: "*", Resource: "*" };
    const document = {
      Statement: [
        { ...all, Effect: "Allow" },
        { ...all, Effect: "Deny" },
      ],
    };
    expect(grants(document, "arn:me", asked)).toBe("deny");
  });

  test("takes signs for themselves, but for * and ?", () => {
    expect([isLike("a.c", "abc"), isLike("a+", "aa"), isLike("a*", "a\nb"), isLike("?", "")]).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });
});

test.each([
  ["10.0.4.0/22", "10.0.0.0/18", true],
  ["10.0.4.0/22", "10.0.4.0/22", true],
  ["10.0.4.0/22", "10.0.5.0/24", false],
  ["10.0.64.0/22", "10.0.0.0/18", false],
  ["10.0.4.0/22", "0.0.0.0/0", true],
  ["10.0.4.1", "10.0.4.1/32", true],
])("%s lies in %s: %s", (inner, outer, expected) => expect(isWithin(inner, outer)).toBe(expected));

describe("an alarm", () => {
  const alarm = (inputs: PlainObject): Resource =>
    simulationOf([make("aws:cloudwatch/metricAlarm:MetricAlarm")({ threshold: 10, ...inputs })])
      .resources[1] as Resource;
  test.each([
    ["GreaterThanThreshold", [false, false, true]],
    ["GreaterThanOrEqualToThreshold", [false, true, true]],
    ["LessThanThreshold", [true, false, false]],
    ["LessThanOrEqualToThreshold", [true, true, false]],
    ["GreaterThanUpperThreshold", [false, false, false]],
  ])("%s of 10 fires at 9, 10 and 11: %j", (comparisonOperator, expected) => {
    expect([9, 10, 11].map((value) => fires(alarm({ comparisonOperator }), value))).toEqual(expected);
  });

  test("takes silence as it was told to", () => {
    const silent = ["breaching", "notBreaching", "missing", "ignore", undefined];
    expect(silent.map((data) => fires(alarm(data === undefined ? {} : { treatMissingData: data }), "nothing"))).toEqual(
      [true, false, false, false, false],
    );
  });

  test("fires after as many periods as it was told to, or as many of them as must be ill", () => {
    expect(secondsUntil(alarm({ period: 60, evaluationPeriods: 5 }))).toBe(300);
    expect(secondsUntil(alarm({ period: 60, evaluationPeriods: 5, datapointsToAlarm: 2 }))).toBe(120);
  });

  test("has metrics that tell well from ill", () => {
    expect(Object.entries(METRICS).filter(([, { well, ill }]) => well === ill)).toEqual([]);
  });
});
