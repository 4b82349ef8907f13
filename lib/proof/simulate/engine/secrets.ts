import { createHash } from "node:crypto";
import type { PlainObject } from "../types.ts";

/** Every secret of an offline run contains this word, so that a secret in the wrong place can be found. */
export const marker = "MOCKSECRET";

const base64Markers = [0, 1, 2].map((shift) => {
  const encoded = Buffer.from(" ".repeat(shift) + marker).toString("base64");
  // The first characters depend on what precedes the word, the last ones on what follows it.
  return encoded.slice(shift === 0 ? 0 : shift + 1, -4);
});

/** True when a text contains a mock secret, in the clear or in base64. */
export function containsSecret(text: string): boolean {
  return text.toUpperCase().includes(marker) || base64Markers.some((encoded) => text.includes(encoded));
}

/** The value of an `sst.Secret`. The slash shows whether the program encodes what it puts into a URL. */
export const secretValue = (name: string): string => `${marker}/${name}`;

/** What `space-sst rotate` puts in the place of a credential that the program makes: nobody else sets it. */
export const isRotated = (name: string): boolean => name.endsWith("Rotated");

/** Hexadecimal digits that depend on nothing but the text. */
export const digest = (text: string, length: number): string =>
  createHash("sha256").update(text).digest("hex").slice(0, length);

/** A password as `random.RandomPassword` makes it: right length, right alphabet, and recognisable. */
export function randomPassword(name: string, inputs: PlainObject): string {
  const length = Number(inputs.length ?? 16);
  const allows = (key: string) => inputs[key] !== false;
  const letters = allows("upper") ? marker : allows("lower") ? marker.toLowerCase() : "";
  const special = allows("special") ? String(inputs.overrideSpecial ?? "!@#$%&*()-_=+[]{}<>:?").slice(0, 3) : "";
  const filling = digest(name, 64)
    .replaceAll(/[a-f]/g, (letter) => (allows("lower") ? letter : allows("upper") ? letter.toUpperCase() : "7"))
    .replaceAll(/[0-9]/g, (digit) => (allows("numeric") && allows("number") ? digit : allows("lower") ? "x" : "X"));
  return (letters + special + filling.repeat(Math.ceil(length / 64) + 1)).slice(0, length);
}
