import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openBucket } from "../src/bucket.ts";
import { bucketCheck } from "../src/bucket-check.ts";
import { FILE_FOUND_MS } from "../src/deadlines.ts";

/** In place of S3: it counts what it is asked, and says of every bucket the same. */
let asked = 0;
let status = 200;
const server = createServer((_, response) => {
  asked += 1;
  response.writeHead(status).end();
}).listen(0);
await once(server, "listening");
afterAll(() => server.close());

const { port } = server.address() as AddressInfo;
const bucket = openBucket({
  BUCKET_NAME: "files",
  BUCKET_REGION: "eu-west-1",
  BUCKET_ENDPOINT: `http://localhost:${port}`,
});
afterAll(() => bucket.s3.destroy());

let time = 0;
beforeEach(() => {
  asked = 0;
  status = 200;
});

test("asks a bucket that was found once in a while", async () => {
  const check = bucketCheck(bucket, () => time);
  await check();
  time += FILE_FOUND_MS - 1;
  await check();
  expect(asked).toBe(1);
  time += 1;
  await check();
  expect(asked).toBe(2);
});

test("asks one that it may not see each time, and says at once when it may", async () => {
  const check = bucketCheck(bucket, () => time);
  status = 403;
  await expect(check()).rejects.toThrow();
  await expect(check()).rejects.toThrow();
  expect(asked).toBe(2);
  status = 200;
  await check();
  expect(asked).toBe(3);
});
