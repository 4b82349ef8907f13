import { secretName } from "./names.ts";

/** A secret that the answers declare. */
export interface DeclaredSecret {
  service: string;
  /** The variable that the service sees: `JWT_SECRET`. */
  variable: string;
  /** As SST calls it: `ApiJwtSecret`. */
  name: string;
}

/** Every secret that the services declare, in their order. */
export const declaredSecrets = ({
  services,
}: {
  services: readonly { name: string; secrets: readonly string[] }[];
}): DeclaredSecret[] =>
  services.flatMap(({ name: service, secrets }) =>
    secrets.map((variable) => ({ service, variable, name: secretName(service, variable) })),
  );
