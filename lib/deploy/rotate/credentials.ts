import { labelOf } from "../../answers/names.ts";
import { declaredSecrets } from "../../answers/secrets.ts";
import type { View } from "../../answers/view.ts";
import { type Store, storesOf } from "../tunnel/store.ts";
import { cacheRotation } from "./cache.ts";
import { databaseRotation } from "./database.ts";
import { declaredRotation } from "./declared.ts";
import type { Context, Rotation } from "./rotation.ts";

/** What can be rotated in a stage: the logins of databases, the tokens of caches, and declared secrets. */
export interface Credential {
  /** How it is called here: `database`, or `database/orders` where there are several. */
  label: string;
  kind: Store["kind"] | "secret";
  /** Of the store, or of the variable. */
  name: string;
  /** Each of them is changed on its own. */
  rotations: (context: Context, values: ReadonlyMap<string, string>) => Rotation[];
}

const ofStore = (store: Store): Credential => ({
  label: store.label,
  kind: store.kind,
  name: store.name,
  rotations: (context) =>
    store.kind === "database"
      ? store.services.map((service) => databaseRotation(context, service))
      : [cacheRotation(context, store)],
});

export function credentialsOf(view: View): Credential[] {
  const declared = declaredSecrets(view);
  const variables = [...new Set(declared.map(({ variable }) => variable))];
  return [
    ...storesOf(view)
      .filter(({ services }) => services.length > 0)
      .map(ofStore),
    ...variables.map(
      (variable): Credential => ({
        label: labelOf("secret", variable, variables.length),
        kind: "secret",
        name: variable,
        rotations: (_, values) => {
          const holders = declared.filter((secret) => secret.variable === variable && values.has(secret.name));
          return [
            declaredRotation(
              variable,
              holders.map(({ service }) => service),
              values,
            ),
          ];
        },
      }),
    ),
  ];
}
