import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { servicePackages } from "../support/packages.ts";
import { type Program, playedProgram } from "../support/played/program.ts";

/**
 * What plays S3 on a developer's machine, asked by AWS's own SDK, as the rendered services do. Its clock stands still, and
 * goes on as these tests say.
 */

let program: Program;
// biome-ignore lint/suspicious/noExplicitAny: the SDK is a package of the services, and not of this one.
let sdk: any;

const client = (secretAccessKey = "local") =>
  new sdk.S3Client({
    endpoint: program.url,
    region: "eu-west-1",
    forcePathStyle: true,
    credentials: { accessKeyId: "local", secretAccessKey },
    requestChecksumCalculation: "WHEN_REQUIRED",
    maxAttempts: 1,
  });

beforeAll(async () => {
  const answers = { services: [{ name: "api", bucket: "files" }], buckets: [{ name: "files" }] };
  program = await playedProgram("bucket.mjs", answers, true);
  const from = createRequire(join(await servicePackages(), "/"));
  sdk = { ...from("@aws-sdk/client-s3"), ...from("@aws-sdk/s3-presigned-post") };
}, 120_000);
afterAll(() => program?.stop());

const etagOf = (text: string) => `"${createHash("md5").update(text).digest("hex")}"`;
const read = async (Key: string) => {
  const { Body, ContentType, ETag } = await client().send(new sdk.GetObjectCommand({ Bucket: "files", Key }));
  return [await Body.transformToString(), ContentType, ETag];
};

interface Form {
  bytes?: number;
  secret?: string;
  /** What is sent beside, or instead of, what was signed. */
  fields?: Record<string, string>;
  /** What was signed beside. */
  signed?: { Fields?: object; Conditions?: unknown[] };
  file?: string | Blob | null;
  /** When it is sent, in milliseconds after its end. */
  late?: number;
}

/** A form for a picture of at most ten bytes, as a browser sends it. */
async function send({ bytes = 5, secret = "local", fields = {}, signed = {}, file, late = -1 }: Form) {
  const { url, fields: own } = await sdk.createPresignedPost(client(secret), {
    Bucket: "files",
    Key: "uploads/one",
    Fields: { "Content-Type": "image/png" },
    Conditions: [["content-length-range", 1, 10], ...(signed.Conditions ?? [])],
    Expires: 60,
    ...(signed.Fields === undefined ? {} : { Fields: signed.Fields }),
  });
  const { expiration } = JSON.parse(Buffer.from(own.Policy, "base64").toString());
  await program.setClock(Date.parse(expiration) + late);
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...own, ...fields })) form.append(name, value as string);
  if (file !== null) form.append("file", file ?? new Blob(["a".repeat(bytes)]));
  const response = await fetch(url, { method: "POST", body: form });
  const [, code = "", message = ""] = /<Code>(.*)<\/Code><Message>(.*)<\/Message>/.exec(await response.text()) ?? [];
  return { told: [response.status, code, message].filter((one) => one !== "").join(" "), headers: response.headers };
}
const told = async (form: Form) => (await send(form)).told;

describe("a form", () => {
  it("that was signed is taken, and its file given back as what it was said to be", async () => {
    const { told: answer, headers } = await send({});
    expect([answer, headers.get("etag")]).toEqual(["204", etagOf("aaaaa")]);
    expect(await read("uploads/one")).toEqual(["aaaaa", "image/png", etagOf("aaaaa")]);
  });

  it.each<[string, Form]>([
    ["the smallest file", { bytes: 1 }],
    ["the largest", { bytes: 10 }],
    ["its last moment", { late: 0 }],
    [
      "what may begin like that",
      { signed: { Conditions: [["starts-with", "$x-amz-meta-of", "an"]] }, fields: { "x-amz-meta-of": "ana" } },
    ],
    ["what may be anything", { signed: { Conditions: [["starts-with", "$x-amz-meta-of", ""]] } }],
    ["names of fields in any case", { fields: { "Content-Type": "", "content-type": "image/png" } }],
  ])("is taken with %s", async (_, form) => {
    expect(await told(form)).toBe("204");
  });

  it("without a type is a file of bytes", async () => {
    expect(await told({ signed: { Fields: {} } })).toBe("204");
    expect(await read("uploads/one")).toEqual(["aaaaa", "binary/octet-stream", etagOf("aaaaa")]);
  });

  const condition = (...words: string[]) =>
    `403 AccessDenied Invalid according to Policy: Policy Condition failed: ${JSON.stringify(words)}`;

  it.each<[string, Form, string]>([
    ["a larger file", { bytes: 11 }, "400 EntityTooLarge Your proposed upload exceeds the maximum allowed size"],
    ["an empty one", { bytes: 0 }, "400 EntityTooSmall Your proposed upload is smaller than the minimum allowed size"],
    ["no file", { file: null }, "400 InvalidArgument there is no file"],
    ["a text for a file", { file: "aaaaa" }, "400 InvalidArgument there is no file"],
    ["another type", { fields: { "Content-Type": "text/html" } }, condition("eq", "$Content-Type", "image/png")],
    ["another name", { fields: { key: "uploads/two" } }, condition("eq", "$key", "uploads/one")],
    [
      "what begins in another way",
      { signed: { Conditions: [["starts-with", "$x-amz-meta-of", "an"]] }, fields: { "x-amz-meta-of": "bob" } },
      condition("starts-with", "$x-amz-meta-of", "an"),
    ],
    [
      "a field that was not signed",
      { fields: { acl: "public-read" } },
      "403 AccessDenied Invalid according to Policy: Extra input fields: acl",
    ],
    ["a moment more than it has", { late: 1 }, "403 AccessDenied Policy expired."],
    ["what somebody else has signed", { secret: "other" }, "403 SignatureDoesNotMatch SignatureDoesNotMatch"],
  ])("is refused with %s, as S3 does", async (_, form, answer) => {
    expect(await told(form)).toBe(answer);
  });

  it("for one bucket is none for another", async () => {
    const signed = await sdk.createPresignedPost(client(), { Bucket: "files", Key: "uploads/one" });
    const form = new FormData();
    for (const [name, value] of Object.entries(signed.fields)) form.append(name, value as string);
    form.append("file", new Blob(["aaaaa"]));
    const response = await fetch(signed.url.replace("files", "others"), { method: "POST", body: form });
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining("$bucket")]);
  });
});

describe("a file", () => {
  const file = { Bucket: "files", Key: "reports/march 2026.txt" };

  it("is put, found and deleted, also when it is gone", async () => {
    const s3 = client();
    const put = await s3.send(new sdk.PutObjectCommand({ ...file, Body: "a\nreport", ContentType: "text/plain" }));
    expect(put.ETag).toBe(etagOf("a\nreport"));
    const found = await s3.send(new sdk.HeadObjectCommand(file));
    expect([found.ContentLength, found.ContentType, found.ETag]).toEqual([8, "text/plain", etagOf("a\nreport")]);
    expect(await read(file.Key)).toEqual(["a\nreport", "text/plain", etagOf("a\nreport")]);
    // Whole from the first moment on: nothing of it lies beside.
    const kept = await readdir(join(program.root, ".sst/buckets/files"));
    expect(kept.filter((name) => /^\.|march/.test(name))).toEqual(["reports%2Fmarch%202026.txt"]);
    for (let n = 0; n < 2; n++) {
      const { $metadata } = await s3.send(new sdk.DeleteObjectCommand(file));
      expect($metadata.httpStatusCode).toBe(204);
    }
    await expect(s3.send(new sdk.GetObjectCommand(file))).rejects.toThrow(sdk.NoSuchKey);
    await expect(s3.send(new sdk.HeadObjectCommand(file))).rejects.toMatchObject({ name: "NotFound" });
  });

  it("that is said to be nothing is one of bytes", async () => {
    await fetch(`${program.url}/files/bytes`, { method: "PUT", body: new Blob(["a"]) });
    expect(await read("bytes")).toEqual(["a", "binary/octet-stream", etagOf("a")]);
  });
});

it("has every bucket that is asked for, and says what it does not play", async () => {
  const s3 = client();
  const { $metadata } = await s3.send(new sdk.HeadBucketCommand({ Bucket: "files" }));
  expect($metadata.httpStatusCode).toBe(200);
  const refused = { name: "NotImplemented", message: "S3 does, this does not", $metadata: { httpStatusCode: 501 } };
  await expect(s3.send(new sdk.ListObjectsV2Command({ Bucket: "files" }))).rejects.toMatchObject(refused);
  const strange = await fetch(`${program.url}/Files`, { method: "HEAD" });
  expect(strange.status).toBe(501);
  expect(program.err()).toBe("");
});

it("lets every page in, also one that asks before", async () => {
  const cors = ({ status, headers }: Response) => [
    status,
    ...["origin", "methods", "headers"].map((name) => headers.get(`access-control-allow-${name}`)),
    headers.get("access-control-expose-headers"),
  ];
  const asked = await fetch(`${program.url}/files`, {
    method: "OPTIONS",
    headers: { origin: "http://localhost:3000", "access-control-request-headers": "x-one" },
  });
  expect(cors(asked)).toEqual([200, "http://localhost:3000", "GET, POST", "x-one", "ETag"]);
  // What is missing is said to a page, too.
  expect(cors(await fetch(`${program.url}/files/none`))).toEqual([404, "*", "GET, POST", "*", "ETag"]);
});

it("says of a fault of its own that it is one, here and on the terminal", async () => {
  const answer = await fetch(`${program.url}/files`, {
    method: "POST",
    headers: { "content-type": "<none>" },
    body: "no form",
  });
  const text = await answer.text();
  expect([answer.status, answer.headers.get("content-type")]).toEqual([500, "application/xml"]);
  expect(text).toMatch(/^<Error><Code>InternalError<\/Code><Message>[^<]*<\/Message><\/Error>$/);
  await program.complained();
  expect(program.err()).toContain("TypeError");
});

it("leaves the port to whatever answers there", async () => {
  const { port } = new URL(program.url);
  const other = await program.again(port);
  expect(other.out()).toBe(`buckets: what answers on port ${port} already is used\n`);
  await other.stop();
});
