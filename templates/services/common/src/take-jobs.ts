import { setTimeout as sleep } from "node:timers/promises";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { z } from "zod";
import { asError, type Log, reason, within } from "./boot.ts";
import { QUEUE_WAIT_MS } from "./deadlines.ts";
import { follow } from "./request-id.ts";

/** What whoever gives a job says of it. */
const Body = z.object({ id: z.string(), name: z.string(), requestId: z.string().optional() });

export interface Job {
  /** It stays the same, however often it is given. */
  id: string;
  name: string;
  requestId: string;
  /** How often it was begun, with this time. */
  tries: number;
}

export interface Work {
  /**
   * Does a job. One that throws, or takes too long, is tried again. SQS may give a job twice, and a worker may die with one that
   * it has done: it must do no harm a second time.
   */
  handle(job: Job): Promise<void>;
  /** Tells of a failure. What is not tried again waits among the failed jobs until somebody moves it. */
  failed(job: Job, error: Error, again: boolean): void;
}

export interface JobQueue {
  url: string;
  /** Jobs that are done at the same time. */
  concurrency: number;
  /** What takes longer has failed. SQS gives a job to nobody else for longer than that. */
  seconds: number;
  /** How often a job is begun: as the queue counts. */
  tries: number;
}

/** SQS hands out no more at a time, and waits no longer for one. */
const MOST = 10;
const WAIT_SECONDS = 20;
const AGAIN_MS = 1_000;

/** Seconds until the next try: ten tries take about nine minutes. */
const pauseAfter = (tries: number): number => Math.min(2 ** (tries - 1), 900);

const parsed = (text = ""): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A message as a job; one that is none fails as often as a job may, and is put aside then. */
function jobOf({ Body: text, MessageId: id = "", Attributes }: Message): Job & { readable: boolean } {
  const tries = Number(Attributes?.ApproximateReceiveCount ?? 1);
  const { success, data = { id, name: "of an unknown form" } } = Body.safeParse(parsed(text));
  return { requestId: `job-${data.id}`, ...data, tries, readable: success };
}

/** Takes jobs from a queue until it is told to stop. */
export function takeJobs(sqs: Pick<SQSClient, "send">, queue: JobQueue, work: Work, log: Pick<Log, "warn">) {
  const { url: QueueUrl, concurrency } = queue;
  const begun = new Set<Promise<void>>();
  let stopping = false;
  let running = true;

  /** Gives a job back: for so many seconds nobody is handed it. */
  const giveBack = ({ ReceiptHandle }: Message, VisibilityTimeout: number) =>
    sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));

  async function attempt(message: Message): Promise<void> {
    const { readable, ...job } = jobOf(message);
    try {
      if (!readable) throw new Error("it says neither its id nor its name");
      await follow(job.requestId, () => within(queue.seconds * 1000, "not done", work.handle(job)));
    } catch (error) {
      const again = job.tries < queue.tries;
      work.failed(job, asError(error), again);
      // Whoever asks next makes SQS put it aside.
      await giveBack(message, again ? pauseAfter(job.tries) : 0);
      return;
    }
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
  }

  function begin(message: Message): void {
    // What could not be said to SQS is tried again by itself, when nobody has said that it is done.
    const warn = (error: unknown) => log.warn(`queue: ${reason(error)}`);
    const done = attempt(message)
      .catch(warn)
      .finally(() => begun.delete(done));
    begun.add(done);
  }

  async function receive(): Promise<Message[]> {
    const question = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: Math.min(MOST, concurrency - begun.size),
      WaitTimeSeconds: WAIT_SECONDS,
      MessageSystemAttributeNames: ["ApproximateReceiveCount"],
    });
    try {
      return (await sqs.send(question, { requestTimeout: QUEUE_WAIT_MS })).Messages ?? [];
    } catch (error) {
      if (!stopping) log.warn(`queue: ${reason(error)}`);
      await sleep(AGAIN_MS);
      return [];
    }
  }

  async function loop(): Promise<void> {
    while (!stopping) {
      const messages = begun.size < concurrency ? await receive() : await Promise.race(begun).then(() => []);
      // What comes after the signal to stop is another worker's.
      if (stopping) await Promise.allSettled(messages.map((message) => giveBack(message, 0)));
      else messages.forEach(begin);
    }
  }

  const ended = loop().finally(() => {
    running = false;
  });
  return {
    isRunning: (): boolean => running,
    /** Waits for jobs that have begun, and for the question that is under way: an answer that nobody reads is a job that waits. */
    close: async (): Promise<void> => {
      stopping = true;
      await ended;
      await Promise.all(begun);
    },
  };
}
