import type { Flag } from "../questions/flags.ts";

/** Which services a new database, cache or bucket is given to. */
export const users: Flag = {
  name: "services",
  type: "string",
  value: "A,B",
  help: "Services that use it; each must have none yet.",
};
