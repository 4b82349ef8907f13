import type { Graph } from "../../render/diagram/graph.ts";
import { amount } from "../../system/amount.ts";
import { dollars } from "../text/layout.ts";
import type { Bill, Plan, StagePlan } from "../types.ts";
import { failWords, leftOutNote } from "../verdict.ts";
import { drawingOf } from "./drawing.ts";
import { dayOf, type Identity, madeRows } from "./identity.ts";
import { layerPurpose, stagePurpose } from "./plain.ts";
import { ordered, ownTable, type Section, sectionName, sectionsOf } from "./sections.ts";
import { billTable, changesTable, clientTable, layerTable, priceOf, stagesTable } from "./tables.ts";

/** What the report says, in the order in which it says it. Its template only sets it. */

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const resourcesIn = ({ layers }: StagePlan): number => sum(layers.map(({ count }) => count));
const failingIn = ({ controls }: StagePlan): number =>
  controls.failed.filter(({ severity }) => severity === "mandatory").length;

/** A bill in one figure. What is billed by use alone costs something all the same. */
const priceIn = ({ usd, unknown, byUse }: Bill): string =>
  usd === 0 && unknown.length === 0 && byUse.length > 0 ? "by use only" : priceOf(usd, unknown);

/** A line of the table that the report begins with. What an environment is for is said once. */
const briefOf = (stage: StagePlan, section: Section, index: number) => ({
  key: `stage-${index}`,
  name: stage.stage,
  purpose: stage === section[0] ? stagePurpose(stage.environment) : "",
  region: stage.region,
  resources: resourcesIn(stage),
  failing: failingIn(stage),
  fails: `${failingIn(stage)} ${failWords(failingIn(stage))}`,
  price: priceIn(stage.cost),
});

/** What is said of stages that are alike, by the first of them. */
function sectionOf(section: Section, index: number, graph: Graph | undefined, project: string) {
  const [stage] = section;
  const { region, cost, controls, layers } = stage;
  const name = sectionName(section);
  const checked = controls.passed + controls.failed.length;
  return {
    key: `stage-${index}`,
    name,
    purpose: stagePurpose(stage.environment),
    own: ownTable(section),
    errors: stage.errors,
    refused: stage.refused,
    facts: [
      { value: priceIn(cost), what: `a month in ${region}${section.length > 1 ? ", each" : ""}` },
      { value: String(resourcesIn(stage)), what: resourcesIn(stage) === 1 ? "resource in AWS" : "resources in AWS" },
      { value: `${controls.passed} of ${checked}`, what: "controls pass" },
    ],
    picture: drawingOf(graph, `Architecture of ${project}, ${stage.stage}`, `stage-${index}`),
    changes: changesTable(stage, name),
    bill: billTable(cost, name),
    unknown: cost.unknown,
    byUse: cost.byUse.length > 0,
    savings: cost.savings.map((saving) => ({ ...saving, usd: dollars(saving.usd) })),
    controls: {
      passed: controls.passed,
      waived: controls.waived,
      failing: failingIn(stage),
      advised: controls.failed.length - failingIn(stage),
      failed: controls.failed.map((control) => ({ ...control, mandatory: control.severity === "mandatory" })),
    },
    layers: layers.map((layer) => ({
      title: layer.title,
      purpose: layerPurpose(layer.id),
      count: amount(layer.count, "resource"),
      table: layerTable(layer, name),
    })),
  };
}

function totalsOf(stages: readonly StagePlan[], leftOut: number) {
  const usd = sum(stages.map(({ cost }) => cost.usd));
  const unknown = stages.flatMap(({ cost }) => cost.unknown);
  const all = stages.length === 1 ? "The only stage" : `All ${stages.length} stages`;
  return {
    what: leftOut > 0 ? `${stages.length} of ${stages.length + leftOut} stages` : all,
    resources: sum(stages.map(resourcesIn)),
    failing: sum(stages.map(failingIn)),
    price: priceOf(usd, unknown),
    year: priceOf(usd * 12, unknown),
  };
}

/** What the project's own stages come to and those of each client, where there are several of these; and all together. */
function sumsOf({ project }: Plan, stages: readonly StagePlan[], all: ReturnType<typeof totalsOf>) {
  const clients = [...new Set(stages.map(({ client }) => client))];
  const owners = clients.map((client) => ({
    ...totalsOf(
      stages.filter((stage) => stage.client === client),
      0,
    ),
    what: client === null ? `${project}, its own stages` : `${client}, all stages`,
  }));
  return [...(owners.length > 1 ? owners : []), ...(stages.length > 1 ? [all] : [])];
}

const identityRows = (identity: Identity, plan: Plan, only: StagePlan | null) => [
  ...(only === null ? [] : [{ what: "For", value: `${only.client}, AWS account ${only.account ?? "not set"}` }]),
  { what: "Project", value: plan.project },
  ...madeRows(identity),
  ...(plan.since === null
    ? []
    : [{ what: "Compared with", value: `${plan.since.revision} (${plan.since.commit.slice(0, 10)})` }]),
  { what: "Prices", value: `of AWS, collected ${plan.prices.collected}` },
  { what: "Made with", value: `generator-space-sst ${plan.generator}, SST ${plan.sst}` },
];

/**
 * The report of a plan.
 * @param graphs the picture of each stage that is drawn, by its name
 */
export function documentOf(plan: Plan, graphs: ReadonlyMap<string, Graph>, identity: Identity) {
  const sections = sectionsOf(plan);
  const stages = ordered(plan);
  const sectionWith = (name: string) => sections.findIndex((section) => section.some(({ stage }) => stage === name));
  const clients = new Set(stages.map(({ client }) => client));
  /** A report of one client's stages is that client's. */
  const only = clients.size === 1 && stages[0]?.client != null ? stages[0] : null;
  const totals = totalsOf(stages, plan.leftOut.length);
  const title = only?.client ?? plan.project;
  return {
    title,
    about: `What will run in AWS for ${only === null ? plan.project : `${only.client}, built from ${plan.project}`}, what it costs a month, and which controls it keeps.`,
    day: dayOf(identity),
    identity: identityRows(identity, plan, only),
    leftOut: leftOutNote(plan),
    facts: [
      { value: totals.price, what: `a month for ${totals.what.toLowerCase()}` },
      { value: totals.year, what: "a year" },
      { value: String(totals.failing), what: failWords(totals.failing) },
    ],
    sums: sumsOf(plan, stages, totals),
    assumptions: plan.assumptions,
    stages: stages.map((stage) => {
      const index = sectionWith(stage.stage);
      return briefOf(stage, sections[index] as Section, index);
    }),
    sections: sections.map((section, index) => sectionOf(section, index, graphs.get(section[0].stage), title)),
    byUse: [...new Set(stages.flatMap(({ cost }) => cost.byUse))],
    differences: stagesTable(plan.differences.stages),
    clients: plan.differences.clients
      .filter(({ stage, comparedWith }) => sectionWith(stage) !== sectionWith(comparedWith))
      .map((client) => ({ names: `${client.stage} and ${client.comparedWith}`, table: clientTable(client) })),
    generator: plan.generator,
  };
}
