import { stageName } from "../answers/names.ts";
import { withOwn } from "../answers/settings.ts";
import type { ClientView, View } from "../answers/view.ts";
import type { Environment } from "../answers/vocabulary.ts";
import { oncePer } from "../system/once.ts";
import { itemsOf } from "./answers.ts";
import { type Sum, sumOf } from "./bill.ts";
import type { Context } from "./counts.ts";
import { COLLECTED, HOURS_PER_MONTH } from "./prices.ts";
import { cents } from "./round.ts";

export interface StageCost extends Sum {
  /** As in `--stage`. */
  stage: string;
  environment: Environment;
  client: string | null;
  region: string;
}

export interface Total {
  usd: number;
  /** Something in it has no known price. */
  unknown: boolean;
}

export interface Estimate {
  /** When the prices were collected. */
  collected: string;
  stages: StageCost[];
  assumptions: string[];
}

/** A stage of a view, as far as its price goes. */
export const contextOf = (view: View, environment: Environment, client: ClientView | null): Context => {
  const { region, domain, backup } = client ?? view;
  const sizes = withOwn(view.settings[environment], client?.sizes?.[environment]);
  return { view, environment, region, sizes, domain: domain !== null, backup };
};

/**
 * What the stages of a view cost a month while they stand there without visitors. Approximate and on the low side:
 * the assumptions say what is left out.
 */
export const estimate = oncePer((view: View): Estimate => {
  const costOf = (environment: Environment, client: ClientView | null): StageCost => ({
    ...sumOf(itemsOf(contextOf(view, environment, client))),
    stage: client === null ? environment : stageName(environment, client.name),
    environment,
    client: client?.name ?? null,
    region: client?.region ?? view.region,
  });
  return {
    collected: COLLECTED,
    stages: [
      ...view.environments.map((environment) => costOf(environment, null)),
      ...view.clients.flatMap((client) => client.stages.map((environment) => costOf(environment, client))),
    ],
    assumptions: assumptions(view),
  };
});

/** What stages cost together. */
export const totalOf = (stages: readonly Pick<Sum, "usd" | "unknown">[]): Total => ({
  usd: cents(stages.reduce((sum, { usd }) => sum + usd, 0)),
  unknown: stages.some(({ unknown }) => unknown.length > 0),
});

/** What of stages has no known price, by region, once each: however many stages and lines it is in. */
export function unknownIn(stages: readonly Pick<Sum, "lines">[]): { region: string; what: string[] }[] {
  const units = stages.flatMap(({ lines }) => lines.flatMap((line) => line.units.filter(({ usd }) => usd === null)));
  return [...new Set(units.map(({ region }) => region))].map((region) => ({
    region,
    what: [...new Set(units.filter((unit) => unit.region === region).map(({ what }) => what))],
  }));
}

/** What every number takes for granted, whichever way it was found. */
export const ASSUMPTIONS: readonly string[] = [
  `${HOURS_PER_MONTH} hours a month, on-demand prices of each thing's own region, without taxes, free tiers, savings plans or reservations.`,
  "A price that no public document names is listed as unknown, never counted as zero and never taken from another region.",
  "A service runs the number of tasks that it never goes below; scaling out adds to it.",
];

function assumptions({ has }: View): string[] {
  return [
    ...ASSUMPTIONS,
    ...(has.aurora ? ["Aurora outside production pauses when idle and is counted at zero capacity."] : []),
  ];
}
