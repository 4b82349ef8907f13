import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { stageNamed } from "../../lib/answers/stages.ts";
import type { DeployOptions } from "../../lib/deploy/deploy.ts";
import { foresee, foreseenOf } from "../../lib/deploy/foresee.ts";
import type { StagePlan } from "../../lib/plan/types.ts";
import { Terminal } from "../../lib/terminal/terminal.ts";
import { planOf, preset, repoOf, stageOf } from "../support/plan.ts";
import { viewOf } from "../support/view.ts";

it("counts every layer, and names only the controls that must be kept", () => {
  const control = (id: string, severity: string) => ({ id, severity });
  const plan = (failed: object[], unknown: string[]) =>
    ({
      stage: "dev",
      layers: [{ count: 2 }, { count: 3 }],
      cost: { usd: 101.5, unknown },
      controls: { passed: 9, failed },
      errors: [],
    }) as unknown as StagePlan;
  expect(foreseenOf(plan([control("A.1", "recommended")], ["aws:new:Thing"]))).toEqual({
    lines: ["  makes    5 resources in all", "  a month  about $102 and what has no known price", "  controls 9 kept"],
    resources: 5,
  });
  const failed = [control("A.1", "mandatory"), control("B.2", "advisory"), control("C.3", "mandatory")];
  expect(foreseenOf(plan(failed, [])).lines.slice(1)).toEqual([
    "  a month  about $102",
    "  controls 9 kept, and A.1, C.3 not: space-sst plan dev says where",
  ]);
});

it("says before the question what the stage's own program makes, and what it cannot know", async () => {
  const answers = preset("minimal", { domain: "acme.com" });
  const root = await repoOf(answers);
  vi.stubEnv("XDG_CACHE_HOME", join(root, "node_modules", ".cache"));
  const view = viewOf(answers);
  const options = { root, view, stage: stageNamed(view, "dev"), terminal: new Terminal({ json: true }) };

  const { lines, resources } = await foresee(options as DeployOptions);
  expect(resources).toBeGreaterThan(40);
  expect(lines).toEqual([
    `  makes    ${resources} resources in all`,
    expect.stringMatching(/^ {2}a month {2}about \$\d+$/),
    expect.stringMatching(/^ {2}controls \d+ kept$/),
  ]);

  const dev = stageOf(await planOf(root, "dev"), "dev");
  const failed = [{ id: "RDS.8", title: "", severity: "mandatory" as const, why: "", fix: "", findings: [] }];
  const broken = foreseenOf({ ...dev, controls: { ...dev.controls, failed } });
  expect(broken.lines.at(-1)).toMatch(/^ {2}controls \d+ kept, and RDS\.8 not: space-sst plan dev says where$/);

  expect(foreseenOf({ ...dev, errors: ["no zone\n at x"] })).toEqual({
    lines: ["  makes    not known: its program does not run offline: no zone"],
    resources: null,
  });

  // Whatever stands in its way: a deploy is asked for all the same.
  await writeFile(join(root, "infra/more.ts"), "export const more = 1;\n");
  const failing = { step: () => Promise.reject(new TypeError("a fault of this program")) };
  expect(await foresee({ ...options, terminal: failing } as unknown as DeployOptions)).toEqual({
    lines: [
      "  makes    not known: a fault of this program",
      expect.stringMatching(/^ {2}a month {2}about \$\d+, by the answers$/),
    ],
    resources: null,
  });

  await rename(join(root, ".sst"), join(root, "node_modules", ".sst"));
  expect((await foresee(options as DeployOptions)).lines[0]).toMatch(/^ {2}makes {4}not known: .*platform/);
});
