import { labelOf } from "../../resources/label.ts";
import { LAYERS, layerOf } from "../../resources/layers.ts";
import type { Layer } from "../types.ts";
import type { Resources } from "./index.ts";
import { notable } from "./notable.ts";

/** The resources of a stage by layer. */
export function layersOf(resources: Resources): Layer[] {
  return LAYERS.flatMap(({ id, title }) => {
    const members = resources.all.filter((resource) => layerOf(resource) === id);
    if (members.length === 0) return [];
    const counts = new Map<string, number>();
    for (const { type } of members) counts.set(type, (counts.get(type) ?? 0) + 1);
    const types = [...counts].map(([type, count]) => ({ type, label: labelOf(type), count }));
    return [
      {
        id,
        title,
        count: members.length,
        types: types.sort((one, other) => other.count - one.count || (one.type < other.type ? -1 : 1)),
        notable: members.flatMap((resource) => notable(resource, resources)),
      },
    ];
  });
}
