import { createDecipheriv } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { Failure } from "../../errors.ts";
import type { Aws } from "../client.ts";
import { AwsFailure } from "../errors.ts";

/**
 * What SST keeps of an app in the account, read only: SST alone writes it. Where and how is in SST's
 * pkg/project/provider/{aws,provider}.go: a bucket that the parameter /sst/bootstrap names, with objects
 * `<kind>/<app>/<stage>.json`; secrets are encrypted with a key that is a parameter of its own.
 */

/** What a call gives, or null where AWS says that there is no such thing. */
async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AwsFailure && error.problem === "not-found") return null;
    throw error;
  }
}

async function parameter(aws: Aws, Name: string): Promise<string | null> {
  const answer = await orNull(aws.call("ssm", "GetParameter", { Name, WithDecryption: true }));
  return answer?.Parameter?.Value ?? null;
}

/**
 * The bucket with SST's state in the region; null where SST has not been used there.
 * @throws {AwsFailure}
 */
export async function stateBucket(aws: Aws): Promise<string | null> {
  const text = await parameter(aws, "/sst/bootstrap");
  if (text === null) return null;
  const { state } = JSON.parse(text) as { state?: string };
  return state ?? null;
}

/** An object of the state, or null. */
async function object(aws: Aws, Key: string): Promise<Buffer | null> {
  const Bucket = await stateBucket(aws);
  if (Bucket === null) return null;
  const answer = await orNull(aws.call("s3", "GetObject", { Bucket, Key }));
  if (answer?.Body === undefined) return null;
  const bytes = Buffer.from(await answer.Body.transformToByteArray());
  return answer.ContentEncoding === "gzip" ? gunzipSync(bytes) : bytes;
}

/** A resource of a stage, as the state has it. */
export interface StateResource {
  urn: string;
  /** Pulumi's: `aws:ecs/service:Service`. */
  type: string;
  /** What AWS calls it. */
  id?: string;
  parent?: string;
  /** It is looked up, not made. */
  external?: boolean;
  /** Pulumi refuses to delete it. */
  protect?: boolean;
  /** It stays in the account when it leaves the program. */
  retainOnDelete?: boolean;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}

/** What a stage consists of. */
export interface Stack {
  /** Those of the program: `api.url`. */
  outputs: Record<string, unknown>;
  resources: StateResource[];
}

/** The part of Pulumi's checkpoint that says what a stage consists of. */
interface Checkpoint {
  checkpoint?: { latest?: { resources?: StateResource[] } };
}

const STACK = "pulumi:pulumi:Stack";

async function readStack(aws: Aws, key: string): Promise<Stack> {
  const bytes = await object(aws, key);
  const { checkpoint } = JSON.parse(bytes?.toString() ?? "{}") as Checkpoint;
  const all = checkpoint?.latest?.resources ?? [];
  const outputs = all.find(({ type }) => type === STACK)?.outputs ?? {};
  return { outputs, resources: all.filter(({ type }) => type !== STACK) };
}

/**
 * What a stage consists of, as far as SST knows; null where it has nothing in AWS. After `sst remove` its state is there
 * still, and empty; what a protected stage kept is not in it any more.
 * @throws {AwsFailure}
 */
export async function stackOf(aws: Aws, app: string, stage: string): Promise<Stack | null> {
  const stack = await readStack(aws, `app/${app}/${stage}.json`);
  return stack.resources.length === 0 ? null : stack;
}

/**
 * What a stage consisted of before SST's `remove` began on it; null where that has not begun. The state of today has no more what
 * a run has kept that did not come to its end. SST keeps a record and a snapshot of each run, and the newest has the first name.
 * @throws {AwsFailure}
 */
export async function stackBeforeRemoval(aws: Aws, app: string, stage: string): Promise<Stack | null> {
  const Bucket = await stateBucket(aws);
  if (Bucket === null) return null;
  const { Contents = [] } = await aws.call("s3", "ListObjectsV2", { Bucket, Prefix: `update/${app}/${stage}/` });
  let removals = 0;
  for (const { Key = "" } of Contents) {
    const record = JSON.parse((await object(aws, Key))?.toString() ?? "{}") as { command?: string };
    if (record.command !== "remove") return removals === 0 ? null : readStack(aws, Key.replace("update/", "snapshot/"));
    removals += 1;
  }
  return null;
}

/** Whether a stage has anything in AWS that SST knows of. */
export const stageStands = async (aws: Aws, app: string, stage: string): Promise<boolean> =>
  (await stackOf(aws, app, stage)) !== null;

/** The git revision that a stage was deployed at, as its output `release` says it; null where it says none. */
export const releaseIn = ({ outputs }: Pick<Stack, "outputs">): string | null =>
  typeof outputs.release === "string" ? outputs.release : null;

/**
 * The git revision that a stage was last deployed at; null where it is not known.
 * @throws {AwsFailure}
 */
export const releaseOf = async (aws: Aws, app: string, stage: string): Promise<string | null> =>
  releaseIn(await readStack(aws, `app/${app}/${stage}.json`));

/** Who has locked a stage. */
export interface Lock {
  /** ISO 8601. */
  created: string;
  /** Such as `deploy`. */
  command: string;
}

/**
 * The lock of a stage, or null. A run that was killed leaves it behind.
 * @throws {AwsFailure}
 */
export async function lockOf(aws: Aws, app: string, stage: string): Promise<Lock | null> {
  const bytes = await object(aws, `lock/${app}/${stage}.json`);
  if (bytes === null) return null;
  const { created = "", command = "" } = JSON.parse(bytes.toString()) as Partial<Lock>;
  return { created, command };
}

/** AES-GCM as Go's `cipher.NewGCM` seals it: 12 bytes of nonce, the text, 16 bytes of tag. */
function decrypt(sealed: Buffer, key: Buffer): Buffer {
  const decipher = createDecipheriv(`aes-${key.length * 8}-gcm` as "aes-256-gcm", key, sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
}

async function secretsAt(aws: Aws, app: string, stage: string): Promise<Map<string, string>> {
  const [sealed, passphrase] = await Promise.all([
    object(aws, `secret/${app}/${stage}.json`),
    parameter(aws, `/sst/passphrase/${app}/${stage}`),
  ]);
  if (sealed === null) return new Map();
  try {
    return new Map(Object.entries(JSON.parse(decrypt(sealed, Buffer.from(passphrase ?? "", "base64")).toString())));
  } catch (error) {
    throw new Failure(
      `the secrets of ${app} in ${stage} cannot be decrypted with the parameter /sst/passphrase/${app}/${stage}: somebody has changed or removed it; restore its older version (SSM keeps a history)`,
      { cause: error },
    );
  }
}

/** The values of SST's secrets by their names: those of a stage, and those that every stage without its own takes. */
export interface StoredSecrets {
  own: ReadonlyMap<string, string>;
  fallback: ReadonlyMap<string, string>;
}

/**
 * The secrets that a stage has now.
 * @throws {AwsFailure}
 * @throws {Failure} where they cannot be decrypted
 */
export async function storedSecrets(aws: Aws, app: string, stage: string): Promise<StoredSecrets> {
  const [own, fallback] = await Promise.all([secretsAt(aws, app, stage), secretsAt(aws, app, "_fallback")]);
  return { own, fallback };
}
