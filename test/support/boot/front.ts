import { readFile } from "node:fs/promises";
import { request as forward } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { objects, type Stack, texts } from "../../../lib/proof/simulate/stack.ts";
import type { Plain, PlainObject } from "../../../lib/proof/simulate/types.ts";
import type { Certificates } from "./certificates.ts";

/**
 * What stands before the services of a stage: its load balancer and its CloudFront distributions, played by one server that
 * reads their rules among the resources. It hides what AWS does besides: caching, the firewall, health checks, certificates.
 */

const at = (value: Plain | undefined, key: string): PlainObject => ((value as PlainObject)?.[key] ?? {}) as PlainObject;

interface Rule {
  hosts: string[];
  paths: string[];
  /** What the service runs whose target group it sends to: a family of task definitions. */
  family: string;
}

/** A pattern of the load balancer: `*` is anything, `?` one character. */
const fits = (patterns: string[], text: string): boolean =>
  patterns.some((pattern) =>
    new RegExp(
      `^${pattern
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".")}$`,
      "i",
    ).test(text),
  );

/** The rules of the load balancer, in the order in which it asks them. */
function rulesOf(stack: Stack): Rule[] {
  const services = stack.of("aws:ecs/service:Service");
  return stack
    .of("aws:lb/listenerRule:ListenerRule")
    .sort((one, other) => Number(one.inputs.priority) - Number(other.inputs.priority))
    .flatMap(({ inputs }) => {
      const values = (key: string) => objects(inputs.conditions).flatMap((one) => texts(at(one, key).values));
      const to = services.find(({ inputs: { loadBalancers } }) =>
        objects(loadBalancers).some(({ targetGroupArn }) =>
          JSON.stringify(inputs.actions).includes(String(targetGroupArn)),
        ),
      );
      const run = stack
        .of("aws:ecs/taskDefinition:TaskDefinition")
        .find(({ id, outputs }) => [id, outputs.arn].includes(to?.inputs.taskDefinition));
      return run === undefined
        ? []
        : [{ hosts: values("hostHeader"), paths: values("pathPattern"), family: String(run.inputs.family) }];
    });
}

/** What a page of a site waits for where it would wait for time: a browser that draws a page has a clock of its own. */
const LATER = "/later";
const LATER_MS = 200;

export interface Front {
  port: number;
  /** What browsers have asked for: method, host and path, the page's origin, and the status of the answer. */
  asked: { what: string; origin: string | undefined; status: number }[];
  close(): void;
}

/**
 * @param ports where services listen on this machine, by the families of their task definitions
 * @param sites what else answers, by host: folders of files
 */
export async function startFront(
  stack: Stack,
  ports: ReadonlyMap<string, number>,
  sites: ReadonlyMap<string, string>,
  tls: Pick<Certificates, "cert" | "key">,
): Promise<Front> {
  const rules = rulesOf(stack);
  const asked: Front["asked"] = [];
  const [cert, key] = await Promise.all([readFile(tls.cert), readFile(tls.key)]);
  const server = createServer({ cert, key }, async (request, response) => {
    const host = String(request.headers.host).replace(/:\d+$/, "");
    const path = new URL(request.url ?? "/", "https://host").pathname;
    response.once("finish", () =>
      asked.push({
        what: `${request.method} ${host}${path}`,
        origin: request.headers.origin,
        status: response.statusCode,
      }),
    );
    const folder = sites.get(host);
    if (folder !== undefined) {
      if (path === LATER) return setTimeout(() => response.end(), LATER_MS);
      const page = () => readFile(join(folder, "index.html"));
      const body = await readFile(join(folder, path)).catch(page);
      const type = /\.js$/.test(path) ? "text/javascript" : /\.css$/.test(path) ? "text/css" : "text/html";
      return response.setHeader("content-type", type).end(body);
    }
    const rule = rules.find(({ hosts, paths }) => fits(hosts, host) && fits(paths, path));
    const port = ports.get(rule?.family ?? "");
    if (port === undefined) return response.writeHead(404).end();
    const headers = { ...request.headers, "x-forwarded-for": "192.0.2.1", "x-forwarded-proto": "https" };
    const inner = forward({ port, method: request.method, path: request.url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    inner.once("error", () => response.writeHead(502).end());
    request.pipe(inner);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
