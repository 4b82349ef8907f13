import { setTimeout as sleep } from "node:timers/promises";

/** What an address answered at last. */
export interface Answer {
  ok: boolean;
  /** In words: status and time, or why there is no answer. */
  evidence: string;
  /** The name is not known in DNS (yet). */
  unknownHost: boolean;
}

/** Milliseconds for one request, and between two. */
const REQUEST_MS = 10_000;
const PAUSE_MS = 3_000;

/** What an error of the connection means to somebody who waits for a first deploy. */
const REASONS: Record<string, string> = {
  ENOTFOUND: "DNS does not know the name",
  EAI_AGAIN: "DNS does not answer",
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection was cut",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is not one that the world trusts",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is not one that the world trusts",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is not one that the world trusts",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  CERT_HAS_EXPIRED: "its certificate has expired",
};

async function ask(url: string): Promise<Answer> {
  const started = Date.now();
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(REQUEST_MS) });
    await response.body?.cancel();
    const ok = response.status === 200;
    return { ok, evidence: `${response.status} in ${Date.now() - started} ms`, unknownHost: false };
  } catch (error) {
    const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
    const code = cause?.code ?? "";
    const reason = name === "TimeoutError" ? `no answer in ${REQUEST_MS / 1000} s` : (REASONS[code] ?? code);
    return { ok: false, evidence: reason || (cause?.message ?? message), unknownHost: code === "ENOTFOUND" };
  }
}

/**
 * Asks an address until it answers with 200 or the time is over: a record or a certificate that was made a moment ago is
 * not known everywhere at once.
 * @param deadline moment in milliseconds
 */
export async function askHealth(url: string, deadline: number): Promise<Answer> {
  for (;;) {
    const answer = await ask(url);
    if (answer.ok || Date.now() >= deadline) return answer;
    await sleep(Math.min(PAUSE_MS, Math.max(deadline - Date.now(), 0)));
  }
}
