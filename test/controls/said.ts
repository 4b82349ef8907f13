import type { Control } from "../../lib/proof/controls/control.ts";
import { standard } from "../../lib/proof/controls/list.ts";
import { ask } from "../../lib/proof/controls/report.ts";
import { Stack } from "../../lib/proof/simulate/stack.ts";
import { type Part, simulationOf } from "./rows/make.ts";

/** What a control says of what it finds, word by word: where one looks at many things, its words say which one it was. */
export function said(id: string, parts: Part[]): string[] {
  const control = standard.find((one) => one.id === id) as Control;
  return ask(control, new Stack(simulationOf(parts))).findings.map(({ problem }) => problem);
}
