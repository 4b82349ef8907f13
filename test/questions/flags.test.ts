import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toBlueprint } from "../../lib/answers/parse.ts";
import { PRESETS } from "../../lib/answers/presets.ts";
import { mergeDocuments } from "../../lib/questions/document.ts";
import { answersFromFlags } from "../../lib/questions/flags.ts";
import { flagsFor, repeatCommand } from "../../lib/questions/repeat.ts";
import { answers } from "../support/blueprints.ts";

/** What a command-line parser makes of words such as `--region us-east-1 --service a --service b`. */
function parse(words: string[]): Record<string, string[]> {
  const options: Record<string, string[]> = {};
  for (let i = 0; i < words.length; i += 2) {
    const flag = (words[i] as string).slice(2);
    options[flag] = [...(options[flag] ?? []), words[i + 1] as string];
  }
  return options;
}

describe("flags", () => {
  it("say any blueprint, and the command that repeats a run gives the same one", () => {
    fc.assert(
      fc.property(answers({ sizes: true }), (document) => {
        const blueprint = toBlueprint(document);
        const { document: again, problems } = answersFromFlags(parse(flagsFor(blueprint)));
        expect(problems).toEqual([]);
        expect(toBlueprint(again)).toEqual(blueprint);
      }),
      { numRuns: 300 },
    );
  });

  it("say no more than they need to", () => {
    const services = Array.from({ length: 21 }, (_, n) => ({ name: `s${n}` }));
    const many = toBlueprint({ project: "shop", services });
    const file = "shop/.yo-rc.json";
    expect(repeatCommand(many, "space-sst shop", { file })).toBe("space-sst shop --yes --answers shop/.yo-rc.json");
    expect(repeatCommand(many, "space-sst shop", { asks: true })).toContain("--service s20");
    expect(repeatCommand(toBlueprint({ project: "shop", ...PRESETS.saas?.answers }), "npx space-sst")).toBe(
      "npx space-sst --yes --project shop --backup-region us-west-2 " +
        "--service name=api,database=main,cache=main,jobs=worker,secrets=JWT_SECRET --service name=web,kind=web " +
        "--service name=worker,kind=worker,source=node,backlog=100,database=main,cache=main " +
        "--service name=nightly,kind=cron,source=node,database=main --database main --cache main",
    );
  });

  it("always say the project, whatever it is called", () => {
    expect(flagsFor(toBlueprint({ project: "x" }))).toEqual(["--project", "x"]);
  });

  it("override single values of what lies below, items by their names", () => {
    const { document } = answersFromFlags({ service: ["name=api,min=3"], "backup-retention-days": "90" });
    const merged = mergeDocuments({ project: "shop", ...PRESETS.saas?.answers }, document);
    expect(toBlueprint(merged)).toMatchObject({ backup: { region: "us-west-2", retentionDays: 90 } });
    expect(toBlueprint(merged).services.map(({ name, min }) => `${name} ${min}`)).toEqual([
      "api 3",
      "web 2",
      "worker 2",
      "nightly 2",
    ]);
  });

  it("name what they cannot read", () => {
    const { problems } = answersFromFlags({ service: ["name=api,knd=web", "x,y"], region: ["a", "b"] });
    expect(problems.map(({ path, message }) => `${path} ${message}`)).toEqual([
      "--region is given more than once",
      '--service there is no such key as "knd" (did you mean "kind"?)',
      '--service "y" should be key=value',
    ]);
  });
});
