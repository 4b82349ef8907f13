import fc from "fast-check";
import { expect, it } from "vitest";
import { secretName } from "../../../lib/answers/names.ts";
import type { DeclaredSecret } from "../../../lib/answers/secrets.ts";
import { readEnvFile, writeEnvFile } from "../../../lib/deploy/secrets/env-file.ts";

const secret = (service: string, variable: string): DeclaredSecret => ({
  service,
  variable,
  name: secretName(service, variable),
});

const DECLARED = [
  secret("api", "JWT_SECRET"),
  secret("api", "STRIPE_KEY"),
  secret("worker", "JWT_SECRET"),
  // SST calls the first of these as the second is called.
  secret("a", "B"),
  secret("order-api", "AB"),
];

const read = (text: string) => Object.fromEntries(readEnvFile(Buffer.from(text), DECLARED, ".env"));

it("gives a variable to every service that declares it, unless one has its own", () => {
  expect(read("JWT_SECRET=all\nworker.JWT_SECRET='own #1'\nApiStripeKey=\"two\nlines\"\n")).toEqual({
    ApiJwtSecret: "all",
    WorkerJwtSecret: "own #1",
    ApiStripeKey: "two\nlines",
  });
});

it("takes a name for a variable before it takes it for SST's own", () => {
  expect(read("AB=variable\na.B=own\n")).toEqual({ OrderApiAb: "variable", AB: "own" });
  expect(read("OrderApiAb=own\n")).toEqual({ OrderApiAb: "own" });
});

it("names all that nobody declares at once, with what was meant, and no value", () => {
  expect(() => read("JWT_SECRT=hush\nFOO=hush\nSTRIPE_KEY=\n")).toThrow(
    expect.objectContaining({
      code: 2,
      message:
        '3 problems in .env:\n  FOO: no service declares it\n  JWT_SECRT: no service declares it (did you mean "JWT_SECRET"?)\n  STRIPE_KEY: is empty: give it a value, or leave the line out',
    }),
  );
});

it("does not show a line that may be part of a value", () => {
  const key = "STRIPE_KEY=-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC==\nab+/cd=\n";
  expect(() => read(key)).toThrow(
    expect.objectContaining({
      message:
        "2 problems in .env:\n  a line: its name is none of a variable, and may be part of a value: put quotes around values of several lines\n  a line: its name is none of a variable, and may be part of a value: put quotes around values of several lines",
    }),
  );
});

it("refuses what is not text", () => {
  expect(() => readEnvFile(Buffer.from([0x41, 0x3d, 0xff]), DECLARED, ".env")).toThrow("not UTF-8");
  expect(() => read("# nothing\n")).toThrow("there is no line NAME=VALUE in it");
});

/** Values that break parsers: quotes, line breaks, `$`, `#`, escapes, other scripts. */
const hostile = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
  fc
    .array(fc.constantFrom("'", '"', "`", "\n", "\r", "\\", "\\n", "$", "{X}", "#", " ", "=", "é", "🔑", "a", "\t"), {
      minLength: 1,
      maxLength: 12,
    })
    .map((parts) => parts.join("")),
);

it("writes files that read back as the same values, or says which value no file can hold", () => {
  const values = fc.uniqueArray(fc.tuple(fc.constantFrom(...DECLARED.map(({ name }) => name)), hostile), {
    selector: ([name]) => name,
    minLength: 1,
  });
  fc.assert(
    fc.property(values, (entries) => {
      const wanted = new Map(entries);
      let text: string;
      try {
        text = writeEnvFile(wanted, DECLARED);
      } catch {
        const hard = (value: string) => value.includes("\r") || (value.includes("'") && value.includes("`"));
        expect(entries.some(([, value]) => hard(value))).toBe(true);
        return;
      }
      expect(readEnvFile(Buffer.from(text), DECLARED, ".env")).toEqual(wanted);
    }),
    { numRuns: 2000 },
  );
});
