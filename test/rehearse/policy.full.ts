import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { OWN, WAIVED, withOwnControls } from "../support/own-control.ts";
import { preset } from "../support/plan.ts";
import { installPolicy } from "../support/policy.ts";
import { engine, Stage } from "../support/rehearsal.ts";

const found = await engine();
const MINUTES = 10 * 60_000;
const POLICY = ["--policy", "./policy"];

/** Hidden here: what docs/rehearse.md lists under "What it cannot show". */
describe.skipIf(found === null)("the policy pack, as the real SST and engine find it, start it and ask it", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open(found as NonNullable<typeof found>, preset("minimal"));
    await installPolicy(join(stage.root, "policy"));
    await stage.rehearsal.put("work tree");
  }, MINUTES);

  it(
    "refuses what a control of the owner's finds, before it is made, and lets it pass once that is accepted",
    async () => {
      await withOwnControls(stage.root, OWN, async () => {
        await stage.rehearsal.put("work tree");
        const refused = await stage.sst("deploy", POLICY);
        expect(refused.status).toBe("failed");
        // Which log group the engine comes to first differs from run to run.
        expect(refused.errors.map(({ message }) => message)).toContainEqual(
          expect.stringMatching(
            /^Policy: SHOP\.1\na log group says which team it belongs to: somebody has to answer for it\n\w+: no team has it\. tag it with Team$/,
          ),
        );
        expect(
          stage.rehearsal.account.living().filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup"),
        ).toEqual([]);
        await writeFile(join(stage.root, "infra/waivers.json"), JSON.stringify(WAIVED));
        await stage.rehearsal.put("work tree");
        expect(await stage.sst("deploy", POLICY)).toMatchObject({ status: "complete", errors: [] });
      });
      expect(stage.rehearsal.account.living().length).toBeGreaterThan(30);
    },
    2 * MINUTES,
  );

  it(
    "lets a stage pass that keeps the standard controls, in a diff and in a deploy",
    async () => {
      await writeFile(join(stage.root, "infra/waivers.json"), "[]");
      await stage.rehearsal.put("work tree");
      expect(await stage.sst("diff", POLICY)).toMatchObject({ status: "complete", errors: [] });
      expect(await stage.sst("deploy", POLICY)).toMatchObject({ status: "complete", errors: [], steps: [] });
    },
    2 * MINUTES,
  );
});
