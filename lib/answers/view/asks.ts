import type { Service } from "../normalise.ts";
import type { ServiceView } from "./types.ts";

/** What is asked of a service in many places. */

/** Its code is rendered. */
export const hasCode = ({ source }: Pick<Service, "source">): boolean => source !== "image" && source !== "existing";

/** Tasks of it always run: a cron's run by its schedule, a site has none. */
export const isEcsService = ({ container, kind }: Pick<ServiceView, "container" | "kind">): boolean =>
  container && kind !== "cron";

/** No load balancer sees that its work fails: its log does, where its code is rendered. */
export const hasLogAlarm = (service: ServiceView): boolean =>
  isEcsService(service) && !service.routed && hasCode(service);
