import type { Tier } from "./graph.ts";
import { TIERS } from "./graph.ts";
import type { Group, Grouped } from "./groups.ts";

/** Boxes of each tier, in an order in which few lines cross. */

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

export function ordered({ groups, edges }: Grouped): Map<Tier, Group[]> {
  const tiers = new Map(TIERS.map((tier) => [tier, groups.filter((group) => group.tier === tier)]));
  const place = new Map<string, number>();
  const note = (members: readonly Group[]) => {
    for (const [index, { id }] of members.entries()) place.set(id, (index + 0.5) / members.length);
  };
  for (const members of tiers.values()) note(members);
  /** Where what a box is connected with stands, from 0 at the top to 1; last, what is connected with nothing. */
  const middle = ({ id }: Group, end: "from" | "to"): number => {
    const places = edges.flatMap((edge) =>
      edge[end] === id ? [place.get(end === "from" ? edge.to : edge.from) ?? 1] : [],
    );
    return places.length === 0 ? 1 : mean(places);
  };
  const sort = (tier: Tier, end: "from" | "to") => {
    const members = tiers.get(tier) as Group[];
    const middles = new Map(members.map((group) => [group, middle(group, end)]));
    members.sort((one, other) => (middles.get(one) as number) - (middles.get(other) as number));
    note(members);
  };
  for (const _ of [0, 1]) {
    sort("store", "to");
    sort("region", "to");
    sort("run", "from");
    sort("run", "to");
  }
  return tiers;
}
