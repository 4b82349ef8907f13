import { SQSClient } from "@aws-sdk/client-sqs";
import { QUEUE_CONNECT_MS, QUEUE_MS } from "./deadlines.ts";

/** The queues of a developer's machine, `scripts/queues.mjs`: this key opens them. In AWS the role of the task does. */
const local = (url: string) => ({
  endpoint: new URL(url).origin,
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
});

/** What asks queues of SQS; they are found by their URLs. Those of AWS have TLS. */
export const openSqs = (region: string, url: string): SQSClient =>
  new SQSClient({
    region,
    requestHandler: { connectionTimeout: QUEUE_CONNECT_MS, requestTimeout: QUEUE_MS, throwOnRequestTimeout: true },
    ...(url.startsWith("http:") ? local(url) : {}),
  });
