import { describe, expect, it } from "vitest";
import { BEGIN, begun, bodies, jobSeconds, playedQueues, slack, tries } from "./played-queues.ts";

/**
 * What plays SQS on a developer's machine, asked by AWS's own SDK, as the rendered services do. Its clock stands still, and
 * goes on as these tests say: nobody waits for it.
 */

const { program, url, sdk, clientOf, urlOf, ask, send, take, remove, attributes, pass, empty, around } = playedQueues();

describe("scripts/queues.mjs", () => {
  it("hands a job to one, and to nobody any more once it is done", async () => {
    const { MessageId } = await send("one");
    const [job, ...others] = await take();
    expect([job, others]).toMatchObject([{ MessageId, Body: "one", Attributes: { ApproximateReceiveCount: "1" } }, []]);
    expect(await take()).toEqual([]);
    if (job) await remove(job);
    await pass(1000);
    expect(await take()).toEqual([]);
  });

  it("hands out one where nobody asks for more, the oldest first, and forgets no other with it", async () => {
    for (const body of ["one", "two", "three"]) await send(body);
    const [first] = await take({ MaxNumberOfMessages: undefined });
    expect(first?.Body).toBe("one");
    if (first) await remove(first);
    // It is gone already.
    if (first) await remove(first);
    expect(bodies(await take({ MaxNumberOfMessages: 2 }))).toEqual(["two", "three"]);
    await empty();
  });

  it("hands out again what nobody has said to be done, after as long as in AWS", async () => {
    await send("slow");
    await take();
    expect(await around(jobSeconds + slack, async () => begun(await take()))).toEqual([[], [2]]);
    await empty();
  });

  it("hands it out earlier, or later, where somebody says so", async () => {
    await send("slow");
    await take({ VisibilityTimeout: 5 });
    expect(await around(5, async () => begun(await take()))).toEqual([[], [2]]);
    await pass(1000);
    const [job] = await take();
    await ask("ChangeMessageVisibility", { ReceiptHandle: job?.ReceiptHandle, VisibilityTimeout: 600 });
    expect(await around(600, async () => begun(await take()))).toEqual([[], [4]]);
    await empty();
  });

  it("keeps back what is for later", async () => {
    await send("later", { DelaySeconds: 3 });
    expect(await around(3, async () => bodies(await take()))).toEqual([[], ["later"]]);
    await empty();
  });

  it("puts aside what was begun as often as in AWS, and nothing else; what is aside stays there", async () => {
    const [two, one] = [await send("bad"), await send("worse")];
    expect(two.MessageId).not.toBe(one.MessageId);
    for (let n = 1; n <= tries; n++) {
      expect(begun(await take())).toEqual([n, n]);
      if (n === tries) await send("new");
      await pass(jobSeconds + slack);
    }
    expect(bodies(await take())).toEqual(["new"]);
    const aside = `${url()}-failed`;
    expect(bodies(await take({}, aside))).toEqual(["bad", "worse"]);
    await pass(1000);
    expect(begun(await take({}, aside))).toEqual([tries + 2, tries + 2]);
    await empty(aside);
    await empty();
  });

  it("says how many jobs wait and how many are taken, and no more than was asked", async () => {
    await send("taken");
    await take();
    for (const body of ["one", "two"]) await send(body);
    expect(await attributes("All")).toEqual({
      QueueArn: "arn:aws:sqs:local:000000000000:mailer",
      ApproximateNumberOfMessages: "2",
      ApproximateNumberOfMessagesNotVisible: "1",
    });
    expect(await attributes("ApproximateNumberOfMessages")).toEqual({ ApproximateNumberOfMessages: "2" });
    await empty();
  });

  it("answers whoever waits as soon as a job comes", async () => {
    const asked = take({ WaitTimeSeconds: 20 });
    await send("late");
    expect(bodies(await asked)).toEqual(["late"]);
    await empty();
  });

  it("lets nobody wait for more than twenty seconds", async () => {
    const asked = take({ WaitTimeSeconds: undefined }).then((jobs) => `answered: ${bodies(jobs)}`);
    // It has been heard once a later question is answered.
    await attributes("All");
    await pass(19.999);
    const early = await Promise.race([asked, attributes("All").then(() => "waits")]);
    await pass(0.001);
    expect([early, await asked]).toEqual(["waits", "answered: "]);
  });

  it("hands nothing to somebody who has hung up", async () => {
    const waiting = new AbortController();
    const asked = ask("ReceiveMessage", { WaitTimeSeconds: 20 }, url(), waiting.signal);
    await attributes("All");
    waiting.abort();
    await expect(asked).rejects.toThrow();
    await attributes("All");
    await send("mine");
    expect(begun(await take())).toEqual([1]);
    await empty();
  });

  it.each([
    ["what it does not play", () => ask("PurgeQueue", {}), "InvalidAction", 400, "SQS does PurgeQueue, this does not"],
    [
      "a queue that is not there",
      () => take({}, `${url()}s`),
      "QueueDoesNotExist",
      400,
      "there is no queue mailers here",
    ],
    [
      "a job that nobody has",
      () => ask("ChangeMessageVisibility", { ReceiptHandle: "none", VisibilityTimeout: 1 }),
      "ReceiptHandleIsInvalid",
      400,
      "ReceiptHandleIsInvalid",
    ],
  ])("refuses %s as AWS does, and takes it for no fault of its own", async (_, asked, name, status, message) => {
    const refused = await asked().catch((error: unknown) => error);
    expect(refused).toMatchObject({ message, $metadata: { httpStatusCode: status } });
    expect(String(refused)).toContain(name);
    expect(program().err()).toBe("");
  });

  it("says of a fault of its own that it is one, here and on the terminal", async () => {
    const headers = { "x-amz-target": "AmazonSQS.SendMessage" };
    const answer = await fetch(program().url, { method: "POST", headers, body: "{" });
    expect([answer.status, await answer.json()]).toMatchObject([500, { __type: "com.amazonaws.sqs#InternalFailure" }]);
    await program().complained();
    expect(program().err()).toContain("SyntaxError");
  });
});

describe("started again", () => {
  it("leaves the port to whatever answers there", async () => {
    const { port } = new URL(program().url);
    const other = await program().again(port);
    expect(other.out()).toBe(`queues: what answers on port ${port} already is used\n`);
    await other.stop();
  });

  it("holds jobs for as long, and tries them as often, as is said", async () => {
    const other = await program().again("0", "1", "2");
    const client = clientOf(other);
    const queue = urlOf(other);
    await client.send(new (sdk().SendMessageCommand)({ QueueUrl: queue, MessageBody: "twice" }));
    const taken = async (QueueUrl = queue) =>
      bodies((await client.send(new (sdk().ReceiveMessageCommand)({ QueueUrl, WaitTimeSeconds: 0 }))).Messages ?? []);
    const seen: string[][] = [];
    for (const ms of [0, 999, 1000, 2000]) {
      await other.setClock(BEGIN + ms);
      seen.push(await taken());
    }
    expect([...seen, await taken(`${queue}-failed`)]).toEqual([["twice"], [], ["twice"], [], ["twice"]]);
    client.destroy();
    await other.stop();
  });
});
