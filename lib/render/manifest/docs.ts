import type { View } from "../../answers/view.ts";
import { svgOf } from "../diagram/svg.ts";
import { architectureOf } from "../docs/architecture.ts";
import { page } from "../docs/page.ts";
import { perItem, type Row } from "../types.ts";

/** The picture of what was asked for: every repo has a service to draw. */
const architecture = (view: View): { id: string; svg: string } => ({
  id: "architecture",
  svg: svgOf(architectureOf(view), `Architecture of ${view.project}`),
});

/** What people read first, and when something is on fire. */
export const docs: readonly Row[] = [
  perItem({ from: "README.md.ejs", to: (_, { layout }) => layout.readme, each: (view) => [page(view)] }),
  perItem({ from: "docs/architecture.svg.ejs", to: "docs/architecture.svg", each: (view) => [architecture(view)] }),
  perItem({ from: "RUNBOOK.md.ejs", to: "RUNBOOK.md", each: (view) => [page(view)] }),
  perItem({ from: "AGENTS.md.ejs", to: (_, { layout }) => layout.agents, each: (view) => [page(view)] }),
];
