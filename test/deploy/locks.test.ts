import { describe, expect, it, onTestFinished, vi } from "vitest";
import { Aws } from "../../lib/aws/client.ts";
import { lockedText, lockLeft, refuseLocked } from "../../lib/deploy/locks.ts";
import { AwsFault, awsServer } from "../support/aws/server.ts";
import { sstState } from "../support/sst-state.ts";

/** What a lock of a stage means for who comes upon it, before SST runs and after. */

const place = { stage: "dev", project: "shop", region: "us-east-1", exec: "npx", again: "space-sst deploy dev" };
const GOES_ON =
  "when no pulumi process runs any more, npx sst unlock --stage dev, then space-sst deploy dev, which goes on from there.";

/** The account, with a lock or without. */
async function accountWith(lock: object | null, denied = false): Promise<Aws> {
  const state = sstState();
  if (lock !== null) state.objects.set("lock/shop/dev.json", Buffer.from(JSON.stringify(lock)));
  const server = await awsServer({
    ...state.answers,
    ...(denied ? { "ssm.GetParameter": new AwsFault("AccessDeniedException", "no") } : {}),
  });
  for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
  return new Aws({ region: "us-east-1" });
}

describe("after a run that was stopped", () => {
  it.each([
    ["there is none", null, false, "It is not locked: space-sst deploy dev goes on from there."],
    ["it is there", { command: "deploy" }, false, `It is still locked: ${GOES_ON}`],
    ["nobody may say", null, true, `If it says that the stage is locked: ${GOES_ON}`],
  ])("%s", async (_, lock, denied, said) => {
    expect(await lockLeft(await accountWith(lock, denied), place)).toBe(said);
  });
});

describe("before a run", () => {
  it("none lets it begin", async () => {
    await expect(refuseLocked(await accountWith(null), place)).resolves.toBeUndefined();
  });

  it.each(["deploy", "remove", "refresh"])("one of %s does not, whatever it is", async (command) => {
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const created = new Date(Date.now() - 61_000).toISOString();
    await expect(refuseLocked(await accountWith({ created, command }), place)).rejects.toMatchObject({
      code: 4,
      kind: "locked",
      message: expect.stringMatching(
        new RegExp(
          `^dev is locked: by a run of sst ${command} that began 1 min 1 s ago \\(.*Z\\)\\. Nothing was done\\.`,
        ),
      ),
    });
  });
});

it.each([
  ["2026-01-31T09:29:00Z", "began 1 min 0 s ago (2026-01-31T09:29:00Z)"],
  // The clocks of two machines are never the same.
  ["2026-01-31T09:30:09Z", "began 0 s ago (2026-01-31T09:30:09Z)"],
  ["", "began ()"],
])("a lock of %j %s", (created, said) => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-01-31T09:30:00Z") });
  expect(lockedText(place, { created, command: "" })).toContain(`by a run of sst deploy that ${said}.`);
  vi.useRealTimers();
});
