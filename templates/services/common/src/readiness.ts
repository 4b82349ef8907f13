import { type Log, reason, within } from "./boot.ts";
import { CHECK_MS } from "./deadlines.ts";

/** What a service needs to do its work, each with a question that fails when it is not there. */
export type Checks = Readonly<Record<string, () => Promise<unknown>>>;

export type Readiness = { status: "ok" } | { status: "unavailable"; failed: string[] };

async function passes(name: string, check: () => Promise<unknown>, log: Log): Promise<boolean> {
  try {
    await within(CHECK_MS, "no answer", check());
    return true;
  } catch (error) {
    log.warn(`${name}: ${reason(error)}`);
    return false;
  }
}

/** Asks everything at once. The answer names what failed; why it failed is in the log only. */
export async function readiness(checks: Checks, log: Log): Promise<Readiness> {
  const names = Object.keys(checks);
  const passed = await Promise.all(Object.entries(checks).map(([name, check]) => passes(name, check, log)));
  const failed = names.filter((_, i) => !passed[i]);
  return failed.length === 0 ? { status: "ok" } : { status: "unavailable", failed };
}
