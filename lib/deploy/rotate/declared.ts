import { secretName } from "../../answers/names.ts";
import type { Rotation } from "./rotation.ts";

/**
 * A secret that services declare, such as the key of somebody else's API. Who gave it out makes it valid and invalid; here it
 * is changed in all services that have it.
 * @param values by SST's names
 */
export function declaredRotation(
  variable: string,
  services: readonly string[],
  values: ReadonlyMap<string, string>,
): Rotation {
  const given = (service: string): string => values.get(secretName(service, variable)) ?? "";
  return {
    what: `${variable} of ${services.join(", ")}`,
    label: `rotate-${variable}`,
    services,
    next: (service) => ({ [variable]: given(service) }),
    ready: async () => undefined,
    open: async () => undefined,
    known: () => services.map((service) => [secretName(service, variable), given(service)]),
    close: async () => undefined,
  };
}
