import { rowsOf } from "../differences.ts";
import type { Plan, StagePlan } from "../types.ts";
import { STAGE_ORDER } from "./plain.ts";
import { cell, column, type Table } from "./tables.ts";

/**
 * The sections of a report. Stages that it would say the same of, those of clients most of all, share one, with a table of what
 * differs between them.
 */

const rank = ({ environment }: StagePlan): number => {
  const at = STAGE_ORDER.indexOf(environment);
  return at < 0 ? STAGE_ORDER.length : at;
};

/** Each client's stages stay together, the project's own first; production comes before its rehearsals. */
export function ordered({ stages }: Plan): StagePlan[] {
  const clients = [...new Set(stages.map(({ client }) => client))].sort(
    (one, other) => Number(one !== null) - Number(other !== null),
  );
  return clients.flatMap((client) =>
    stages.filter((stage) => stage.client === client).sort((one, other) => rank(one) - rank(other)),
  );
}

/** What a section says of a stage; its settings, such as its addresses, are what the table is for. */
const saidOf = ({ environment, layers, cost, controls, errors, refused, changes, costChange }: StagePlan): string =>
  JSON.stringify([
    environment,
    layers.map(({ id, types }) => [id, types]),
    { ...cost, lines: cost.lines.map((line) => ({ ...line, resources: [] })) },
    [controls, errors, refused, changes, costChange],
  ]);

export type Section = readonly [StagePlan, ...StagePlan[]];

/** The stages that share a section, in the order of the first of each. */
export function sectionsOf(plan: Plan): Section[] {
  const sections = new Map<string, [StagePlan, ...StagePlan[]]>();
  for (const stage of ordered(plan)) {
    const said = saidOf(stage);
    const section = sections.get(said);
    if (section === undefined) sections.set(said, [stage]);
    else section.push(stage);
  }
  return [...sections.values()];
}

/** What a section is called: `production and 12 stages like it`. */
export const sectionName = ([{ stage }, ...others]: Section): string =>
  others.length === 0
    ? stage
    : `${stage} and ${others.length === 1 ? others[0]?.stage : `${others.length} stages like it`}`;

/** What each stage of a section has of its own; null where it is alone. */
export function ownTable(section: Section): Table | null {
  if (section.length === 1) return null;
  const rows = rowsOf(section);
  return {
    caption: `What differs between ${sectionName(section)}`,
    columns: [column("Stage"), column("AWS account"), ...(rows.length === 0 ? [] : [column("Settings of its own")])],
    rows: section.map(({ stage, account }, at) => ({
      cells: [
        cell(stage),
        cell(account ?? "any"),
        ...(rows.length === 0 ? [] : [cell(rows.map(({ what, values }) => `${what} ${values[at]}`).join(" · "))]),
      ],
      kind: "",
    })),
  };
}
