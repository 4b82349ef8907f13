import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers/promises";

// Loaded before a program: what it waits for has passed at once, and no test waits for it.
let now = 0;
Date.now = () => now;
timers.setTimeout = async (milliseconds) => {
  now += milliseconds;
};
syncBuiltinESMExports();
