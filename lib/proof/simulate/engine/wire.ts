import type { Plain, PlainObject } from "../types.ts";

// Pulumi marks special values inside plain objects with this key and a signature. Files keep what stands beside it.
const key = "4dabf18193072939515e22adb298388d";
const signature = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
};

/** What Pulumi writes for a value that only the deploy knows. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const secret = (value: Plain): PlainObject => ({ [key]: signature.secret, value });
export const isSecret = (value: Plain | undefined): boolean => isObject(value) && value[key] === signature.secret;

export function isObject(value: unknown): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export interface Unwrapped {
  value: PlainObject;
  secretPaths: string[];
}

/** Turns wire values into plain ones: secrets are unwrapped and their paths kept, resources become their URN. */
export function unwrap(wire: PlainObject): Unwrapped {
  const secretPaths: string[] = [];
  const visit = (value: Plain, path: string): Plain => {
    if (Array.isArray(value)) return value.map((item, index) => visit(item, `${path}[${index}]`));
    if (!isObject(value)) return value;
    if (value[key] === signature.secret || (value[key] === signature.output && value.secret === true)) {
      secretPaths.push(path);
      return visit(value.value ?? null, path);
    }
    if (value[key] === signature.output) return visit(value.value ?? null, path);
    if (value[key] === signature.resource) return value.urn ?? null;
    const entries = Object.entries(value).filter(([name]) => name !== key);
    return Object.fromEntries(
      entries.map(([name, item]) => [name, visit(item, path === "" ? name : `${path}.${name}`)]),
    );
  };
  const value = visit(wire, "") as PlainObject;
  return { value, secretPaths };
}
