import { APEX, nameOf } from "./hosts.ts";
import type { Environment } from "./vocabulary.ts";

/** What a stage's mail is sent from. */

/** The host below it to which mail comes back that nobody takes. */
export const BOUNCES = "bounce";

/** The domain itself in production; elsewhere a name below it. */
export const mailDomain = (environment: Environment, domain: string): string => nameOf(APEX, environment, domain);
