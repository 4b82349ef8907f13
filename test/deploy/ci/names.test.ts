import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { namedShort, type Scope } from "../../../lib/deploy/ci/permissions/grant.ts";
import { MOST_CHARACTERS, MOST_POLICIES, pack, type Statement } from "../../../lib/deploy/ci/permissions/index.ts";
import { bucketsOf, edgeFunctionsOf, sstName } from "../../../lib/deploy/ci/permissions/names.ts";
import { platform } from "../../support/platform.ts";

/** What permissions are limited to by name, and how many characters they have. */

const SCOPE: Scope = {
  project: "shop",
  stage: "production",
  account: "123456789012",
  zone: null,
  sites: ["web", "order-site"],
  buckets: ["user-files"],
  mail: null,
};

describe("a name that SST makes", () => {
  it("begins as SST itself begins it, however long its parts are", async () => {
    const { physicalName } = await import(join(await platform(), ".sst/platform/src/components/naming.ts"));
    const word = (maxLength: number) => fc.stringMatching(new RegExp(`^[a-z][a-z0-9]{0,${maxLength - 1}}$`));
    fc.assert(
      fc.property(word(20), word(30), word(70), fc.constantFrom(40, 63, 64), (project, stage, name, most) => {
        vi.stubGlobal("$app", { name: project, stage });
        const made: string = physicalName(most, name);
        expect(made.slice(0, -9)).toBe(sstName(most, { project, stage }, name));
        expect(made.slice(-9)).toMatch(/^-[a-z]{8}$/);
      }),
      { numRuns: 300 },
    );
    vi.unstubAllGlobals();
  });

  // Where one character less is room: the shortest of which a part is left, and the longest of which none is.
  it.each([
    ["all of it", 22, "shop-dev-name"],
    ["the app", 21, "sho-dev-name"],
    ["the app but a letter", 19, "s-dev-name"],
    ["the app, and not the stage", 18, "dev-name"],
    ["the stage but a letter", 15, "d-name"],
    ["the name", 14, "name"],
    ["a letter of the name", 12, "nam"],
  ])("loses %s where %d characters are room", (_, most, expected) => {
    expect(sstName(most, { project: "shop", stage: "dev" }, "name")).toBe(expected);
  });

  it("is that of a bucket or a function of the stage", () => {
    expect(bucketsOf(SCOPE)).toEqual([
      "arn:aws:s3:::shop-production-accesslogsbucket-*",
      "arn:aws:s3:::shop-production-websiteassetsbucket-*",
      "arn:aws:s3:::shop-production-ordersitesiteassetsbucket-*",
      "arn:aws:s3:::shop-production-userfilesfilesbucket-*",
    ]);
    expect(edgeFunctionsOf(SCOPE)).toEqual([
      "arn:aws:cloudfront::123456789012:function/shop-production-WebSiteCloudfrontFunctionRequest-*",
      "arn:aws:cloudfront::123456789012:function/shop-production-OrderSiteSiteCloudfrontFunctionRequest-*",
    ]);
  });
});

describe("a name that is cut for AWS", () => {
  const arns = (most: number, stage: string) =>
    namedShort(most, "elasticache", "replicationgroup:")({ ...SCOPE, stage });
  const arn = (name: string) => `arn:aws:elasticache:*:123456789012:replicationgroup:${name}`;

  // A hyphen and six letters of a hash are put behind what is cut.
  it.each([
    ["has room", 40, "production", ["shop-production", "shop-production-*"]],
    ["just has room", 22, "production", ["shop-production", "shop-production-*"]],
    ["loses a letter", 21, "production", ["shop-production", "shop-production-*", "shop-productio-*"]],
    ["ends with a hyphen", 18, "dev-a-b", ["shop-dev-a-b", "shop-dev-a-b-*", "shop-dev-a-*"]],
  ])("is granted by its beginning, too, where the stage %s", (_, most, stage, names) => {
    expect(arns(most, stage)).toEqual(names.map(arn));
  });
});

describe("policies", () => {
  it("have as many characters, and are as many, as IAM takes of managed ones", () => {
    expect([MOST_CHARACTERS, MOST_POLICIES]).toEqual([6144, 10]);
  });

  /** What IAM counts around a list of statements, and of one without an action. */
  const AROUND = '{"Version":"2012-10-17","Statement":[]}'.length;
  const bare = (Action: string[]): Statement => ({ Sid: "A", Effect: "Allow", Action, Resource: ["*"] });
  const statement = (size: number): Statement => bare(["x".repeat(size - JSON.stringify(bare([""])).length)]);

  it.each([
    ["that just fit", 0, [2]],
    ["of which one is a character too long", 1, [1, 1]],
  ])("hold statements %s, in their order", (_, more, expected) => {
    const half = 3000;
    const all = [statement(half), statement(6144 - AROUND - half - ",".length + more)];
    const packed = pack(all);
    expect(packed.map(({ Statement: { length } }) => length)).toEqual(expected);
    expect(packed.flatMap((policy) => policy.Statement)).toEqual(all);
  });

  it("hold one statement, however long it is, and none where there is none", () => {
    expect(pack([statement(7000), statement(100)]).map((policy) => policy.Statement.length)).toEqual([1, 1]);
    expect(pack([])).toEqual([{ Version: "2012-10-17", Statement: [] }]);
  });
});
