import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

/**
 * SST's own server, which its resources ask to do their work. What it would ask of Cloudflare goes past every variable that
 * leads elsewhere, so that is answered here; it gets the rest.
 */

/** `http://…/sst/<port of SST's server>/rpc` */
export const SST = "/sst/";

interface Asked {
  method: string;
  params: [{ type?: string; name?: string }];
}

/** Of a method: what SST would say to it. */
const ANSWERS: Readonly<Record<string, (asked: Asked) => object>> = {
  "Resource.Cloudflare.DnsRecord.Create": ({ params: [{ type, name }] }) => {
    const recordId = `0mock-${type}-${name}`;
    return { id: recordId, outs: { recordId } };
  },
  "Resource.Cloudflare.DnsRecord.Update": () => ({}),
  "Resource.Cloudflare.DnsRecord.Delete": () => ({}),
};

export async function answerForSst(message: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(message);
  const asked = JSON.parse(body.toString()) as Asked;
  const answer = ANSWERS[asked.method];
  if (answer !== undefined) {
    response.end(JSON.stringify({ result: answer(asked), error: null }));
    return;
  }
  const [, port, path] = /^\/sst\/(\d+)(\/.*)$/.exec(message.url ?? "") ?? [];
  const forwarded = request({ port, path, method: "POST", headers: message.headers }, (reply) => {
    response.writeHead(reply.statusCode ?? 502);
    reply.pipe(response);
  });
  forwarded.on("error", (error) => response.destroy(error));
  forwarded.end(body);
}
