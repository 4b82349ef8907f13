import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/cli.ts";
import { place, tree } from "../support/files.ts";
import { BACKSPACE, CTRL_C, DOWN, ENTER, ESC, hasScript, ownCache, type } from "../support/terminal.ts";

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
      ownCache(),
    );
    expect(screen).toContain("A simpler choice:");
    expect(screen).toContain("Next");
    expect(status).toBe(0);
    const store = JSON.parse(tree(join(cwd, "my-shop"))[".yo-rc.json"] as string);
    expect(store["generator-space-sst"]).toMatchObject({
      project: "my-shop",
      domain: "acme.com",
      alerts: { email: "oncall@acme.com" },
    });
  });

  it("leaves out what is proposed where Backspace takes it away, as its help says", async () => {
    const cwd = await temporaryFolder();
    place(join(cwd, ".gitconfig"), "[user]\n\temail = ana@agency.example\n");
    const flags = ["--preset", "minimal", "--project", "shop", "--region", "us-east-1", "--domain", "none"];
    const { screen, status } = await type(
      cwd,
      ["shop", ...flags, "--skip-install", "--skip-git"],
      [
        [/E-mail.*ana@agency\.example/, `${BACKSPACE}${ENTER}`],
        [/Write \d+ files/, ENTER],
      ],
      { ...ownCache(), HOME: cwd },
    );
    expect(status).toBe(0);
    expect(screen).toContain("Backspace, then");
    expect(screen).toMatch(/E-mail for alarms +none/);
    expect(tree(join(cwd, "shop"))[".yo-rc.json"]).not.toContain("agency.example");
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
    const typed: [RegExp, string][] = [...ONE_BY_ONE.slice(0, n), [question, CTRL_C]];
    const { screen, status } = await type(cwd, ["my-shop"], typed, ownCache());
    expect(screen).toContain("Stopped. Nothing was written");
    expect(screen.includes("the next run in this folder offers these answers")).toBe(n > 0);
    expect(status).toBe(130);
    expect(tree(cwd)).toEqual({});
  });

  it("an answer is changed on the last screen; to stop there writes nothing, and the next run goes on from there", async () => {
    const cwd = await temporaryFolder();
    const cache = ownCache();
    const flags = ["--preset", "minimal", "--project", "shop", "--region", "us-east-1", "--alerts-email", "none"];
    const words = ["shop", ...flags, "--skip-install", "--skip-git"];
    const first = await type(
      cwd,
      words,
      [
        [/Domain/, ENTER],
        [/Write \d+ files/, `${DOWN}${ENTER}`],
        [/Which answer/, `${DOWN}${ENTER}`],
        [/\?\S* \S*AWS region/, `${DOWN}${ENTER}`],
        [/Write \d+ files/, `${DOWN}${DOWN}${ENTER}`],
      ],
      cache,
    );
    expect(first.screen).toMatch(/The same answers again[\s\S]* shop --yes --project shop --region us-east-2/);
    expect(first.screen).toContain("Stopped. Nothing was written; the next run in this folder offers these answers.");
    expect(first.status).toBe(130);
    expect(tree(cwd)).toEqual({});

    // Esc goes from the last screen to the region, which was answered last.
    const second = await type(
      cwd,
      words,
      [
        [/There is a draft/, ENTER],
        [/Write \d+ files/, ESC],
        [/\?\S* \S*AWS region/, `${DOWN}${ENTER}`],
        [/Write \d+ files/, ENTER],
      ],
      cache,
    );
    expect(second.status).toBe(0);
    const store = JSON.parse(tree(join(cwd, "shop"))[".yo-rc.json"] as string);
    expect(store["generator-space-sst"]).toMatchObject({ project: "shop", region: "us-west-1" });
    expect(readdirSync(join(cache.XDG_CACHE_HOME, "generator-space-sst", "drafts"))).toEqual([]);
  });

  it("refuses invalid flags before it asks anything", async () => {
    const cwd = await temporaryFolder();
    const { screen, status } = await type(cwd, ["--preset", "sass"], []);
    expect(screen).toContain('did you mean "saas"?');
    expect(status).toBe(2);
  });
});
