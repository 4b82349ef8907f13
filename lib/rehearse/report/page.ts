import { documentOf, list, say, section, table } from "../../plan/report/parts.ts";
import { labelOf } from "../../plan/resources/layers.ts";
import type { Step } from "../story/steps.ts";
import { countsOf } from "./text.ts";
import type { Deployed, Report } from "./types.ts";
import { verdictOf } from "./verdict.ts";

/** The report as one file for any browser. */

const BAD = new Set(["refused", "deleted", "replaced"]);

const row = ({ action, type, name, holds, inputs, gap, reason }: Step): string[] => [
  say(name),
  say(labelOf(type)),
  BAD.has(action) ? `<span class="bad">${say(action)}</span>` : say(action),
  say(holds ?? ""),
  say([...(gap ? ["the old one goes first"] : []), ...inputs, ...(reason === null ? [] : [reason])].join(", ")),
];

const steps = (title: string, rows: readonly Step[], id: string): string =>
  rows.length === 0 ? "" : section(title, table(title, ["Name", "What", "Happens", "Holds", "Why"], rows.map(row)), id);

const problems = (deployed: Deployed | null): string =>
  list(
    (deployed?.problems ?? []).map(({ resource, message }) =>
      say(`${resource === null ? "" : `${resource}: `}${message}`),
    ),
  );

const gaps = ({ gaps: found }: Report): string =>
  section(
    "Out of reach",
    list(
      found.map(({ name, what, minutes }) =>
        say(
          `${what} (${name}) ${minutes === null ? "from then on" : `for about ${minutes} minutes, as AWS usually takes`}`,
        ),
      ),
    ),
    "gaps",
  );

export function pageOf(report: Report): string {
  const { project, stage, since, deploy, resumed, again, removal, losses } = report;
  const verdict = verdictOf(report);
  const from = since === null ? "with nothing before" : `after ${since.revision} (${since.commit.slice(0, 8)})`;
  const stays = removal?.stays ?? [];
  return documentOf(`${project}: rehearsal of ${stage}`, [
    `<h1>${say(project)} ${say(stage)}</h1>`,
    `<p class="quiet">${say(`A deploy ${from}, rehearsed on SST ${report.sst} and Pulumi ${report.engine} without AWS: ${countsOf(deploy.steps)}.`)}</p>`,
    verdict === null
      ? '<p class="good">Nothing speaks against the deploy.</p>'
      : `<p class="bad">${say(verdict.message)}</p>`,
    steps("Data would be lost", losses, "losses"),
    gaps(report),
    steps("In this order", deploy.steps, "order"),
    problems(deploy),
    steps("After the fault", resumed?.steps ?? [], "resumed"),
    problems(resumed),
    steps("A second deploy", again?.steps ?? [], "again"),
    steps("Removal", removal?.steps ?? [], "removal"),
    section(
      "What stays in the account",
      list(stays.map(({ type, id, holds }) => say(`${labelOf(type)} ${id}${holds === null ? "" : `: ${holds}`}`))),
      "stays",
    ),
    `<footer>${list(report.cannotShow.map(say))}<p>Made by generator-space-sst ${say(report.generator)}.</p></footer>`,
  ]);
}
