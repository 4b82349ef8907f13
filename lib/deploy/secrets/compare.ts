import type { DeclaredSecret } from "../../answers/secrets.ts";
import type { StoredSecrets } from "../../aws/sst/state.ts";

/** How a secret stands, without its value. */
export type SecretState =
  /** The file and the stage agree. */
  | "same"
  /** The file has another value than the stage. */
  | "different"
  /** The file has a value, the stage has none of its own. */
  | "new"
  /** The stage has a value; the file, if there is one, does not speak of it. */
  | "set"
  /** Neither has one: a deploy is refused. */
  | "missing"
  /** The stage has a value for what no service declares. */
  | "undeclared";

export interface ComparedSecret {
  /** As SST calls it. */
  name: string;
  service: string | null;
  variable: string | null;
  state: SecretState;
}

function stateOf(
  name: string,
  file: ReadonlyMap<string, string> | null,
  { own, fallback }: StoredSecrets,
): SecretState {
  const wanted = file?.get(name);
  if (wanted === undefined) return own.has(name) || fallback.has(name) ? "set" : "missing";
  if (!own.has(name)) return "new";
  return own.get(name) === wanted ? "same" : "different";
}

/** Every secret that is declared or stored, in that order. */
export function compareSecrets(
  declared: readonly DeclaredSecret[],
  file: ReadonlyMap<string, string> | null,
  stored: StoredSecrets,
): ComparedSecret[] {
  const known = new Set(declared.map(({ name }) => name));
  return [
    ...declared.map(({ name, service, variable }) => ({
      name,
      service,
      variable,
      state: stateOf(name, file, stored),
    })),
    ...[...stored.own.keys()]
      .filter((name) => !known.has(name))
      .sort()
      .map((name) => ({ name, service: null, variable: null, state: "undeclared" as const })),
  ];
}

/** `api.JWT_SECRET, worker.API_KEY` */
export const secretNames = (secrets: readonly ComparedSecret[]): string =>
  secrets.map(({ service, variable }) => `${service}.${variable}`).join(", ");
