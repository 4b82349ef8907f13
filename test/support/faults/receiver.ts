import { createServer, type Server } from "node:http";

/** A span as OTLP has it in JSON. */
export interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  service: string;
  attributes: Record<string, unknown>;
}

interface Values {
  key: string;
  value: Record<string, unknown>;
}

const read = (attributes: Values[]): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

/** OTLP's numbers of the kinds of spans. */
export const SERVER = 2;
export const CLIENT = 3;
export const CONSUMER = 5;

/** Takes traces by OTLP over HTTP, in the place of the collector: it hides what that, and X-Ray behind it, make of them. */
export class Receiver {
  readonly spans: Span[] = [];
  /** All that was sent, as it came. */
  text = "";
  #server: Server | undefined;
  endpoint = "";

  async open(): Promise<void> {
    this.#server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        this.text += body;
        for (const { resource, scopeSpans } of JSON.parse(body).resourceSpans) {
          const service = String(read(resource.attributes)["service.name"]);
          for (const { spans } of scopeSpans)
            for (const span of spans) this.spans.push({ ...span, service, attributes: read(span.attributes) });
        }
        response.setHeader("content-type", "application/json").end("{}");
      });
    });
    await new Promise<void>((done) => this.#server?.listen(0, "127.0.0.1", done));
    this.endpoint = `http://127.0.0.1:${(this.#server.address() as { port: number }).port}`;
  }

  of(traceId: string): Span[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((done) => this.#server?.close(done));
  }
}
