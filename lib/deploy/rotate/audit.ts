import type { Aws } from "../../aws/client.ts";
import { AwsFailure } from "../../aws/errors.ts";
import { groupOf } from "../logs/events.ts";
import type { Context, Rotation } from "./rotation.ts";

/**
 * Who rotated what and when, in the log of each service that has the credential: there `logs` shows it beside what came of it,
 * it is encrypted, and it stays as long as they do. CloudTrail has the calls themselves, which nobody can write or take out.
 */

const STREAM = "rotate";

async function write(aws: Aws, logGroupName: string, fields: object): Promise<void> {
  await aws.call("logs", "CreateLogStream", { logGroupName, logStreamName: STREAM }).catch((error: Error) => {
    if (!(error instanceof AwsFailure) || error.aws !== "ResourceAlreadyExistsException") throw error;
  });
  const message = JSON.stringify(fields);
  await aws.call("logs", "PutLogEvents", {
    logGroupName,
    logStreamName: STREAM,
    logEvents: [{ timestamp: Date.now(), message }],
  });
}

/** @param message what was done: `rotation begun`, `rotated` */
export async function audit({ deployed }: Context, { what, services }: Rotation, message: string): Promise<void> {
  const fields = { level: "info", message, credential: what, by: deployed.identity.arn };
  await Promise.all(services.map((service) => write(deployed.aws, groupOf(deployed, service), fields)));
}
