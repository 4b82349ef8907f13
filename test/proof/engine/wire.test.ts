import { describe, expect, it } from "vitest";
import { isObject, isSecret, secret, unwrap } from "../../../lib/proof/simulate/engine/wire.ts";
import type { PlainObject } from "../../../lib/proof/simulate/types.ts";

/** Pulumi's values as they go over the wire: what is special is an object with this key, and one of the signatures of its SDK. */
const KEY = "4dabf18193072939515e22adb298388d";
const SIGNED = {
  asset: "c44067f5952c0a294b673a41bacd8c17",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  secret: "1b47061264138c4ac30d75fd1eb44270",
};
const special = (kind: keyof typeof SIGNED, more: PlainObject): PlainObject => ({ [KEY]: SIGNED[kind], ...more });

it("a secret is one as Pulumi writes it", () => {
  expect(secret("s3cret")).toEqual(special("secret", { value: "s3cret" }));
  expect(
    [secret(1), special("output", {}), special("resource", {}), {}, "text", [], null, undefined].map(isSecret),
  ).toEqual([true, false, false, false, false, false, false, false]);
});

it("an object is neither a list nor nothing", () => {
  expect([{}, { a: 1 }, [], null, undefined, "a", 1].map(isObject)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});

describe("plain values", () => {
  it("are as they were", () => {
    const plain = { text: "a", number: 0, no: false, none: null, list: [1, { a: "b" }], object: { deep: {} } };
    expect(unwrap(plain)).toEqual({ value: plain, secretPaths: [] });
  });

  it("are those of secrets and outputs, with the paths of what is secret", () => {
    const wire = {
      password: secret("p"),
      environment: [{ name: "A", value: secret({ in: ["b"] }) }, "c"],
      output: special("output", { value: "d", secret: false }),
      hidden: special("output", { value: "e", secret: true }),
      later: special("output", {}),
      nothing: special("secret", {}),
      twice: special("output", { value: [secret("f")] }),
    };
    expect(unwrap(wire)).toEqual({
      value: {
        password: "p",
        environment: [{ name: "A", value: { in: ["b"] } }, "c"],
        output: "d",
        hidden: "e",
        later: null,
        nothing: null,
        twice: ["f"],
      },
      secretPaths: ["password", "environment[0].value", "hidden", "nothing", "twice[0]"],
    });
  });

  it("name a resource by its URN, and keep of a file what says where it is", () => {
    const wire = {
      one: special("resource", { urn: "urn:one", id: "1" }),
      none: special("resource", {}),
      file: special("asset", { path: "dist/index.html" }),
    };
    expect(unwrap(wire).value).toEqual({ one: "urn:one", none: null, file: { path: "dist/index.html" } });
  });
});
