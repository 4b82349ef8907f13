import type { Problem } from "../../errors.ts";
import { hostsOf, isHosted } from "../hosts.ts";
import { BOUNCES } from "../mail.ts";
import type { Parsed } from "../schema.ts";

/** Who may send mail, and from where. */
export function* email({ services, domain }: Parsed): Iterable<Problem> {
  const sends = services.some((service) => service.email !== null);
  for (const [i, service] of services.entries()) {
    const path = (key: string) => `services[${i}].${key}`;
    if (service.email !== null && service.kind === "static")
      yield { path: path("email"), message: "a static site has no server that sends mail" };
    else if (service.email !== null && domain === null)
      yield { path: path("email"), message: "needs a domain: mail is sent from an address below it" };
    if (sends && isHosted(service) && hostsOf(service).includes(BOUNCES))
      yield { path: path("host"), message: `"${BOUNCES}" is where mail that nobody takes comes back to` };
  }
}
