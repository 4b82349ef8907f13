import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { losses } from "../../lib/rehearse/story/steps.ts";
import { preset } from "../support/plan.ts";
import { brief, engine, Stage } from "../support/rehearsal.ts";

const found = await engine();

describe.skipIf(found === null)("what holds data, and is made anew in its place", () => {
  it("is lost where the old one is gone and AWS refuses the new one", async () => {
    const stage = await Stage.open(found as NonNullable<typeof found>, preset("minimal"));
    const file = join(stage.rehearsal.place, "infra", "network.ts");
    await appendFile(
      file,
      `
new aws.dynamodb.Table(
  "Events",
  { name: "events", hashKey: "id", billingMode: "PAY_PER_REQUEST", attributes: [{ name: "id", type: "S" }] },
  { deleteBeforeReplace: true, protect: false, retainOnDelete: false },
);
`,
    );
    await stage.deploy();
    await writeFile(
      file,
      (await readFile(file, "utf8")).replace('hashKey: "id"', 'hashKey: "key"').replace('name: "id"', 'name: "key"'),
    );
    stage.rehearsal.account.faults.add([{ on: "create", resource: "Events", do: "fail", message: "LimitExceeded" }]);
    const { status, steps } = await stage.sst("deploy");
    expect(status).toBe("failed");
    expect(brief(steps.filter(({ name }) => name === "Events"))).toEqual(["deleted Table Events"]);
    expect(losses(steps)).toMatchObject([
      { name: "Events", holds: expect.any(String), reason: expect.stringContaining("LimitExceeded") },
    ]);
  }, 600_000);
});
