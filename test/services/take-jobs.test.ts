import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderSources, type Sources } from "../support/boot/sources.ts";

/** What a worker says to SQS, which is played: it hands out what it is given, once, and says nothing after that. */

// biome-ignore lint/suspicious/noExplicitAny: modules of a service, and not of this package.
type Foreign = any;

let sources: Sources;
let takeJobs: Foreign;
let waits = 0;

beforeAll(async () => {
  sources = await renderSources({
    project: "shop",
    services: [{ name: "worker", kind: "worker", source: "node", queue: "sqs" }],
  });
  const from = join(sources.folderOf("worker"), "src");
  ({ takeJobs } = await import(join(from, "take-jobs.ts")));
  ({ QUEUE_WAIT_MS: waits } = await import(join(from, "deadlines.ts")));
}, 120_000);
afterAll(() => sources?.dispose());

interface Said {
  name: string;
  input: Record<string, unknown>;
  options: unknown;
}
type Message = Record<string, unknown>;

const message = (tries: number | null, body: object | string = { id: "1", name: "greet" }): Message => ({
  Body: typeof body === "string" ? body : JSON.stringify(body),
  MessageId: "m-1",
  ReceiptHandle: "receipt",
  ...(tries === null ? {} : { Attributes: { ApproximateReceiveCount: `${tries}` } }),
});

/** A worker that is given these messages, and what it has said by when it has stopped. */
async function take(messages: Message[], queue: object, handle: (job: Foreign) => Promise<void>, refuses?: string) {
  const said: Said[] = [];
  const failed: unknown[][] = [];
  const warned: string[] = [];
  const waiting = [...messages];
  const send = async (command: Foreign, options: unknown) => {
    const { input } = command;
    const name = command.constructor.name.replace("Command", "");
    said.push({ name, input, options });
    if (name === refuses) throw new Error("refused");
    if (name !== "ReceiveMessage") return {};
    // One after the other, however many it asks for.
    const Messages = waiting.splice(0, 1);
    if (Messages.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    return Messages.length === 0 ? {} : { Messages };
  };
  const options = { url: "http://queue", concurrency: 5, seconds: 10, tries: 3, ...queue };
  const work = {
    handle,
    failed: (job: Foreign, error: Error, again: boolean) => failed.push([job, error.message, again]),
  };
  const taking = takeJobs({ send }, options, work, { warn: (line: string) => warned.push(line) });
  const answered = () => said.filter(({ name }) => name !== "ReceiveMessage");
  await expect.poll(() => answered().length).toBe(messages.length);
  await taking.close();
  return { asked: said.filter(({ name }) => name === "ReceiveMessage"), answered: answered(), failed, warned };
}

const done = async () => {};
const fails = async () => {
  throw new Error("no database");
};

describe("the worker of a queue", () => {
  it.each([
    [1, 1],
    [5, 5],
    [12, 10],
  ])("that does %i jobs at once asks for %i of them, waits, and counts tries", async (concurrency, most) => {
    const { asked } = await take([message(1)], { concurrency }, done);
    expect(asked[0]).toEqual({
      name: "ReceiveMessage",
      input: {
        QueueUrl: "http://queue",
        MaxNumberOfMessages: most,
        WaitTimeSeconds: 20,
        MessageSystemAttributeNames: ["ApproximateReceiveCount"],
      },
      options: { requestTimeout: waits },
    });
  });

  it("asks for no more than it can begin besides those that it does", async () => {
    const isDone: (() => void)[] = [];
    const both = async () => {
      // The first is under way until the second has begun.
      for (const end of isDone.splice(0)) end();
      if (jobs++ === 0) await new Promise<void>((resolve) => isDone.push(resolve));
    };
    let jobs = 0;
    const { asked } = await take([message(1), message(1)], { concurrency: 3 }, both);
    expect(asked.slice(0, 2).map(({ input }) => input.MaxNumberOfMessages)).toEqual([3, 2]);
  });

  it.each([
    [1, 1],
    [2, 2],
    [10, 512],
    [11, 900],
    [19, 900],
    [20, 0],
  ])("gives back a job that has failed in try %i for %i s", async (tries, VisibilityTimeout) => {
    const { answered, failed } = await take([message(tries)], { tries: 20 }, fails);
    const input = { QueueUrl: "http://queue", ReceiptHandle: "receipt", VisibilityTimeout };
    expect(answered).toEqual([{ name: "ChangeMessageVisibility", input, options: undefined }]);
    const job = { id: "1", name: "greet", requestId: "job-1", tries };
    expect(failed).toEqual([[job, "no database", tries < 20]]);
  });

  it("takes one for begun the first time where SQS does not count", async () => {
    const { failed } = await take([message(null)], {}, fails);
    expect(failed).toMatchObject([[{ tries: 1 }, "no database", true]]);
  });

  it.each(["no JSON", { id: "1" }, { name: "greet" }, { id: 1, name: "greet" }, "null"])(
    "does nothing with what is no job, and tells of it: %j",
    async (body) => {
      const { answered, failed } = await take([message(3, body)], {}, done);
      expect(answered.map(({ name, input }) => [name, input.VisibilityTimeout])).toEqual([
        ["ChangeMessageVisibility", 0],
      ]);
      const job = { id: "m-1", name: "of an unknown form", requestId: "job-m-1", tries: 3 };
      expect(failed).toEqual([[job, "it says neither its id nor its name", false]]);
    },
  );

  it("says what it could not say to SQS, and goes on", async () => {
    const { warned, answered } = await take([message(1), message(1)], {}, done, "DeleteMessage");
    expect(warned).toEqual(["queue: refused", "queue: refused"]);
    expect(answered.map(({ input }) => input)).toEqual(
      [1, 2].map(() => ({ QueueUrl: "http://queue", ReceiptHandle: "receipt" })),
    );
  });
});
