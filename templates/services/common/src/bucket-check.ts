import { HeadBucketCommand } from "@aws-sdk/client-s3";
import type { Bucket } from "./bucket.ts";
import { FILE_FOUND_MS } from "./deadlines.ts";

/**
 * Whether the bucket is there, and the service may see it. Readiness is asked every few seconds and S3 bills each question,
 * so that a bucket that was found is not asked again for a while; one that was not is asked each time.
 */
export function bucketCheck({ s3, name }: Bucket, now = Date.now): () => Promise<void> {
  let found = Number.NEGATIVE_INFINITY;
  return async () => {
    if (now() - found < FILE_FOUND_MS) return;
    await s3.send(new HeadBucketCommand({ Bucket: name }));
    found = now();
  };
}
