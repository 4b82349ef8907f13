import { existsSync } from "node:fs";
import { join } from "node:path";
import { EJECTED, loadProof } from "../../proof/load.ts";
import { type Simulation, Simulator } from "../../proof/simulate/simulate.ts";
import type { Job, Reply } from "./pool.ts";
import { portable } from "./portable.ts";

/** The process that runs stages of a repo: it loads the SDK once, and bundles the program once. */

let simulator: Simulator | undefined;

/** An owner who has taken the sources of the proof runs these. */
const simulatorOf = (root: string): Simulator =>
  existsSync(join(root, EJECTED)) ? new (loadProof(root).Simulator)(root) : new Simulator(root);

/** A deploy of production without a domain is refused by the program itself, unless this says otherwise. */
const INSIST = "ALLOW_PLAIN_HTTP";

async function run({ root, stage, account }: Job): Promise<Reply> {
  simulator ??= simulatorOf(root);
  const options = { stage, ...(account === undefined ? {} : { account }) };
  const first = await simulator.run(options);
  const refused = first.errors.find(({ message }) => message.includes(INSIST))?.message ?? null;
  const simulation: Simulation =
    refused === null ? first : await simulator.run({ ...options, env: { [INSIST]: "true" } });
  return { simulation: portable(simulation, simulator.root), refused };
}

process.on("message", (job: Job) => {
  run(job).then(
    (reply) => process.send?.(reply),
    (error: Error) => process.send?.({ error: error.message, name: error.constructor.name }),
  );
});
