import { CALL_MS } from "./deadlines.ts";
import { requestId } from "./request-id.ts";

/** Asks another service, under the id of what it is asked for: the logs of both have it. */
export function call(url: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  const id = requestId();
  if (id !== undefined) headers.set("x-request-id", id);
  return fetch(url, { ...init, headers, signal: AbortSignal.timeout(CALL_MS) });
}
