import type { ServiceView, View } from "../../answers/view.ts";

/** What the load balancer or CloudFront answers on for a service in production: a host, or a path where there is no domain. */
export function addressOf(service: ServiceView, view: View): string {
  if (view.domain !== null) {
    const path = service.kind === "static" || service.path === "/*" ? "" : service.path;
    return `${service.host}.${view.domain}${path}`;
  }
  if (service.kind === "static") return "CloudFront address";
  const routed = view.services.filter((candidate) => candidate.routed);
  const front = routed.length === 1 ? routed[0] : routed.find(({ kind }) => kind === "web");
  return service === front ? "/*" : `/${service.host}/*`;
}
