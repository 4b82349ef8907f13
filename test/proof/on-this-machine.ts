import type { Simulation } from "../../lib/proof/simulate/types.ts";
import { object } from "./expectations/context.ts";

/** What `sst dev` runs on the developer's machine, or says of a store that somebody runs there, by name. */
const commandsIn = ({ resources }: Simulation) =>
  resources
    .filter(({ type }) => type === "sst:sst:DevCommand")
    .map(({ name, outputs }) => ({ name, ...object(outputs._dev), told: object(object(outputs._dev).environment) }));

const STORE = "sst print-and-not-quit";

/** A program in a line: what is run, where, when, and what it is told. */
export const programsIn = (simulation: Simulation): Record<string, string> =>
  Object.fromEntries(
    commandsIn(simulation)
      .filter((one) => object(one).command !== STORE)
      .map(({ name, told, ...rest }) => {
        const { command, directory, autostart } = object(rest);
        const { AWS_REGION, ...own } = told;
        const values = Object.entries(own).map(([key, value]) => `${key}=${value}`);
        return [name, `${command} in ${directory}${autostart ? "" : " when asked"}: ${values.sort().join(" ")}`];
      }),
  );

/** A store in a line: at which port of this machine, and for a database who enters it. */
export const storesIn = (simulation: Simulation): Record<string, string> =>
  Object.fromEntries(
    commandsIn(simulation)
      .filter((one) => object(one).command === STORE)
      .map(({ name, told }) => {
        const said = String(told.SST_DEV_COMMAND_MESSAGE);
        const [, port] = /localhost:(\d+)/.exec(said) ?? [];
        const [user, database] = ["username", "database"].map(
          (word) => new RegExp(`${word}: "(\\w+)"`).exec(said)?.[1],
        );
        return [name, database === undefined ? `${port}` : `${user}@${port}/${database}`];
      }),
  );
