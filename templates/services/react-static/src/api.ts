import { API_BASE_URL, API_HEALTH } from "./config.ts";

const ANSWER_MS = 5_000;

/** Asks the API whether it is alive, as a page asks for anything: it must know this page's origin, or the browser hides the answer. */
export async function askApi(): Promise<"up" | "down"> {
  try {
    // The API's log has the request under this id.
    const headers = { "x-request-id": crypto.randomUUID() };
    const signal = AbortSignal.timeout(ANSWER_MS);
    const response = await fetch(`${API_BASE_URL}${API_HEALTH}`, { headers, credentials: "include", signal });
    return response.ok ? "up" : "down";
  } catch {
    return "down";
  }
}
