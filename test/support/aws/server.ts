import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import type { Operation, ServiceName } from "../../../lib/aws/services.ts";
import { type Reply, SIGNED, type Wire } from "./protocols.ts";

/**
 * A stand-in for AWS at the HTTP boundary: it answers the operations that a test names, in the protocol of their
 * service, to a bin whose environment points at it.
 */

/** `ecs.DescribeServices` */
export type OperationName = { [S in ServiceName]: `${S}.${Operation<S>}` }[ServiceName] | SstOperation;

/** What SST itself calls, beside what this package does. */
type SstOperation = "s3.PutObject" | "ssm.PutParameter";

/** What was asked. */
export interface AwsRequest {
  operation: string;
  /** The region that the request is signed for. */
  region: string;
  /** JSON services: the input. Query services: the form, flat as in `Filter.1.Name`. Route 53: path and query. */
  input: Record<string, unknown>;
  accessKey: string;
}

/** An error of AWS, such as `new AwsFault("AccessDeniedException", "User: … is not authorized to perform: …")`. */
export class AwsFault {
  readonly code: string;
  readonly message: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    this.code = code;
    this.message = message;
    this.status = status;
  }
}

/** No answer at all. */
export const SILENCE = Symbol("silence");

type Answer = Wire | AwsFault | typeof SILENCE;
/** Its answer in the words of the wire, or what makes one from a request: for answers that change. */
export type Answers = { [O in OperationName]?: Answer | ((request: AwsRequest) => Answer | Promise<Answer>) };

export interface AwsServer {
  url: string;
  /** What points a process at this server, and away from the machine's own credentials. */
  env: Record<string, string>;
  /** All that was asked, in order. */
  requests: AwsRequest[];
  /** What was asked of one operation. */
  asked(operation: OperationName): AwsRequest[];
  /** Changes answers while a test runs. */
  answer(answers: Answers): void;
}

const SIGNATURE = /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/;

/** Calls of ECS that are for the cluster `default` where they name none: no account here has one. */
const OF_A_CLUSTER = new Set(
  [
    "DescribeServices",
    "DescribeTasks",
    "ListTasks",
    "ListServiceDeployments",
    "RunTask",
    "StopTask",
    "UpdateService",
  ].map((operation) => `ecs.${operation}`),
);
const NO_CLUSTER = new AwsFault("ClusterNotFoundException", "Cluster not found.");

/** So many of something ECS describes at once, and no more. */
const AT_MOST: Readonly<Record<string, readonly [input: string, most: number]>> = {
  "ecs.DescribeServices": ["services", 10],
  "ecs.DescribeServiceRevisions": ["serviceRevisionArns", 20],
  "ecs.DescribeTasks": ["tasks", 100],
};
const isTooMuch = ({ operation, input }: AwsRequest): boolean => {
  const [name = "", most = 0] = AT_MOST[operation] ?? [];
  const asked = input[name];
  return Array.isArray(asked) && asked.length > most;
};
const TOO_MUCH = new AwsFault("InvalidParameterException", "Too many of them at once.");

/** Of a task definition ECS tells its tags only to who asks for them. */
const told = ({ operation, input }: AwsRequest, answer: Wire): Wire => {
  if (operation !== "ecs.DescribeTaskDefinition" || (input.include as string[] | undefined)?.includes("TAGS"))
    return answer;
  const { tags: _, ...rest } = answer as Record<string, Wire>;
  return rest;
};

async function replyTo(message: IncomingMessage, answers: Answers, requests: AwsRequest[]): Promise<Reply | null> {
  const { method = "", url = "", headers } = message;
  const [, accessKey = "", region = "", signed = ""] = SIGNATURE.exec(headers.authorization ?? "") ?? [];
  const known = SIGNED[signed];
  const body = await buffer(message);
  if (known === undefined) return { status: 501, type: "text/plain", body: `no stand-in for the service "${signed}"` };
  const { service, protocol } = known;
  const read = protocol.read({ method, url, headers, body });
  const operation = `${service}.${read.operation}`;
  const request = { operation, region, accessKey, input: read.input as Record<string, unknown> };
  requests.push(request);
  if (OF_A_CLUSTER.has(operation) && request.input.cluster === undefined) return protocol.fault(NO_CLUSTER);
  if (isTooMuch(request)) return protocol.fault(TOO_MUCH);
  const given = answers[operation as OperationName];
  if (given === undefined)
    return protocol.fault({ code: "NotInThisTest", message: `the test has no answer for ${operation}`, status: 400 });
  const answer = typeof given === "function" ? await given(request) : given;
  if (answer === SILENCE) return null;
  return answer instanceof AwsFault
    ? protocol.fault(answer)
    : protocol.answer(read.operation, told(request, answer as Wire));
}

/** Starts a stand-in for AWS that ends with the test. */
export async function awsServer(initial: Answers = {}): Promise<AwsServer> {
  let answers = initial;
  const requests: AwsRequest[] = [];
  const server = createServer((message, response) => {
    replyTo(message, answers, requests).then(
      (reply) => reply && response.writeHead(reply.status, { "content-type": reply.type }).end(reply.body),
      (error: Error) => response.writeHead(500).end(String(error.stack)),
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    env: { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "AKIATEST", AWS_SECRET_ACCESS_KEY: "test", ...noCredentials },
    requests,
    asked: (operation) => requests.filter((request) => request.operation === operation),
    answer: (more) => {
      answers = { ...answers, ...more };
    },
  };
}

/** A machine without credentials: no files, no profile, no instance. */
export const noCredentials: Record<string, string> = {
  AWS_CONFIG_FILE: "/nowhere/config",
  AWS_SHARED_CREDENTIALS_FILE: "/nowhere/credentials",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_PROFILE: "",
  AWS_SESSION_TOKEN: "",
};
