import { Failure } from "../../errors.ts";
import { run } from "../../system/run.ts";
import { sstOf } from "../sst.ts";

/** SST's own account of what went wrong, on one line. */
const reason = (output: string): string =>
  output
    .split("\n")
    .map((line) => line.replace(/^[\s✕|]+/, "").trim())
    .filter((line) => line !== "")
    .join(" ");

/**
 * Sets one secret of a stage by the repo's own SST, which reads the value from standard input: arguments are seen by
 * every process of the machine, and SST's telemetry sends them away.
 * @throws {Failure}
 */
export async function setSecret(
  { root, stage }: { root: string; stage: string },
  name: string,
  value: string,
): Promise<void> {
  const result = await run(sstOf(root), ["secret", "set", name, "--stage", stage], {
    cwd: root,
    input: value,
    // Pulumi and Bun have no part in it: they are not installed for it. Which stage it is says the command line alone.
    env: { SST_SKIP_DEPENDENCY_CHECK: "true", SST_NO_BUN: "true", NO_COLOR: "1", SST_STAGE: undefined },
  });
  if (result.status !== 0)
    throw new Failure(
      `SST could not set ${name} in ${stage}: ${reason((result.output || result.problem).replaceAll(value, "…"))}`,
    );
}
