import { isObject } from "../../proof/simulate/engine/wire.ts";
import type { Plain, PlainObject } from "../../proof/simulate/types.ts";
import type { Struct } from "./sdk.ts";

/** Values as the engine writes them on the wire. */

/** What a preview does not know, one sign for each type of value (sdk/go/common/resource/plugin/rpc.go). */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const UNKNOWNS = new Set<unknown>([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  UNKNOWN,
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);
export const SIGN = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

export const hasUnknown = (value: unknown): boolean =>
  UNKNOWNS.has(value) || (typeof value === "object" && value !== null && Object.values(value).some(hasUnknown));

/** The bridge takes no secrets: the engine itself marks again what they were made from. */
function plain(value: Plain): Plain {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  if (value[SIGN] === SECRET) return plain(value.value ?? null);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null && item !== undefined)
      .map(([key, item]) => [key, plain(item)]),
  );
}

export const read = (struct: Struct | undefined): PlainObject =>
  plain((struct?.toJavaScript() ?? {}) as PlainObject) as PlainObject;

/** Marks some outputs as secret. */
export const withSecrets = (outputs: PlainObject, names: readonly string[]): PlainObject =>
  Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [key, names.includes(key) ? { [SIGN]: SECRET, value } : value]),
  );

/** The inputs that the provider itself has filled in, as the bridge keeps them. */
export const DEFAULTS = "__defaults";

export const typeOfUrn = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";
export const nameOfUrn = (urn: string): string => urn.split("::").slice(3).join("::");
