import { S3Client } from "@aws-sdk/client-s3";
import type { Config } from "./config.ts";
import { FILE_CONNECT_MS, FILE_MS } from "./deadlines.ts";

/** Where files are kept, and what reads and writes them. */
export interface Bucket {
  s3: S3Client;
  name: string;
}

/** The bucket of a developer's machine, `scripts/bucket.mjs`: this key opens it. In AWS the role of the task does. */
const local = (endpoint: string) => ({
  endpoint,
  forcePathStyle: true,
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
  requestChecksumCalculation: "WHEN_REQUIRED" as const,
});

export function openBucket(config: Pick<Config, "BUCKET_NAME" | "BUCKET_REGION" | "BUCKET_ENDPOINT">): Bucket {
  const s3 = new S3Client({
    region: config.BUCKET_REGION,
    requestHandler: { connectionTimeout: FILE_CONNECT_MS, requestTimeout: FILE_MS, throwOnRequestTimeout: true },
    ...(config.BUCKET_ENDPOINT === undefined ? {} : local(config.BUCKET_ENDPOINT)),
  });
  return { s3, name: config.BUCKET_NAME };
}
