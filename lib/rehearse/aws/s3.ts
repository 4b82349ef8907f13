import { createHash } from "node:crypto";
import type { Account } from "../account/account.ts";
import { type AwsReply, type AwsRequest, escaped, type Service, unescaped, xml } from "./request.ts";

/** Buckets and objects, as far as SST keeps its state in them and sites put their files there. */

const error = (code: string, status: number): AwsReply =>
  xml(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`, status);

const etag = (body: Buffer): string => `"${createHash("md5").update(body).digest("hex")}"`;

function list({ query }: AwsRequest, account: Account, bucket: string): AwsReply {
  const prefix = query.get("prefix") ?? "";
  const contents = [...account.objects]
    .filter(([key]) => key.startsWith(`${bucket}/${prefix}`))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(
      ([key, body]) =>
        `<Contents><Key>${escaped(key.slice(bucket.length + 1))}</Key><Size>${body.length}</Size><LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>`,
    );
  return xml(
    `<ListBucketResult><Name>${bucket}</Name><Prefix>${escaped(prefix)}</Prefix><KeyCount>${contents.length}</KeyCount><IsTruncated>false</IsTruncated>${contents.join("")}</ListBucketResult>`,
  );
}

function deleteMany({ body }: AwsRequest, account: Account, bucket: string): AwsReply {
  for (const [, key = ""] of body.toString().matchAll(/<Key>([^<]*)<\/Key>/g))
    account.objects.delete(`${bucket}/${unescaped(key)}`);
  return xml("<DeleteResult></DeleteResult>");
}

function onBucket(request: AwsRequest, account: Account, bucket: string): AwsReply | undefined {
  const { method, query } = request;
  if (method === "PUT") {
    account.buckets.add(bucket);
    return {};
  }
  if (method === "POST" && query.has("delete")) return deleteMany(request, account, bucket);
  // A bucket that the program has made is there too.
  const known = account.buckets.has(bucket) || account.find("aws:s3/bucket:Bucket", bucket) !== undefined;
  if (!known) return error("NoSuchBucket", 404);
  if (method === "HEAD") return {};
  if (method === "DELETE") {
    account.buckets.delete(bucket);
    return { status: 204 };
  }
  return method === "GET" ? list(request, account, bucket) : undefined;
}

function onObject({ method, body }: AwsRequest, account: Account, name: string): AwsReply | undefined {
  if (method === "PUT") {
    account.objects.set(name, body);
    return { headers: { etag: etag(body) } };
  }
  if (method === "DELETE") {
    account.objects.delete(name);
    return { status: 204 };
  }
  const found = account.objects.get(name);
  if (found === undefined) return method === "HEAD" ? { status: 404 } : error("NoSuchKey", 404);
  if (method !== "GET" && method !== "HEAD") return undefined;
  return { type: "application/octet-stream", headers: { etag: etag(found) }, body: method === "GET" ? found : "" };
}

export const s3: Service = (request, account) => {
  const [bucket = "", ...key] = request.path.slice(1).split("/");
  const name = key.join("/");
  return name === "" ? onBucket(request, account, bucket) : onObject(request, account, `${bucket}/${name}`);
};
