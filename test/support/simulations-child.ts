import { type Simulation, Simulator } from "../../lib/proof/simulate/simulate.ts";
import type { Job } from "./simulations.ts";

async function run({ root, stages }: Job): Promise<Simulation[]> {
  const simulator = new Simulator(root);
  const simulations: Simulation[] = [];
  for (const stage of stages) simulations.push(await simulator.run({ ...stage, env: { ALLOW_PLAIN_HTTP: "true" } }));
  return simulations;
}

process.on("message", (job: Job) => {
  run(job).then(
    (simulations) => process.send?.({ simulations }),
    (error: Error) => process.send?.({ error: error.stack ?? error.message }),
  );
});
