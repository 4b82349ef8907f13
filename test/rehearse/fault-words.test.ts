import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../lib/errors.ts";
import { faultsOf } from "../../lib/rehearse/fault-words.ts";
import { temporaryFolder } from "../support/cli.ts";

describe("faults as they are typed", () => {
  it("are read", () => {
    expect(faultsOf(["create:MainDatabase:fail", "delete:aws:lb/listener:kill"])).toEqual([
      { on: "create", resource: "MainDatabase", do: "fail" },
      { on: "delete", resource: "aws:lb/listener", do: "kill" },
    ]);
  });

  it("are refused where they are none, all at once", () => {
    const refused = () => faultsOf(["make:x:fail", "create:x", "delete:x:kill"]);
    expect(refused).toThrow(UsageError);
    expect(refused).toThrow("2 problems in the command line");
  });

  it("are read from a file, as many as it has, with all that they say", async () => {
    const file = join(await temporaryFolder(), "faults.json");
    const faults = [
      { on: "created", resource: "Main", do: "slow", seconds: 2, message: "slowly" },
      { on: "update", resource: "/^Api/", do: "hang", times: 3 },
    ];
    await writeFile(file, JSON.stringify(faults));
    expect(faultsOf([file, "update:x:slow"])).toEqual([...faults, { on: "update", resource: "x", do: "slow" }]);
    await writeFile(file, JSON.stringify([0, -1].map((seconds) => ({ ...faults[0], seconds }))));
    expect(() => faultsOf([file])).toThrow("2 problems");
    for (const [key, value] of [
      ["times", 0],
      ["times", 1.5],
      ["resource", ""],
      ["more", 1],
    ] as const) {
      await writeFile(file, JSON.stringify([{ ...faults[1], [key]: value }]));
      expect(() => faultsOf([file]), key).toThrow(UsageError);
    }
    await writeFile(file, "no JSON");
    expect(() => faultsOf([file])).toThrow(`${file}: `);
  });
});
