import type { Differences, Notable, StagePlan } from "./types.ts";

/** `Database main`; a name that says again what the thing is, as that of the VPC does, is left out. */
export const titleOf = ({ kind, name }: Notable): string =>
  kind.toLowerCase().split(" ").includes(name) ? kind : `${kind} ${name}`.trim();

/** What is the same everywhere needs no line; what differs is named as people name it: `Database main: class`. */
function factsOf(stage: StagePlan): Map<string, string> {
  const facts = new Map<string, string>([["Region", stage.region]]);
  for (const { notable } of stage.layers) {
    for (const one of notable)
      for (const [setting, value] of Object.entries(one.settings)) facts.set(`${titleOf(one)}: ${setting}`, value);
  }
  for (const { id, label, detail } of stage.cost.lines) if (COUNTED.has(id)) facts.set(label, detail);
  return facts;
}

/** Lines of the bill that say how many there are of something that has no settings worth a line. */
const COUNTED = new Set(["nat", "ipv4", "firewall", "tunnel", "keys", "alarms", "dashboard", "health"]);

const NONE = "–";

/** What differs between stages, as rows. */
export function rowsOf(stages: readonly StagePlan[]): { what: string; values: string[] }[] {
  const facts = stages.map(factsOf);
  const names = [...new Set(facts.flatMap((map) => [...map.keys()]))];
  return names
    .map((what) => ({ what, values: facts.map((map) => map.get(what) ?? NONE) }))
    .filter(({ values }) => new Set(values).size > 1);
}

/** What differs between the project's own stages, and what each client's stage has other than the project's or the first client's. */
export function differencesOf(stages: readonly StagePlan[]): Differences {
  const own = stages.filter(({ client }) => client === null);
  const others = stages.filter(({ client }) => client !== null);
  const clients = others.flatMap((stage) => {
    const same = ({ environment }: StagePlan) => environment === stage.environment;
    const base = own.find(same) ?? others.find(same);
    if (base === undefined || base === stage) return [];
    const rows = rowsOf([stage, base]).map(({ what, values: [here = NONE, there = NONE] }) => ({ what, here, there }));
    return [{ stage: stage.stage, comparedWith: base.stage, rows }];
  });
  return { stages: { stages: own.map(({ stage }) => stage), rows: rowsOf(own) }, clients };
}
