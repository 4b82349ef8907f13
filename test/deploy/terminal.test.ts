import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/cli.ts";
import { begins, callsOf, type Scenario, stageRepo, succeeding } from "../support/sst/stage.ts";
import { account, healthy } from "../support/sst/world.ts";
import { CTRL_C, ENTER, hasScript, type } from "../support/terminal.ts";

/** `space-sst deploy` on a real pseudo-terminal. */

async function deploy(words: string[], scenario: Scenario, answers: [RegExp, string][]) {
  const root = await temporaryFolder();
  await stageRepo(root, scenario);
  const { env } = await account(healthy());
  const { screen, status } = await type(root, ["deploy", ...words, "--skip-doctor"], answers, env);
  const calls = await callsOf(root);
  return { screen, status, calls, signals: calls.filter((call) => "signal" in call).length };
}

const DONE: Scenario = { deploy: succeeding({}) };

describe.skipIf(!hasScript)("deploy on a terminal", () => {
  it("asks which stage, dev first, and names account and region before it begins", async () => {
    const { screen, status, calls } = await deploy([], DONE, [
      [/Deploy which stage/, ENTER],
      [/Deploy dev to account 111111111111, us-east-1/, ENTER],
    ]);
    expect(status).toBe(0);
    expect(calls).toMatchObject([{ args: ["deploy", "--stage", "dev"] }]);
    expect(screen).toContain("Nothing is looked at: the outputs of this stage name no service");
    expect(screen).toMatch(/a month +about \$\d+/);
    expect(screen).toMatch(/dev\S* is deployed\./);
  });

  it("no is no", async () => {
    const { screen, status, calls } = await deploy(["dev"], DONE, [[/Deploy dev to account/, `n${ENTER}`]]);
    expect(screen).toContain("Stopped. Nothing was deployed.");
    expect(status).toBe(130);
    expect(calls).toEqual([]);
  });

  it("production wants its name, and nothing else will do", async () => {
    const { screen, status, calls } = await deploy(["production"], DONE, [
      [/Type production to deploy it/, `prod${ENTER}`],
      [/type production, or press Ctrl-C to stop/, `uction${ENTER}`],
    ]);
    expect(screen).toContain("type production, or press Ctrl-C to stop");
    expect(status).toBe(0);
    expect(calls).toMatchObject([{ args: ["deploy", "--stage", "production"] }]);
  });

  it("production is not confirmed by Ctrl-C at its name", async () => {
    const { screen, status, calls } = await deploy(["production"], DONE, [[/Type production to deploy it/, CTRL_C]]);
    expect(screen).toContain("Stopped. Nothing was deployed.");
    expect(status).toBe(130);
    expect(calls).toEqual([]);
  });

  const HANGS: Scenario = {
    deploy: [
      "|  Created     NetworkVpc aws:ec2:Vpc",
      begins("aws:rds/instance:Instance", "MainDatabase"),
      { wait: 30_000 },
    ],
    afterInterrupt: [{ wait: 2_500 }, "", "✕  Interrupted    ", { exit: 1 }],
  };

  it("shows what is in the making; Ctrl-C once stops SST cleanly, with one signal", async () => {
    const { screen, status, signals } = await deploy(["dev", "--yes"], HANGS, [
      [/creating MainDatabase \(aws:rds:Instance\), \d s/, CTRL_C],
    ]);
    expect(screen).toMatch(/Deploying dev … .*1 created/);
    expect(screen).toContain("Stopping: SST finishes what it has begun, and then unlocks the stage.");
    expect(screen).toContain("npx sst unlock --stage dev");
    expect(screen).toContain(
      "Stopped: dev is half deployed. It is not locked: npx space-sst deploy dev goes on from there.",
    );
    expect(signals).toBe(1);
    expect(status).toBe(130);
  });

  it("a second Ctrl-C says what giving up would leave, and does no more; a third gives up", async () => {
    const { screen, status, signals } = await deploy(["dev", "--yes"], HANGS, [
      [/creating MainDatabase/, CTRL_C],
      [/Stopping: SST/, CTRL_C],
      [/Still stopping/, CTRL_C],
    ]);
    expect(screen).toContain("That leaves in AWS, unknown to the state, what is in the making:");
    expect(screen).toContain("The next deploy says what exists already: delete that in AWS");
    expect(screen).toContain("Giving up what is in the making. The next deploy says what exists already");
    // Of three presses SST has seen the first and the last.
    expect(signals).toBe(2);
    expect(status).toBe(130);
  });
});
