import { execa } from "execa";

/** Whether this machine has jq: the rendered workflow of upgrades uses it, as GitHub's machines have it. */
export const hasJq = (await execa("jq", ["--version"], { reject: false })).exitCode === 0;
