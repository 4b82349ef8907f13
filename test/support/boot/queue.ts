/** Adds a job as another service of the repo would, and waits for its end. Run in a worker's container. */
export const ENQUEUE = `
import { readFileSync } from "node:fs";
import { Queue, QueueEvents } from "bullmq";
const { REDIS_HOST: host, REDIS_PORT: port, REDIS_PASSWORD: password, REDIS_TLS_CA: ca } = process.env;
const connection = { host, port: Number(port), password, tls: { ca: readFileSync(ca, "utf8") } };
const [name] = process.argv.slice(1);
const queue = new Queue(name, { connection });
const events = new QueueEvents(name, { connection });
await events.waitUntilReady();
const job = await queue.add("greet", {});
await job.waitUntilFinished(events, 15_000);
console.log(await job.getState());
await queue.close();
await events.close();
`;
