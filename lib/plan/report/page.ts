import type { Graph } from "../picture/graph.ts";
import { svgOf } from "../picture/svg.ts";
import type { Plan, StagePlan } from "../types.ts";
import { leftOutNote } from "../verdict.ts";
import { documentOf, list, money, say, table } from "./parts.ts";
import { stageParts } from "./stage.ts";

/** The report of a plan, as one file. */

const fact = (what: string, value: string): string => `<div class="fact"><strong>${value}</strong> ${say(what)}</div>`;

function facts(stage: StagePlan): string {
  const count = stage.layers.reduce((sum, { count: number }) => sum + number, 0);
  const { failed, passed } = stage.controls;
  return `<div class="facts">${[
    fact(
      `a month in ${stage.region}${stage.cost.unknown.length > 0 ? ", and what has no known price" : ""}`,
      money(stage.cost.usd),
    ),
    fact("resources", String(count)),
    fact(`of ${passed + failed.length} controls pass`, String(passed)),
  ].join("\n")}</div>`;
}

function stagePage(stage: StagePlan, graph: Graph | undefined, project: string, index: number): string {
  const key = `stage-${index}`;
  const heading = `<h2 id="${key}">${say(stage.stage)}</h2>`;
  if (stage.errors.length > 0)
    return `${heading}\n<p class="bad">The program does not run:</p>${list(stage.errors.map(say))}`;
  const picture =
    graph === undefined || graph.nodes.length === 0
      ? ""
      : `<figure>${svgOf(graph, `Architecture of ${project}, ${stage.stage}`, key)}</figure>`;
  return [heading, facts(stage), picture, stageParts(stage, key)].join("\n");
}

function overview(plan: Plan): string {
  const leftOut = leftOutNote(plan);
  const stages = table(
    "Stages",
    ["Stage", "Region", "Controls that fail", "US dollars a month"],
    plan.stages.map(({ stage, region, controls, cost }, index) => [
      `<a href="#stage-${index}">${say(stage)}</a>`,
      say(region),
      String(controls.failed.filter(({ severity }) => severity === "mandatory").length),
      `${money(cost.usd)}${cost.unknown.length > 0 ? ' <span class="unknown">+ unknown</span>' : ""}`,
    ]),
    [2, 3],
  );
  return leftOut === null ? stages : `${stages}\n<p class="warn">${say(leftOut)}.</p>`;
}

function differences({ differences: { stages, clients } }: Plan): string {
  const own =
    stages.rows.length === 0
      ? ""
      : table(
          "What differs between stages",
          ["Setting", ...stages.stages],
          stages.rows.map(({ what, values }) => [say(what), ...values.map(say)]),
        );
  const others = clients.map(({ stage, comparedWith, rows }) =>
    rows.length === 0
      ? `<p>${say(stage)} is the same as ${say(comparedWith)}.</p>`
      : table(
          `${stage} and ${comparedWith}`,
          ["Setting", stage, comparedWith],
          rows.map(({ what, here, there }) => [say(what), say(here), say(there)]),
        ),
  );
  return own === "" && others.length === 0 ? "" : [`<h2 id="differences">What differs</h2>`, own, ...others].join("\n");
}

/**
 * The report of a plan.
 * @param graphs the picture of each stage that is drawn, by its name
 */
export function pageOf(plan: Plan, graphs: ReadonlyMap<string, Graph>): string {
  return documentOf(`${plan.project}: plan`, [
    `<h1>${say(plan.project)}</h1>
<p class="quiet">What a deploy makes, what it costs and which controls it keeps. From the program itself, run on SST ${say(plan.sst)} without AWS${plan.since === null ? "" : `; compared with ${say(plan.since.revision)} (${say(plan.since.commit.slice(0, 8))})`}.</p>
${overview(plan)}
${plan.stages.map((stage, index) => stagePage(stage, graphs.get(stage.stage), plan.project, index)).join("\n")}
${differences(plan)}
<footer>
${list(plan.assumptions.map(say))}
<p>Prices collected ${say(plan.prices.collected)}. Made by generator-space-sst ${say(plan.generator)}.</p>
</footer>`,
  ]);
}
