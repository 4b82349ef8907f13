import { expect, test } from "vitest";
import { requestId } from "../src/request-id.ts";
import { type Job, takeJobs } from "../src/take-jobs.ts";

/** A queue that hands out these messages, once; and what was said to it. */
function queueOf(...bodies: { text: string; tries?: number }[]) {
  const said: unknown[] = [];
  let waiting = bodies.map(({ text, tries = 1 }, i) => ({
    Body: text,
    MessageId: `m-${i}`,
    ReceiptHandle: `r-${i}`,
    Attributes: { ApproximateReceiveCount: String(tries) },
  }));
  const send = async (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
    const { name } = command.constructor;
    if (name !== "ReceiveMessageCommand") {
      said.push([name.replace("Command", ""), command.input.ReceiptHandle, command.input.VisibilityTimeout]);
      return {};
    }
    const Messages = waiting.slice(0, Number(command.input.MaxNumberOfMessages));
    waiting = waiting.slice(Messages.length);
    // As SQS does: who asks for what is not there waits.
    if (Messages.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    return { Messages };
  };
  return { said, sqs: { send } as never };
}

const text = (id: string) => JSON.stringify({ id, name: "greet", requestId: `request-${id}` });
const options = { url: "http://queue", concurrency: 2, seconds: 0.05, tries: 3 };
const log = { warn: () => {} };

/** Takes jobs until so many have ended; returns what was told of failures. */
async function take(queue: ReturnType<typeof queueOf>, count: number, handle: (job: Job) => Promise<void>) {
  const failures: unknown[] = [];
  const failed = ({ id, name }: Job, { message }: Error, again: boolean) =>
    void failures.push([id, name, message, again]);
  const taking = takeJobs(queue.sqs, options, { handle, failed }, log);
  await expect.poll(() => queue.said.length).toBe(count);
  expect(taking.isRunning()).toBe(true);
  await taking.close();
  expect(taking.isRunning()).toBe(false);
  return failures;
}

test("does jobs, each for the request that it came from, and says that they are done", async () => {
  const queue = queueOf({ text: text("1") }, { text: text("2") }, { text: text("3") });
  const done: unknown[] = [];
  let atOnce = 0;
  const failures = await take(queue, 3, async ({ id }) => {
    atOnce += 1;
    expect(atOnce).toBeLessThanOrEqual(options.concurrency);
    await new Promise((resolve) => setTimeout(resolve, 5));
    done.push([id, requestId()]);
    atOnce -= 1;
  });
  expect(done).toEqual(["1", "2", "3"].map((id) => [id, `request-${id}`]));
  expect(queue.said).toEqual([0, 1, 2].map((i) => ["DeleteMessage", `r-${i}`, undefined]));
  expect(failures).toEqual([]);
});

test("gives back what fails, for longer each time, and at once what is to be put aside", async () => {
  const queue = queueOf({ text: text("1") }, { text: text("2"), tries: 2 }, { text: text("3"), tries: 3 });
  const failures = await take(queue, 3, async () => {
    throw new Error("no database");
  });
  expect(queue.said).toEqual([
    ["ChangeMessageVisibility", "r-0", 1],
    ["ChangeMessageVisibility", "r-1", 2],
    ["ChangeMessageVisibility", "r-2", 0],
  ]);
  expect(failures).toEqual([
    ["1", "greet", "no database", true],
    ["2", "greet", "no database", true],
    ["3", "greet", "no database", false],
  ]);
});

test("gives back what takes too long, and what is no job", async () => {
  const queue = queueOf({ text: text("1") }, { text: "hello" });
  const failures = await take(queue, 2, () => new Promise(() => {}));
  expect(failures).toEqual([
    ["m-1", "of an unknown form", "it says neither its id nor its name", true],
    ["1", "greet", "not done within 0.05 s", true],
  ]);
});

test("stops when jobs that have begun are done", async () => {
  const queue = queueOf({ text: text("1") });
  let end: (() => void) | undefined;
  const handle = () => new Promise<void>((resolve) => (end = resolve));
  const taking = takeJobs(queue.sqs, { ...options, seconds: 60 }, { handle, failed: () => {} }, log);
  await expect.poll(() => end).toBeDefined();
  const closed = taking.close();
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(queue.said).toEqual([]);
  end?.();
  await closed;
  expect(queue.said).toEqual([["DeleteMessage", "r-0", undefined]]);
});

test("gives back at once what comes after the signal to stop", async () => {
  const queue = queueOf({ text: text("1") });
  const handle = () => Promise.reject(new Error("was begun"));
  await takeJobs(queue.sqs, options, { handle, failed: () => {} }, log).close();
  expect(queue.said).toEqual([["ChangeMessageVisibility", "r-0", 0]]);
});

test("says what SQS does not answer, and goes on", async () => {
  const warnings: string[] = [];
  const sqs = { send: () => Promise.reject(new Error("connect ECONNREFUSED")) } as never;
  const work = { handle: async () => {}, failed: () => {} };
  const taking = takeJobs(sqs, options, work, { warn: (line) => void warnings.push(line) });
  await expect.poll(() => warnings).toEqual(["queue: connect ECONNREFUSED"]);
  expect(taking.isRunning()).toBe(true);
  await taking.close();
});
