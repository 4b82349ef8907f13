import { itemFlags } from "../../questions/flags.ts";
import { command } from "../command.ts";
import { ANSWERS, WRITES } from "../flags.ts";

/** Of the keys of a service, those that are about a worker and its queue. */
const KEYS = ["source", "queue", "backlog", "min", "max"];

export const queue = command({
  name: "queue",
  writesRepo: true,
  what: "Give a worker a queue, and services that give it jobs.",
  positionals: [{ name: "worker", what: "The worker that takes the jobs; one that is not there is added." }],
  flags: [
    ...itemFlags("services").filter(({ name }) => KEYS.includes(name)),
    { name: "services", type: "string", value: "A,B", help: "Services that give it jobs." },
    ANSWERS,
    ...WRITES,
  ],
  examples: ["space-sst queue mailer --services api", "space-sst queue mailer --queue sqs --backlog 100 --min 0"],
  load: () => import("./steps.ts"),
});
