import type { Rows } from "../row.ts";

/** Files. Read late in version 5: s3/bucket.go. Version 5: efs/file_system.go. */
export const storage = {
  "aws:s3/bucket:Bucket": {
    label: "S3 bucket",
    listed: "Bucket",
    bill: { use: "objects" },
    holds: "files",
    stays: true,
    replacedBy: ["bucket", "bucketPrefix", "objectLockEnabled", "objectLockConfiguration.objectLockEnabled"],
  },
  "aws:s3/bucketV2:BucketV2": { bill: { use: "objects" }, holds: "files", stays: true, replacedBy: null },
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": {
    bill: "free",
    holds: null,
    stays: true,
    replacedBy: null,
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    bill: "free",
    holds: null,
    stays: true,
    replacedBy: null,
  },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
    bill: "free",
    holds: null,
    stays: true,
    replacedBy: null,
  },
  "aws:s3/bucketPolicy:BucketPolicy": { bill: "free", holds: null, stays: true, replacedBy: null },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    bill: "free",
    holds: null,
    stays: true,
    replacedBy: null,
  },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    bill: "free",
    holds: null,
    stays: true,
    replacedBy: null,
  },
  "aws:s3/bucketVersioning:BucketVersioning": { bill: "free", holds: null, stays: true, replacedBy: null },
  "aws:efs/fileSystem:FileSystem": {
    bill: { use: "files" },
    holds: "files",
    stays: true,
    replacedBy: ["creationToken", "encrypted", "kmsKeyId", "availabilityZoneName", "performanceMode"],
  },
  "aws:ebs/volume:Volume": { bill: "unknown", holds: "files", stays: true, replacedBy: null },
} as const satisfies Rows;
