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

/** What is made of an answer that came. */
type Judge = (response: Response, milliseconds: number) => Pick<Answer, "ok" | "evidence">;

async function ask(url: string, judge: Judge): Promise<Answer> {
  const started = Date.now();
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(REQUEST_MS) });
    await response.body?.cancel();
    return { ...judge(response, Date.now() - started), unknownHost: false };
  } catch (error) {
    const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
    const code = cause?.code ?? "";
    const reason = name === "TimeoutError" ? `no answer in ${REQUEST_MS / 1000} s` : (REASONS[code] ?? code);
    return { ok: false, evidence: reason || (cause?.message ?? message), unknownHost: code === "ENOTFOUND" };
  }
}

/**
 * Asks an address until it answers as it should or the time is over: a record or a certificate that was made a moment ago is
 * not known everywhere at once.
 * @param deadline moment in milliseconds
 */
async function askUntil(deadline: number, url: string, judge: Judge): Promise<Answer> {
  for (;;) {
    const answer = await ask(url, judge);
    if (answer.ok || Date.now() >= deadline) return answer;
    await sleep(Math.min(PAUSE_MS, Math.max(deadline - Date.now(), 0)));
  }
}

/** Asks an address that should answer with 200. */
export const askHealth = (url: string, deadline: number): Promise<Answer> =>
  askUntil(deadline, url, ({ status }, milliseconds) => ({
    ok: status === 200,
    evidence: `${status} in ${milliseconds} ms`,
  }));

/** What is asked of an address that leads to another: both parts have to come along. */
const DEEP = "/kept?query=kept";

/** Asks an address that should lead to another for good, path and query kept. */
export const askRedirect = (from: string, to: string, deadline: number): Promise<Answer> =>
  askUntil(deadline, `${from}${DEEP}`, ({ status, headers }) => {
    const given = headers.get("location");
    // The load balancer says the port, too.
    const location = given !== null && URL.canParse(given) ? new URL(given).href : given;
    const evidence = location === null ? `${status}, and leads nowhere` : `${status} to ${location}`;
    return { ok: [301, 308].includes(status) && location === `${to}${DEEP}`, evidence };
  });
