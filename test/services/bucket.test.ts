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

/** What plays S3 on a developer's machine, asked by AWS's own SDK, as the rendered services do. */

let root: string;
let child: ChildProcess;
let endpoint = "";
// biome-ignore lint/suspicious/noExplicitAny: the SDK is a package of the services, and not of this one.
let sdk: any;

const client = (secretAccessKey = "local") =>
  new sdk.S3Client({
    endpoint,
    region: "eu-west-1",
    forcePathStyle: true,
    credentials: { accessKeyId: "local", secretAccessKey },
    requestChecksumCalculation: "WHEN_REQUIRED",
  });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "space-sst-bucket-"));
  const file = render(viewOf({ services: [{ name: "api", bucket: "files" }], buckets: [{ name: "files" }] })).find(
    ({ path }) => path === "scripts/bucket.mjs",
  );
  await mkdir(join(root, "scripts"));
  await writeFile(join(root, "scripts/bucket.mjs"), file?.contents ?? "");
  child = spawn(process.execPath, [join(root, "scripts/bucket.mjs"), "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(child.stdout as NodeJS.ReadableStream, "data");
  endpoint = /http:\S+/.exec(String(line))?.[0] ?? "";
  const from = createRequire(join(await servicePackages(), "/"));
  sdk = { ...from("@aws-sdk/client-s3"), ...from("@aws-sdk/s3-presigned-post") };
}, 120_000);
afterAll(async () => {
  child?.kill();
  await rm(root, { recursive: true, force: true });
});

/** A form for a picture of at most ten bytes, as a browser sends it. */
async function send({ bytes = 5, secret = "local", seconds = 60, fields = {} as Record<string, string> }) {
  const signed = await sdk.createPresignedPost(client(secret), {
    Bucket: "files",
    Key: "uploads/one",
    Fields: { "Content-Type": "image/png" },
    Conditions: [["content-length-range", 1, 10]],
    Expires: seconds,
  });
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...signed.fields, ...fields })) form.append(name, value as string);
  form.append("file", new Blob(["a".repeat(bytes)]));
  const response = await fetch(signed.url, { method: "POST", body: form });
  return `${response.status} ${/<Code>(.*)<\/Code>/.exec(await response.text())?.[1] ?? ""}`.trim();
}

describe("scripts/bucket.mjs", () => {
  it("takes the form that was signed, and gives the file back as what it was said to be", async () => {
    expect(await send({})).toBe("204");
    const { Body, ContentType } = await client().send(
      new sdk.GetObjectCommand({ Bucket: "files", Key: "uploads/one" }),
    );
    expect([await Body.transformToString(), ContentType]).toEqual(["aaaaa", "image/png"]);
  });

  it.each([
    ["a larger file", { bytes: 11 }, "400 EntityTooLarge"],
    ["an empty one", { bytes: 0 }, "400 EntityTooSmall"],
    ["another type", { fields: { "Content-Type": "text/html" } }, "403 AccessDenied"],
    ["another name", { fields: { key: "uploads/two" } }, "403 AccessDenied"],
    ["a field that was not signed", { fields: { acl: "public-read" } }, "403 AccessDenied"],
    ["a form of yesterday", { seconds: -1 }, "403 AccessDenied"],
    ["what somebody else has signed", { secret: "other" }, "403 SignatureDoesNotMatch"],
  ])("refuses %s", async (_, form, answer) => {
    expect(await send(form)).toBe(answer);
  });

  it("puts, finds and deletes files, and says what it does not play", async () => {
    const s3 = client();
    const file = { Bucket: "files", Key: "reports/march 2026.txt" };
    await s3.send(new sdk.PutObjectCommand({ ...file, Body: "a report", ContentType: "text/plain" }));
    expect((await s3.send(new sdk.HeadObjectCommand(file))).ContentLength).toBe(8);
    await s3.send(new sdk.DeleteObjectCommand(file));
    await expect(s3.send(new sdk.GetObjectCommand(file))).rejects.toThrow(sdk.NoSuchKey);
    await s3.send(new sdk.HeadBucketCommand({ Bucket: "files" }));
    await expect(s3.send(new sdk.ListObjectsV2Command({ Bucket: "files" }))).rejects.toThrow("this does not");
  });
});
