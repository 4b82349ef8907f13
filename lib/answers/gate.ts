import type { Blueprint } from "./normalise.ts";

/**
 * This architecture is for projects that outgrow simpler ones. What still fits a simpler one is
 * said once, with the reason; the choice stays with the user.
 * @returns why something simpler would do, or null
 */
export function simplerChoice({ services, caches, databases, clients }: Blueprint): string | null {
  if (clients.length > 0 || caches.length > 0 || databases.length > 1) return null;
  const sites = services.filter(({ kind }) => kind === "static");
  const others = services.filter(({ kind }) => kind !== "static");
  const [only] = others;
  if (only === undefined) {
    return "static sites alone need no load balancer and no ECS. AWS Amplify costs less and leaves nothing to operate.";
  }
  if (others.length > 1 || only.kind === "worker" || only.kind === "cron") return null;
  const front = sites.length > 0 ? " and the site on Amplify" : "";
  return `one ${only.kind === "web" ? "web server" : "API"} without a cache or a second service also runs on AWS Elastic Beanstalk${front}: that costs less and has fewer parts. SST pays off with several services, workers, crons or clients.`;
}
