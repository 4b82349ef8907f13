import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { render } from "../../lib/render/render.ts";
import { servicePackages } from "../support/packages.ts";
import { type Program, playedProgram } from "../support/played/program.ts";
import { viewOf } from "../support/view.ts";

/** What plays SQS on a developer's machine, started for the tests of a file, and AWS's own SDK to ask it. */

const ANSWERS = { services: [{ name: "mailer", kind: "worker", queue: "sqs" }] };
const files = new Map(render(viewOf(ANSWERS)).map(({ path, contents }) => [path, contents]));
const figures = (pattern: RegExp, path: string) => (pattern.exec(files.get(path) ?? "") ?? []).slice(1).map(Number);

/** What infra/queues/ says: how long a job may take, and how often it is begun. */
export const [jobSeconds, tries] = figures(/jobSeconds: (\d+), tries: (\d+)/, "infra/queues/mailer.ts") as [
  number,
  number,
];
/** What infra/kit/job-queue.ts adds, for a worker to say that a job is done. */
export const [slack] = figures(/slack = (\d+)/, "infra/kit/job-queue.ts") as [number];

export interface Message {
  MessageId: string;
  ReceiptHandle: string;
  Body: string;
  Attributes: { ApproximateReceiveCount: string };
}

export const bodies = (messages: Message[]) => messages.map(({ Body }) => Body);
/** How often each was begun. */
export const begun = (messages: Message[]) =>
  messages.map(({ Attributes }) => Number(Attributes.ApproximateReceiveCount));

export const BEGIN = 1e12;

export function playedQueues() {
  let program: Program;
  // biome-ignore lint/suspicious/noExplicitAny: the SDK is a package of the services, and not of this one.
  let sdk: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  let sqs: any;
  let now = BEGIN;

  const urlOf = ({ url }: Program) => `${url}/000000000000/mailer`;
  const clientOf = ({ url: endpoint }: Program) =>
    new sdk.SQSClient({
      region: "eu-west-1",
      endpoint,
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      maxAttempts: 1,
    });

  beforeAll(async () => {
    program = await playedProgram("queues.mjs", ANSWERS, true);
    sdk = createRequire(join(await servicePackages(), "/"))("@aws-sdk/client-sqs");
    sqs = clientOf(program);
  }, 120_000);
  afterAll(async () => {
    sqs?.destroy();
    await program?.stop();
  });

  const ask = (command: string, input: object, QueueUrl = urlOf(program), abortSignal = AbortSignal.timeout(20_000)) =>
    sqs.send(new sdk[`${command}Command`]({ QueueUrl, ...input }), { abortSignal });
  const take = async (more: object = {}, queue = urlOf(program)): Promise<Message[]> =>
    (await ask("ReceiveMessage", { WaitTimeSeconds: 0, MaxNumberOfMessages: 10, ...more }, queue)).Messages ?? [];
  const remove = ({ ReceiptHandle }: Message, queue = urlOf(program)) => ask("DeleteMessage", { ReceiptHandle }, queue);
  const pass = async (seconds: number) => {
    now += seconds * 1000;
    await program.setClock(now);
  };
  return {
    program: () => program,
    url: () => urlOf(program),
    sdk: () => sdk,
    clientOf,
    urlOf,
    ask,
    send: (MessageBody: string, more: object = {}) => ask("SendMessage", { MessageBody, ...more }),
    take,
    remove,
    attributes: async (...AttributeNames: string[]) => (await ask("GetQueueAttributes", { AttributeNames })).Attributes,
    pass,
    /** Takes everything away, whoever has it. */
    async empty(queue = urlOf(program)) {
      await pass(1000);
      for (const job of await take({}, queue)) await remove(job, queue);
    },
    /** What is seen at the last moment at which nothing happens, and at the first at which something does. */
    async around(seconds: number, look: () => Promise<unknown>) {
      await pass(seconds - 0.001);
      const before = await look();
      await pass(0.001);
      return [before, await look()];
    },
  };
}
