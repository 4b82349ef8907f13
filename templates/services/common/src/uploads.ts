import { randomUUID } from "node:crypto";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import type { Bucket } from "./bucket.ts";

/** What browsers may send. It is what they say of a file: S3 does not look inside. */
export const UPLOAD_TYPES = ["image/jpeg", "image/png", "image/webp", "application/pdf"] as const;
export type UploadType = (typeof UPLOAD_TYPES)[number];
/** S3 refuses what is larger, and what comes later. */
export const UPLOAD_BYTES = 10 * 1024 * 1024;
export const UPLOAD_SECONDS = 300;

/** The form that a browser sends to `url`: these fields, and after them the file as `file`. */
export interface Upload {
  /** Where the file will be in the bucket. */
  key: string;
  url: string;
  fields: Record<string, string>;
}

export class Uploads {
  readonly #bucket: Bucket;

  constructor(bucket: Bucket) {
    this.#bucket = bucket;
  }

  /** Signs for one file of this type, under a name that nobody has or guesses. */
  async begin(type: UploadType): Promise<Upload> {
    const key = `uploads/${randomUUID()}`;
    const { url, fields } = await createPresignedPost(this.#bucket.s3, {
      Bucket: this.#bucket.name,
      Key: key,
      Fields: { "Content-Type": type },
      Conditions: [["content-length-range", 1, UPLOAD_BYTES]],
      Expires: UPLOAD_SECONDS,
    });
    return { key, url, fields };
  }
}
