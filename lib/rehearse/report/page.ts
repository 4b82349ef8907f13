import { drawingOf } from "../../plan/report/drawing.ts";
import { dayOf, type Identity, madeRows } from "../../plan/report/identity.ts";
import { setReport } from "../../plan/report/set.ts";
import { cell, column, type Table } from "../../plan/report/tables.ts";
import type { Graph } from "../../render/diagram/graph.ts";
import { labelOf } from "../../resources/label.ts";
import { gapWords } from "../story/reach.ts";
import type { Step } from "../story/steps.ts";
import { countsOf } from "./text.ts";
import type { Deployed, Report } from "./types.ts";
import { verdictOf } from "./verdict.ts";

/** The report as one file for any browser. */

interface Part {
  id: string;
  title: string;
  table: Table | null;
  items: string[];
}

const BAD = new Set(["refused", "deleted", "replaced"]);

const rowOf = ({ action, type, name, holds, inputs, gap, reason }: Step): Table["rows"][number] => ({
  cells: [
    cell(name, labelOf(type)),
    cell(action),
    cell(holds ?? ""),
    cell([...(gap ? ["the old one goes first"] : []), ...inputs, ...(reason === null ? [] : [reason])].join(", ")),
  ],
  kind: BAD.has(action) ? "bad" : "",
});

const tableOf = (caption: string, steps: readonly Step[]): Table => ({
  caption,
  columns: [column("What"), column("Happens"), column("Holds"), column("Why", "spare")],
  rows: steps.map(rowOf),
});

/** Steps, and what went wrong among them; nothing where there is neither. */
function partOf(id: string, title: string, steps: readonly Step[], deployed: Deployed | null = null): Part[] {
  const items = (deployed?.problems ?? []).map(
    ({ resource, message }) => `${resource === null ? "" : `${resource}: `}${message}`,
  );
  if (steps.length + items.length === 0) return [];
  return [{ id, title, table: steps.length === 0 ? null : tableOf(title, steps), items }];
}

const listed = (id: string, title: string, items: readonly string[]): Part[] =>
  items.length === 0 ? [] : [{ id, title, table: null, items: [...items] }];

/**
 * The report of a rehearsal.
 * @param graph the stage as the program makes it now; null where the program does not run
 */
export function pageOf(report: Report, graph: Graph | null, identity: Identity): string {
  const { project, stage, region, since, sst, engine, deploy, resumed, again, removal, losses, gaps } = report;
  const from = since === null ? "with nothing before" : `after ${since.revision} (${since.commit.slice(0, 8)})`;
  const it = {
    title: `${project} ${stage}`,
    about: `A deploy ${from}, rehearsed without AWS: ${countsOf(deploy.steps)}.`,
    identity: [
      { what: "Stage", value: `${stage} in ${region}` },
      ...madeRows(identity),
      { what: "Made with", value: `generator-space-sst ${report.generator}, SST ${sst}, Pulumi ${engine}` },
    ],
    picture: drawingOf(graph, `Architecture of ${project}, ${stage}`, "stage"),
    verdict: verdictOf(report)?.message ?? null,
    parts: [
      ...partOf("losses", "Data would be lost", losses),
      ...listed("gaps", "Out of reach", gaps.map(gapWords)),
      ...partOf("order", "In this order", deploy.steps, deploy),
      ...partOf("resumed", "After the fault", resumed?.steps ?? [], resumed),
      ...partOf("again", "A second deploy", again?.steps ?? []),
      ...partOf("removal", "Removal", removal?.steps ?? []),
      ...listed(
        "stays",
        "What stays in the account",
        (removal?.stays ?? []).map(
          ({ type, id, holds }) => `${labelOf(type)} ${id}${holds === null ? "" : `: ${holds}`}`,
        ),
      ),
    ],
    limits: report.cannotShow,
    generator: report.generator,
  };
  return setReport("rehearsal.html.ejs", it, `${project}: rehearsal of ${stage}`, dayOf(identity));
}
