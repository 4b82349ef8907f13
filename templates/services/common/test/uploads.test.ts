import { expect, test } from "vitest";
import { openBucket } from "../src/bucket.ts";
import { UPLOAD_BYTES, UPLOAD_SECONDS, Uploads } from "../src/uploads.ts";

const bucket = openBucket({
  BUCKET_NAME: "files",
  BUCKET_REGION: "eu-west-1",
  BUCKET_ENDPOINT: "http://localhost:9",
});

type Condition = Record<string, string> | [rule: string, name: string | number, value: string | number];

/** What S3 is told to ask of a form. That it does, and whether the signature is right, only S3 shows. */
function policyOf(fields: Record<string, string>): { expiration: string; conditions: Condition[] } {
  return JSON.parse(Buffer.from(fields.Policy ?? "", "base64").toString());
}

test("signs for one file of one type and size, for some minutes", async () => {
  const { key, url, fields } = await new Uploads(bucket).begin("image/png");
  expect(url).toBe("http://localhost:9/files");
  expect(fields).toMatchObject({ key, bucket: "files", "Content-Type": "image/png" });
  const { expiration, conditions } = policyOf(fields);
  expect(conditions).toContainEqual(["content-length-range", 1, UPLOAD_BYTES]);
  expect(conditions).toContainEqual({ "Content-Type": "image/png" });
  expect(conditions).toContainEqual({ key });
  expect(conditions).toContainEqual({ bucket: "files" });
  expect(Date.parse(expiration) - Date.now()).toBeLessThanOrEqual(UPLOAD_SECONDS * 1000);
});

test("never signs for the same name twice", async () => {
  const uploads = new Uploads(bucket);
  const [one, other] = [await uploads.begin("image/png"), await uploads.begin("image/png")];
  expect(one.key).toMatch(/^uploads\/[0-9a-f-]{36}$/);
  expect(other.key).not.toBe(one.key);
});
