// Yours: written once, and never touched again. What the web firewall must let pass although it looks like an attack:
// RUNBOOK.md says how to find the rule and the path of a request that was blocked.
import type { Exception } from "./kit/firewall";

/**
 * Paths by how they begin; the rules that are named go on blocking everywhere else. A repo with all of them would say:
 *
 *     { path: "/pages/", rules: ["CrossSiteScripting_BODY"], why: "editors save HTML" },
 *     { path: "/webhooks/", rules: ["NoUserAgent_HEADER"], why: "the payment service sends none" },
 *     { path: "/auth/callback", rules: ["GenericRFI_QUERYARGUMENTS"], why: "sign-in comes back with a URL in it" },
 */
export const exceptions: Exception[] = [];
