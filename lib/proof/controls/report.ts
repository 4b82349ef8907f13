import { label, type Stack } from "../simulate/stack.ts";
import { type Control, type Finding, findingsIn, subjects } from "./control.ts";
import { type Waiver, waiverOf } from "./waivers.ts";

type Status = "passed" | "failed" | "waived" | "not applicable";

/** What a control says about a stage. */
export interface Result {
  control: Control;
  status: Status;
  /** What nobody has waived. */
  findings: Finding[];
  waived: { finding: Finding; waiver: Waiver }[];
}

/** Asks a stage one control. */
export function ask(control: Control, stack: Stack, waivers: readonly Waiver[] = []): Result {
  const asked = subjects(control, stack);
  const all = asked.flatMap((resource) => findingsIn(control, resource, stack));
  const findings = all.filter((finding) => waiverOf(finding, waivers) === undefined);
  const waived = all.flatMap((finding) => {
    const waiver = waiverOf(finding, waivers);
    return waiver === undefined ? [] : [{ finding, waiver }];
  });
  return { control, status: statusOf(asked.length, findings.length, waived.length), findings, waived };
}

function statusOf(asked: number, found: number, waived: number): Status {
  if (asked === 0) return "not applicable";
  if (found > 0) return "failed";
  return waived > 0 ? "waived" : "passed";
}

/** A finding in one line: what, where, and what to do. */
export const line = ({ control: { id, title, fix }, resource, problem }: Finding): string =>
  `${id} (${title}) ${label(resource)}: ${problem}. ${fix}`;

/** "production: 118 controls passed, 1 waived, 31 not applicable" */
export function summary(stage: string, results: readonly Result[]): string {
  const count = (wanted: Status, severity?: Control["severity"]) =>
    results.filter(({ status, control }) => status === wanted && (severity ?? control.severity) === control.severity)
      .length;
  const failed = count("failed", "mandatory");
  const advice = count("failed", "advisory");
  return [
    `${stage}: ${count("passed")} controls passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(advice > 0 ? [`${advice} advised`] : []),
    `${count("waived")} waived`,
    `${count("not applicable")} not applicable`,
  ].join(", ");
}

/** What a stage is told: the summary, then what is advised and what is waived, a line each. */
export const report = (stage: string, results: readonly Result[]): string[] => [
  summary(stage, results),
  ...results
    .filter(({ control }) => control.severity === "advisory")
    .flatMap(({ findings }) => findings.map((finding) => `  advised: ${line(finding)}`)),
  ...results.flatMap(({ waived }) =>
    waived.map(
      ({ finding: { control, resource, problem }, waiver }) =>
        `  waived until ${waiver.until}: ${control.id} ${label(resource)}: ${problem}. ${waiver.reason}`,
    ),
  ),
];
