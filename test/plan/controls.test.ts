import { describe, expect, it } from "vitest";
import { askedOf, controlsOf } from "../../lib/plan/controls.ts";
import type { Control } from "../../lib/proof/controls/control.ts";
import { ask } from "../../lib/proof/controls/report.ts";
import type { Waiver } from "../../lib/proof/controls/waivers.ts";
import type { RepoProof } from "../../lib/proof/load.ts";
import { label, Stack } from "../../lib/proof/simulate/stack.ts";
import { resource, stage } from "../support/stage-by-hand.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** What a plan says of the controls of a stage. The controls look at one name each. */

const QUEUE = "aws:sqs/queue:Queue";
const control = (id: string, wrong: readonly string[], more: Partial<Control> = {}): Control => ({
  ...{ id, title: `${id} title`, why: `why ${id}`, fix: `mend ${id}`, severity: "mandatory", when: "always" },
  ...{ of: [QUEUE], problem: ({ name }) => (wrong.includes(name) ? "wrong" : undefined) },
  ...more,
});
const waiver = (id: string, of: string, reason: string): Waiver => ({
  ...{ control: id, resource: of, reason, until: "2999-12-31" },
});

const said = (controls: Control[], waivers: Waiver[] = []) =>
  controlsOf(stage(resource(QUEUE, "A"), resource(QUEUE, "B"), resource(QUEUE, "C")), {
    proof: { controls, ask, label, Stack } as unknown as RepoProof,
    waivers,
  });

describe("the controls of a stage", () => {
  it("are counted where they hold, and said with what they find where they do not", () => {
    const advice = control("V", ["C"], { severity: "advisory" });
    const none = control("N", [], { of: ["aws:sns/topic:Topic"] });
    expect(said([control("P", []), control("F", ["A", "B"]), advice, control("Q", []), none])).toEqual({
      passed: 2,
      failed: [
        {
          ...{ id: "F", title: "F title", severity: "mandatory", why: "why F", fix: "mend F" },
          findings: ["Queue A: wrong", "Queue B: wrong"],
        },
        {
          ...{ id: "V", title: "V title", severity: "advisory", why: "why V", fix: "mend V" },
          findings: ["Queue C: wrong"],
        },
      ],
      waived: [],
    });
  });

  it("say what is accepted, each reason once, beside what is not", () => {
    const waivers = [
      waiver("W", "A", "moved in May"),
      waiver("W", "B", "moved in May"),
      waiver("W", "C", "moved in June"),
    ];
    const found = said(
      [control("W", ["A", "B", "C"]), control("H", ["A", "B"])],
      [...waivers, waiver("H", "A", "one of two")],
    );
    expect(found).toMatchObject({ passed: 0, failed: [{ id: "H", findings: ["Queue B: wrong"] }] });
    expect(found.waived).toEqual([
      {
        ...{ id: "W", title: "W title", reason: "moved in May, until 2999-12-31; moved in June, until 2999-12-31" },
        findings: ["Queue A: wrong", "Queue B: wrong", "Queue C: wrong"],
      },
      { id: "H", title: "H title", reason: "one of two, until 2999-12-31", findings: ["Queue A: wrong"] },
    ]);
  });
});

it("a repo of before the controls says how it gets them", async () => {
  const root = await temporaryFolder();
  expect(() => askedOf(root)).toThrow(`${root} has no infra/controls.ts: \``);
  expect(() => askedOf(root)).toThrow("upgrade` brings the repo to this version");
});
