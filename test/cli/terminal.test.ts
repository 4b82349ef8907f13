import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder, tree } from "../support/cli.ts";
import { CTRL_C, DOWN, ENTER, hasScript, type } from "../support/terminal.ts";

describe.skipIf(!hasScript)("on a terminal", () => {
  it("asks, and writes what was answered", async () => {
    const cwd = await temporaryFolder();
    const { screen, status } = await type(
      cwd,
      ["my-shop", "--skip-install", "--skip-git"],
      [
        [/Project/, ENTER],
        [/Start from/, `${DOWN}${ENTER}`],
        [/AWS region/, ENTER],
        [/Domain/, `acme.com${ENTER}`],
        [/Who serves/, ENTER],
        [/E-mail/, `oncall@acme.com${ENTER}`],
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
    [/Domain/, ENTER],
    [/Copy production's backups/, ENTER],
    [/E-mail/, ENTER],
    [/Write \d+ files/, ENTER],
  ];

  it.each([
    ["the first question", 0],
    ["a list", 1],
    ["a text", 3],
    ["the last question", ONE_BY_ONE.length - 1],
  ])("Ctrl-C at %s stops, and nothing is written", async (_, n) => {
    const cwd = await temporaryFolder();
    const [question] = ONE_BY_ONE[n] as [RegExp, string];
    const { screen, status } = await type(cwd, ["my-shop"], [...ONE_BY_ONE.slice(0, n), [question, CTRL_C]]);
    expect(screen).toContain("Stopped. Nothing was written.");
    expect(status).toBe(130);
    expect(await tree(cwd)).toEqual({});
  });

  it("an answer is changed on the last screen; to stop there writes nothing, and says how to go on", async () => {
    const cwd = await temporaryFolder();
    const flags = [
      "shop",
      "--preset",
      "minimal",
      "--project",
      "shop",
      "--region",
      "us-east-1",
      "--alerts-email",
      "none",
    ];
    const { screen, status } = await type(cwd, flags, [
      [/Domain/, ENTER],
      [/Write \d+ files/, `${DOWN}${ENTER}`],
      [/Which answer/, `${DOWN}${ENTER}`],
      [/AWS region/, `${DOWN}${ENTER}`],
      [/Write \d+ files/, `${DOWN}${DOWN}${ENTER}`],
    ]);
    expect(screen).toMatch(/The same answers again[\s\S]* shop --yes --project shop --region us-east-2/);
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
