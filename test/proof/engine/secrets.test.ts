import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  containsSecret,
  digest,
  isRotated,
  randomPassword,
  secretValue,
} from "../../../lib/proof/simulate/engine/secrets.ts";
import type { PlainObject } from "../../../lib/proof/simulate/types.ts";

/** The secrets of an offline run, by which one that is in the wrong place is found. */

describe("a secret is found", () => {
  it("in the clear, in any case, and in base64 wherever it stands", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 9 }), fc.string({ maxLength: 9 }), (before, after) => {
        const text = `${before}${secretValue("ApiKey")}${after}`;
        const shown = [text, text.toLowerCase(), Buffer.from(text).toString("base64")];
        expect(shown.map(containsSecret)).toEqual([true, true, true]);
      }),
    );
  });

  it("nowhere else", () => {
    const harmless = ["", "mock", "MOCKSECRE", "a secret", Buffer.from("MOCK SECRET").toString("base64")];
    expect(harmless.filter(containsSecret)).toEqual([]);
  });
});

it("what a program would have encoded in an address is in the value of each", () => {
  expect(secretValue("ApiKey")).toBe("MOCKSECRET/ApiKey");
});

it("only a credential that was rotated is called so", () => {
  expect(["ApiDatabaseRotated", "Rotated", "RotatedKey", "ApiKey"].filter(isRotated)).toEqual([
    "ApiDatabaseRotated",
    "Rotated",
  ]);
});

it("digits are those of the text, as many as are asked for", () => {
  // SHA-256 of no text at all.
  expect(digest("", 12)).toBe("e3b0c44298fc");
  expect(digest("", 64)).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

/** The alphabets are those of Terraform's `random_password`. */
it.each<[PlainObject, RegExp]>([
  [{}, /^MOCKSECRET!@#[a-f0-9]{3}$/],
  [{ length: 24 }, /^MOCKSECRET!@#[a-f0-9]{11}$/],
  [{ length: 4 }, /^MOCK$/],
  [{ length: 16, special: false }, /^MOCKSECRET[a-f0-9]{6}$/],
  [{ length: 16, overrideSpecial: "_%@$" }, /^MOCKSECRET_%@[a-f0-9]{3}$/],
  [{ length: 80, upper: false, special: false }, /^mocksecret[a-f0-9]{70}$/],
  [{ length: 80, lower: false, special: false }, /^MOCKSECRET[A-F0-9]{70}$/],
  [{ length: 80, numeric: false, special: false }, /^MOCKSECRET[a-fx]{70}$/],
  [{ length: 80, number: false, special: false }, /^MOCKSECRET[a-fx]{70}$/],
  [{ length: 80, numeric: false, lower: false, special: false }, /^MOCKSECRET[A-FX]{70}$/],
  [{ length: 80, upper: false, lower: false, special: false }, /^[0-9]{80}$/],
  [{ length: 200, special: false }, /^MOCKSECRET[a-f0-9]{190}$/],
])("a password of %j is of its length and alphabet", (inputs, password) => {
  const made = randomPassword("urn", inputs);
  expect(made).toMatch(password);
  expect(randomPassword("urn", inputs)).toBe(made);
  if (made.length > 16) expect(randomPassword("other", inputs)).not.toBe(made);
});
