import { createCipheriv, randomBytes } from "node:crypto";
import { type Answers, AwsFault, type AwsRequest } from "./aws/server.ts";

/**
 * SST's state in an account, as SST itself keeps it: for a stand-in for AWS that this package reads and SST writes.
 */
export interface SstState {
  answers: Answers;
  parameters: Map<string, string>;
  /** Contents by key. */
  objects: Map<string, Buffer>;
  /** Gives a stage of an app secrets. */
  secrets(app: string, stage: string, values: Readonly<Record<string, string>>): void;
}

const BUCKET = "sst-state-test";

export function sstState(): SstState {
  const parameters = new Map([
    ["/sst/bootstrap", JSON.stringify({ version: 99, asset: "sst-asset-test", state: BUCKET })],
  ]);
  const objects = new Map<string, Buffer>();
  const text = ({ input }: AwsRequest, name: string) => String(input[name]);
  return {
    parameters,
    objects,
    answers: {
      "sts.GetCallerIdentity": { Account: "111122223333", Arn: "arn:aws:iam::111122223333:user/ana", UserId: "AIDA" },
      "ssm.GetParameter": (request) => {
        const Value = parameters.get(text(request, "Name"));
        if (Value === undefined) return new AwsFault("ParameterNotFound", "");
        return { Parameter: { Name: text(request, "Name"), Type: "String", Value, Version: 1 } };
      },
      "ssm.PutParameter": (request) => {
        parameters.set(text(request, "Name"), text(request, "Value"));
        return { Version: 1 };
      },
      "s3.GetObject": (request) =>
        objects.get(text(request, "Key")) ?? new AwsFault("NoSuchKey", "The specified key does not exist.", 404),
      // S3 lists by name.
      "s3.ListObjectsV2": (request) => {
        const keys = [...objects.keys()].filter((key) => key.startsWith(text(request, "Prefix"))).sort();
        const contents = keys.map((key) => `<Contents><Key>${key}</Key></Contents>`);
        return Buffer.from(`<ListBucketResult>${contents.join("")}</ListBucketResult>`);
      },
      "s3.PutObject": (request) => {
        objects.set(text(request, "Key"), request.input.Body as Buffer);
        return "";
      },
    },
    secrets(app, stage, values) {
      const key = randomBytes(32);
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      const sealed = Buffer.concat([nonce, cipher.update(JSON.stringify(values)), cipher.final(), cipher.getAuthTag()]);
      parameters.set(`/sst/passphrase/${app}/${stage}`, key.toString("base64"));
      objects.set(`secret/${app}/${stage}.json`, sealed);
    },
  };
}
