import { controlsPage } from "../docs/controls.ts";
import { page } from "../docs/page.ts";
import { perItem, type Row } from "../types.ts";

/** What people read first, and when something is on fire. */
export const docs: readonly Row[] = [
  perItem({ from: "README.md.ejs", to: "README.md", each: (view) => [page(view)] }),
  perItem({ from: "CONTROLS.md.ejs", to: "CONTROLS.md", each: (view) => [controlsPage(view)] }),
  perItem({ from: "RUNBOOK.md.ejs", to: "RUNBOOK.md", each: (view) => [page(view)] }),
];
