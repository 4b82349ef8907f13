import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { enginePid } from "../../lib/rehearse/environment.ts";
import { preset } from "../support/plan.ts";
import { engine, Stage } from "../support/rehearsal.ts";

const found = await engine();

describe.skipIf(found === null)("a rehearsal that is stopped in the middle", () => {
  it("ends SST and its engine at once, and leaves no folder behind", async () => {
    const stop = new AbortController();
    let pid: number | null = null;
    const stage = await Stage.open(found as NonNullable<typeof found>, preset("minimal"), {
      signal: stop.signal,
      onCall: () => {
        if (pid === null)
          void enginePid(join(folder, "home")).then((one) => {
            pid = one;
            stop.abort();
          });
      },
    });
    const folder = dirname(stage.rehearsal.place);
    const run = await stage.sst("deploy");
    expect(run.status).toBe("killed");
    await stage.rehearsal.close();
    expect(pid).not.toBeNull();
    // An engine that lives on writes its state, and the folder would be there again.
    await setTimeout(3000);
    expect(existsSync(folder)).toBe(false);
  }, 600_000);
});
