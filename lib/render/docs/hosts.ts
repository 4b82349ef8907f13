import { APEX, answersOn, nameOf } from "../../answers/hosts.ts";
import type { ServiceView, View } from "../../answers/view.ts";

/** Names of a service in production. */
export interface Addresses {
  /** What the load balancer or CloudFront answers on: hosts, or a path where there is no domain. The service's own is first. */
  answers: string[];
  /** Hosts that lead to its own. */
  redirects: string[];
}

export function addressesOf(service: ServiceView, view: View): Addresses {
  const { domain } = view;
  if (domain === null) return { answers: [withoutDomain(service, view)], redirects: [] };
  const named = (host: string): string => nameOf(host, "production", domain);
  const path = service.kind === "static" || service.path === "/*" ? "" : service.path;
  return {
    answers: answersOn(service).map((host) => `${named(host)}${path}`),
    redirects: (service.redirects ?? []).map(named),
  };
}

function withoutDomain({ kind, name, host, path }: ServiceView, { front }: View): string {
  if (kind === "static") return "CloudFront address";
  if (name === front) return "/*";
  return host === APEX ? path : `/${host}/*`;
}

/** In one line: `acme.com, *.app.acme.com`. */
export const addressOf = (service: ServiceView, view: View): string => addressesOf(service, view).answers.join(", ");
