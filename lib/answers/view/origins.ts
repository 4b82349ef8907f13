import { answersOn, isWildcard } from "../hosts.ts";
import type { Service } from "../normalise.ts";
import type { Origins } from "./types.ts";

/** Pages, and whom they may call. */

export const pagesOf = (page: Service): Origins["services"][number] => ({
  name: page.name,
  hosts: answersOn(page).filter((host) => !isWildcard(host)),
});

/** Whose pages may call a service: of all services that have some, where no answer says otherwise. */
export function viewOrigins(service: Service, services: readonly Service[]): Origins | null {
  if (service.kind !== "api" || service.private) return null;
  const facing = services.filter(({ kind }) => kind === "static" || kind === "web");
  const named = service.origins === undefined ? facing.map(({ name }) => name) : (service.origins ?? []);
  const origins = {
    services: facing.filter(({ name }) => named.includes(name)).map(pagesOf),
    others: named.filter((origin) => facing.every(({ name }) => name !== origin)),
  };
  return origins.services.length + origins.others.length === 0 ? null : origins;
}
