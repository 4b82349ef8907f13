import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { render } from "../../lib/render/render.ts";
import { servicePackages } from "../support/packages.ts";
import { viewOf } from "../support/view.ts";

/** What plays SQS on a developer's machine, asked by AWS's own SDK, as the rendered services do. */

let root: string;
let child: ChildProcess;
// biome-ignore lint/suspicious/noExplicitAny: the SDK is a package of the services, and not of this one.
let sdk: any;
// biome-ignore lint/suspicious/noExplicitAny: as above.
let sqs: any;
let url = "";

/** Nobody else's for a second, and begun twice at most. */
const SETTINGS = ["1", "2"];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "space-sst-queues-"));
  const file = render(viewOf({ services: [{ name: "mailer", kind: "worker", queue: "sqs" }] })).find(
    ({ path }) => path === "scripts/queues.mjs",
  );
  await mkdir(join(root, "scripts"));
  await writeFile(join(root, "scripts/queues.mjs"), file?.contents ?? "");
  child = spawn(process.execPath, [join(root, "scripts/queues.mjs"), "0", ...SETTINGS], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout as NodeJS.ReadableStream, "data");
  url = `${/http:\S+/.exec(String(line))?.[0]}/000000000000/mailer`;
  sdk = createRequire(join(await servicePackages(), "/"))("@aws-sdk/client-sqs");
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  sqs = new sdk.SQSClient({ region: "eu-west-1", endpoint: new URL(url).origin, credentials });
}, 120_000);
afterAll(async () => {
  sqs?.destroy();
  child?.kill();
  await rm(root, { recursive: true, force: true });
});

const ask = (command: string, input: object, QueueUrl = url) =>
  sqs.send(new sdk[`${command}Command`]({ QueueUrl, ...input }));
const send = (MessageBody: string) => ask("SendMessage", { MessageBody });
const receive = async (WaitTimeSeconds = 0, queue = url): Promise<Record<string, string>[]> =>
  (await ask("ReceiveMessage", { WaitTimeSeconds, MaxNumberOfMessages: 10 }, queue)).Messages ?? [];
const remove = (message: Record<string, string> | undefined) =>
  ask("DeleteMessage", { ReceiptHandle: message?.ReceiptHandle });
const bodies = (messages: Record<string, string>[]) => messages.map(({ Body }) => Body);
const waiting = async () =>
  (await ask("GetQueueAttributes", { AttributeNames: ["All"] })).Attributes.ApproximateNumberOfMessages;

describe("scripts/queues.mjs", () => {
  it("hands a job to one, and to nobody any more once it is done", async () => {
    await send("one");
    expect(await waiting()).toBe("1");
    const [job] = await receive();
    expect([job?.Body, job?.Attributes]).toEqual(["one", expect.objectContaining({ ApproximateReceiveCount: "1" })]);
    expect([await receive(), await waiting()]).toEqual([[], "0"]);
    await remove(job);
    expect(await receive(2)).toEqual([]);
  });

  it("answers whoever waits as soon as a job comes", async () => {
    const asked = receive(20);
    await send("late");
    const jobs = await asked;
    expect(bodies(jobs)).toEqual(["late"]);
    await remove(jobs[0]);
  });

  it("hands out again what nobody has said to be done, and puts it aside after as many times as were said", async () => {
    await send("twice");
    expect(bodies(await receive())).toEqual(["twice"]);
    const [again] = await receive(20);
    expect(again?.Attributes).toMatchObject({ ApproximateReceiveCount: "2" });
    await ask("ChangeMessageVisibility", { ReceiptHandle: again?.ReceiptHandle, VisibilityTimeout: 0 });
    expect(await receive()).toEqual([]);
    expect(bodies(await receive(0, `${url}-failed`))).toEqual(["twice"]);
  });

  it("says what it does not play, and which queue is not there", async () => {
    await expect(ask("PurgeQueue", {})).rejects.toThrow("this does not");
    await expect(send("x").then(() => receive(0, `${url}s`))).rejects.toThrow(sdk.QueueDoesNotExist);
  });
});
