import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder, tree } from "../support/cli.ts";
import { CTRL_C, ENTER, hasScript, type } from "../support/terminal.ts";

describe.skipIf(!hasScript)("on a terminal", () => {
  it("asks, and writes what was answered", async () => {
    const cwd = await temporaryFolder();
    const { screen, status } = await type(
      cwd,
      ["my-shop", "--skip-install", "--skip-git"],
      [
        [/Project/, ENTER],
        [/Start from/, ENTER],
        [/AWS region/, ENTER],
        [/Stages/, ENTER],
        [/Domain/, `acme.com${ENTER}`],
        [/Who serves/, ENTER],
        [/E-mail/, `oncall@acme.com${ENTER}`],
        [/Slack/, ENTER],
        [/Capacity/, ENTER],
        [/Images/, ENTER],
        [/CI/, ENTER],
        [/Package manager/, ENTER],
        [/Add a client/, ENTER],
        [/Go on with SST/, ENTER],
        [/Write \d+ files/, ENTER],
      ],
    );
    expect(screen).toContain("A simpler choice:");
    expect(screen).toContain("Next");
    expect(status).toBe(0);
    const store = JSON.parse((await tree(join(cwd, "my-shop")))[".yo-rc.json"] as string);
    expect(store["generator-space-sst"]).toMatchObject({
      project: "my-shop",
      domain: "acme.com",
      alerts: { email: "oncall@acme.com" },
    });
  });

  const ONE_BY_ONE: [RegExp, string][] = [
    [/Project/, ENTER],
    [/Start from/, ENTER],
    [/AWS region/, ENTER],
    [/Stages/, ENTER],
    [/Domain/, ENTER],
    [/E-mail/, ENTER],
    [/Slack/, ENTER],
    [/Capacity/, ENTER],
    [/Images/, ENTER],
    [/CI/, ENTER],
    [/Package manager/, ENTER],
    [/Add a client/, ENTER],
    [/Go on with SST/, ENTER],
    [/Write \d+ files/, ENTER],
  ];

  it.each([
    ["the first question", 0],
    ["a list", 1],
    ["a list of several", 3],
    ["the last question", ONE_BY_ONE.length - 1],
  ])("Ctrl-C at %s stops, and nothing is written", async (_, n) => {
    const cwd = await temporaryFolder();
    const [question] = ONE_BY_ONE[n] as [RegExp, string];
    const { screen, status } = await type(cwd, ["my-shop"], [...ONE_BY_ONE.slice(0, n), [question, CTRL_C]]);
    expect(screen).toContain("Stopped. Nothing was written.");
    expect(status).toBe(130);
    expect(await tree(cwd)).toEqual({});
  });

  it("refuses invalid flags before it asks anything", async () => {
    const cwd = await temporaryFolder();
    const { screen, status } = await type(cwd, ["--preset", "sass"], []);
    expect(screen).toContain('did you mean "saas"?');
    expect(status).toBe(2);
  });
});
