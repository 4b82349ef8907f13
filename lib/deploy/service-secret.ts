import { Failure } from "../errors.ts";
import { type Deployed, outputsOf } from "./deployed.ts";

/**
 * The name of a service's secret in Secrets Manager, which has all that the service must keep to itself.
 * @param what it is wanted for, as in `its way to main`
 * @throws {Failure} where the stage has none
 */
export function serviceSecret(deployed: Deployed, service: string, what: string): string {
  const { project, stage } = deployed;
  const begins = `${project}-${stage.stage}/${service}-`;
  const secret = outputsOf(deployed, "secret").find(
    // AWS completes the name, without a hyphen; that of another service goes on with one.
    (one) => one.startsWith(begins) && !one.slice(begins.length).includes("-"),
  );
  if (secret === undefined)
    throw new Failure(`${service} has no secret in ${stage.stage} (${begins}…): a deploy makes it, with ${what}`);
  return secret;
}
