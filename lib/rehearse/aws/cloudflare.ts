import type { AwsReply } from "./request.ts";

/** Cloudflare's API, as far as SST asks it by itself: which zone a domain is in. */
export function cloudflare(path: string, zones: ReadonlySet<string>): AwsReply | undefined {
  if (path !== "/zones" && path !== "/accounts") return undefined;
  const account = { id: "0mockaccount", name: "rehearsal" };
  const result = path === "/accounts" ? [account] : [...zones].map((name) => ({ id: "0mockzone", name, account }));
  const page = { page: 1, per_page: 50, count: result.length, total_count: result.length, total_pages: 1 };
  return {
    type: "application/json",
    body: JSON.stringify({ success: true, errors: [], messages: [], result, result_info: page }),
  };
}
