import { describe, expect, it } from "vitest";
import { help } from "../../lib/cli/help.ts";
import { COMMAND_LIST, COMMANDS } from "../../lib/commands/index.ts";
import { packageVersion } from "../../lib/system/package-root.ts";
import { run, temporaryFolder } from "../support/cli.ts";

describe("help", () => {
  it("names every flag of a command, and each says what it is for", async () => {
    const { stdout, exitCode } = await run(["--help"], { cwd: await temporaryFolder() });
    expect(exitCode).toBe(0);
    for (const { name, help } of COMMANDS.kickoff.flags) {
      expect(stdout).toContain(`--${name}`);
      expect(help).not.toBe("");
    }
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it.each(COMMAND_LIST.map((command) => [command.name, command] as const))(
    "%s fits a terminal of 80 columns, but for what is copied",
    (_, command) => {
      const [said = ""] = help(command, COMMAND_LIST, 80).split("\nExamples\n");
      expect(said.split("\n").filter((line) => line.length > 80)).toEqual([]);
    },
  );

  it("lists the commands that it is given, and says nothing of commands where it is given none", () => {
    const titles = (...listed: Parameters<typeof help>[1]) =>
      help(COMMANDS.plan, listed, 80)
        .split("\n")
        .filter((line) => /^[A-Z]\w+$/.test(line));
    expect([titles(), titles(COMMANDS.deploy)]).toEqual([
      ["Options", "Examples"],
      ["Commands", "Options", "Examples"],
    ]);
  });

  it("says the version", async () => {
    const { stdout } = await run(["--version"], { cwd: await temporaryFolder() });
    expect(stdout).toBe(packageVersion);
  });

  it("uses colour on terminals only", async () => {
    const { stdout } = await run(["shop", "--preset", "minimal", "--project", "shop", "--yes"], {
      cwd: await temporaryFolder(),
    });
    expect(stdout).not.toContain("\u001b");
  });
});
