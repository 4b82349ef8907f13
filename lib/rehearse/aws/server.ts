import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Accounts } from "../account/accounts.ts";
import { cloudflare } from "./cloudflare.ts";
import { cloudfront, keyValueStore } from "./cloudfront.ts";
import { ecs } from "./ecs.ts";
import { ecr, iam, sts } from "./identity.ts";
import type { AwsReply, AwsRequest, Service } from "./request.ts";
import { route53 } from "./route53.ts";
import { s3 } from "./s3.ts";
import { ssm } from "./ssm.ts";
import { answerForSst, SST } from "./sst.ts";

/** AWS as SST and a look at what runs need it: state, locks, secrets, and what is looked up. By the name in the signature. */
const SERVICES: Readonly<Record<string, Service>> = {
  s3,
  ssm,
  sts,
  iam,
  ecr,
  ecs,
  route53,
  cloudfront,
  "cloudfront-keyvaluestore": keyValueStore,
};

/** Cloudflare's API is below this path. */
export const CLOUDFLARE = "/cloudflare";
/** A Node process says below this path where it wanted to go. */
export const OUTSIDE = "/outside/";
/** Stand-ins for plugins ask below this one. */
export const PLUGIN = "/plugin/";

export interface AwsServer {
  url: string;
  /** What was tried to reach outside of this machine, and was not let through. */
  outside: string[];
  /** What was asked of AWS and nothing here answers. */
  unanswered: string[];
  close(): Promise<void>;
}

const SIGNATURE = /Credential=([^/]+)\/\d{8}\/(?:([a-z0-9-]+)\/)?([a-z0-9-]+)\/aws4_request/;

/**
 * A proxy is asked for whole addresses. CloudFront's SDK puts the account in front of the endpoint's host, and no `URL` takes
 * what that makes: 123456789012.127.0.0.1.
 */
const ADDRESS = /^(?:http:\/\/([^/]+))?(\/.*)?$/;

/** The SDK sends checksums after the body, in chunks of its own: `<hex size>;…\r\n<bytes>\r\n`. */
function unchunked(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf("\r\n", at);
    const size = end < 0 ? 0 : Number.parseInt(body.subarray(at, end).toString(), 16);
    if (!(size > 0)) return Buffer.concat(parts);
    parts.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

interface Signed extends AwsRequest {
  key: string;
}

async function readRequest(message: IncomingMessage, url: URL): Promise<Signed> {
  const { headers, method = "GET" } = message;
  const [, key = "", region = "us-east-1", service = ""] = SIGNATURE.exec(headers.authorization ?? "") ?? [];
  const sent = await buffer(message);
  const body = String(headers["content-encoding"] ?? "").includes("aws-chunked") ? unchunked(sent) : sent;
  const target = String(headers["x-amz-target"] ?? "");
  const form = String(headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  const operation = form
    ? (new URLSearchParams(body.toString()).get("Action") ?? "")
    : (target.split(".").at(-1) ?? "");
  const path = decodeURIComponent(url.pathname);
  return { key, service, region, method, path, query: url.searchParams, operation, body };
}

function send(response: ServerResponse, { status = 200, type, headers = {}, body = "" }: AwsReply): void {
  response.writeHead(status, { ...headers, ...(type === undefined ? {} : { "content-type": type }) }).end(body);
}

const nobody = (what: string): AwsReply => ({ status: 501, type: "text/plain", body: `the rehearsal has no ${what}` });

/**
 * Starts AWS on a free port of this machine. It is the proxy of everything that is rehearsed, too: what wants to leave the
 * machine ends here and is kept in `outside`.
 * @param onPlugin answers a stand-in for a plugin
 */
export async function startAws(
  accounts: Accounts,
  onPlugin: (message: IncomingMessage, response: ServerResponse) => void,
): Promise<AwsServer> {
  const outside: string[] = [];
  const unanswered: string[] = [];
  let own = "";

  const answer = async (message: IncomingMessage): Promise<AwsReply> => {
    const [, host = own, path = "/"] = ADDRESS.exec(message.url ?? "") ?? [];
    if (host !== own && !host.endsWith(`.${own}`)) {
      outside.push(host);
      return { status: 403 };
    }
    const url = new URL(`http://${own}${path}`);
    if (url.pathname.startsWith(OUTSIDE)) {
      outside.push(decodeURIComponent(url.pathname.slice(OUTSIDE.length)));
      return { status: 204 };
    }
    if (url.pathname.startsWith(`${CLOUDFLARE}/`)) {
      const path = url.pathname.slice(CLOUDFLARE.length);
      const reply = cloudflare(path, accounts.main.zones);
      if (reply === undefined) unanswered.push(`cloudflare ${message.method} ${path}`);
      return reply ?? nobody(path);
    }
    const request = await readRequest(message, url);
    const reply = SERVICES[request.service]?.(request, accounts.withKey(request.key));
    if (reply !== undefined) return reply;
    const what = [request.service || "unsigned", request.operation || `${request.method} ${request.path}`].join(" ");
    unanswered.push(what);
    return nobody(what);
  };

  const server: Server = createServer((message, response) => {
    if (message.url?.startsWith(PLUGIN)) return onPlugin(message, response);
    if (message.url?.startsWith(SST))
      return void answerForSst(message, response).catch((error: Error) => response.destroy(error));
    answer(message).then(
      (reply) => send(response, reply),
      (error: Error) => send(response, { status: 500, body: String(error.stack) }),
    );
  });
  server.on("connect", (message, socket) => {
    outside.push(String(message.url));
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  own = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${own}`,
    outside,
    unanswered,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
