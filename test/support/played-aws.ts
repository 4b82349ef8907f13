import { Accounts, keyOf } from "../../lib/rehearse/account/accounts.ts";
import { type AwsServer, startAws } from "../../lib/rehearse/aws/server.ts";

/** AWS as a rehearsal plays it, asked over HTTP as the SDKs do; signatures are named here and never looked at there. */

export const ACCOUNT = "123456789012";

export interface Asked {
  method?: string;
  path?: string;
  /** Of the JSON protocols. */
  operation?: string;
  /** Of the query protocol. */
  form?: Record<string, string>;
  /** An object is sent as JSON. */
  body?: object | string;
  region?: string;
  account?: string;
  headers?: Record<string, string>;
}

export interface PlayedAws extends AwsServer {
  accounts: Accounts;
  /** Asks a service, by the name that a signature has. */
  ask(service: string, asked?: Asked): Promise<{ status: number; text: string; headers: Headers }>;
  /** What a JSON protocol answers. */
  say(service: string, operation: string, body?: object, more?: Asked): Promise<unknown>;
}

export async function playedAws(onPlugin: Parameters<typeof startAws>[1] = () => undefined): Promise<PlayedAws> {
  const accounts = new Accounts(ACCOUNT);
  const server = await startAws(accounts, onPlugin);
  const ask: PlayedAws["ask"] = async (service, asked = {}) => {
    const { path = "/", operation, form, body, region = "us-east-1", account = ACCOUNT } = asked;
    const sent = form === undefined ? body : new URLSearchParams(form).toString();
    const response = await fetch(`${server.url}${path}`, {
      method: asked.method ?? (sent === undefined && operation === undefined ? "GET" : "POST"),
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${keyOf(account)}/20260203/${region}/${service}/aws4_request, Signature=0`,
        ...(operation !== undefined && { "x-amz-target": `Some_20260203.${operation}` }),
        ...(form !== undefined && { "content-type": "application/x-www-form-urlencoded" }),
        ...asked.headers,
      },
      ...(sent !== undefined && { body: typeof sent === "string" ? sent : JSON.stringify(sent) }),
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  return {
    ...server,
    accounts,
    ask,
    say: async (service, operation, body = {}, more = {}) =>
      JSON.parse((await ask(service, { operation, body, ...more })).text),
  };
}
