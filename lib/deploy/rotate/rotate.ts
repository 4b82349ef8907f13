import { Failure, Stopped } from "../../errors.ts";
import { setSecret } from "../secrets/set.ts";
import { serviceSecret } from "../service-secret.ts";
import type { Check } from "../verify.ts";
import { audit } from "./audit.ts";
import { replaceTasks } from "./rollout.ts";
import type { Context, Rotation } from "./rotation.ts";
import { CURRENT, labelsOf, makeCurrent, putVersion, takeLabel, type Values, versionAt } from "./secret-version.ts";

/**
 * Changes a credential: the new one is made valid beside the old one, new tasks read it, the old one is made invalid. Whatever
 * stops it, one of the two is valid for every task, and the same command goes on from what AWS has.
 */

/** A service whose secret has the credential. */
interface Holder {
  service: string;
  secret: string;
  current: { id: string; values: Values };
  next: Values;
}

async function holdersOf({ deployed }: Context, rotation: Rotation): Promise<Holder[]> {
  const { aws } = deployed;
  const found = await Promise.all(
    rotation.services.map(async (service) => {
      const secret = serviceSecret(deployed, service, rotation.what);
      const other = (await labelsOf(aws, secret)).find(
        (label) => label.startsWith("rotate-") && label !== rotation.label,
      );
      if (other !== undefined)
        throw new Failure(`another rotation of ${service} has not ended (${other}): type that one again first`);
      const [current, begun] = await Promise.all([
        versionAt(aws, secret, CURRENT),
        versionAt(aws, secret, rotation.label),
      ]);
      if (current === null) throw new Failure(`the secret ${secret} has no value`);
      return { service, secret, current, begun: begun?.values };
    }),
  );
  const begun = found.map((one) => one.begun).find((values) => values !== undefined);
  return found.map((one) => ({ ...one, next: rotation.next(one.service, one.current.values, begun) }));
}

const isCurrent = ({ current, next }: Holder): boolean =>
  Object.entries(next).every(([name, value]) => current.values[name] === value);

/** The new one is valid, known to the program, and read by every task that starts. */
async function bring(context: Context, rotation: Rotation, holders: readonly Holder[]): Promise<void> {
  const { root, deployed, terminal, signal } = context;
  const { aws, stage } = deployed;
  await audit(context, rotation, "rotation begun");
  const made = new Map<string, string>();
  for (const { secret, current, next } of holders)
    made.set(secret, await putVersion(aws, secret, { ...current.values, ...next }, rotation.label));
  await terminal.step("Making the new one valid beside the old one", rotation.open);
  signal.throwIfAborted();
  const next = new Map(holders.map(({ service, next }) => [service, next]));
  for (const [name, value] of rotation.known(next)) await setSecret({ root, stage: stage.stage }, name, value);
  for (const { secret, current } of holders) await makeCurrent(aws, secret, current.id, made.get(secret) ?? "");
}

async function change(context: Context, rotation: Rotation): Promise<Check[]> {
  const { deployed, terminal, signal } = context;
  const holders = await holdersOf(context, rotation);
  await rotation.ready();
  if (holders.every(isCurrent)) terminal.print("Going on where it was stopped.");
  else await bring(context, rotation, holders);
  const checks = await replaceTasks(context, rotation.services);
  signal.throwIfAborted();
  const now = await holdersOf(context, rotation);
  if (!now.every(isCurrent))
    throw new Failure(`a deploy has brought the old credential back meanwhile: type it again. Both are valid`);
  await terminal.step("Making the old one invalid", rotation.close);
  for (const { secret } of holders) await takeLabel(deployed.aws, secret, rotation.label);
  await audit(context, rotation, "rotated");
  return checks;
}

/**
 * Rotates one credential.
 * @throws {Stopped} where the signal stops it
 * @throws {Failure}
 */
export async function rotate(context: Context, rotation: Rotation): Promise<Check[]> {
  const { terminal, signal } = context;
  terminal.print(`Rotating ${rotation.what} …`);
  try {
    return await change(context, rotation);
  } catch (error) {
    throw signal.aborted
      ? new Stopped("Stopped. What tasks use is valid: the same command goes on from there.")
      : error;
  }
}
