import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { ClientView, View } from "../../answers/view.ts";
import { ownersText } from "../../proof/owners-text.ts";
import { isObject } from "../../questions/document.ts";
import { clientItem } from "../../render/manifest/client-item.ts";
import { renderTemplate } from "../../render/template.ts";

/** How clients differ from the project: offline, from the files that SST reads. */

export interface Difference {
  /** In the client's file: `sizes.production.database.instance`. */
  path: string;
  value: unknown;
  /** What the project has; null for sizes, which the project's own table in `infra/stage.ts` says. */
  project: unknown;
}

/** The leaves of an object, by their paths. */
const leaves = (value: unknown, path: string): [path: string, value: unknown][] =>
  isObject(value) ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`)) : [[path, value]];

/** Where a client's answers are not the project's. */
export function differencesOf(client: ClientView, view: View): Difference[] {
  const usual = view.environments.filter((environment) => environment !== "dev");
  const shared = [
    { path: "region", value: client.region, project: view.region },
    { path: "stages", value: client.stages, project: usual },
    { path: "backup", value: client.backup, project: view.backup },
  ];
  return [
    ...shared.filter(({ value, project }) => !isDeepStrictEqual(value, project)),
    ...leaves(client.sizes ?? {}, "sizes").flatMap(([path, value]) =>
      path === "sizes" ? [] : [{ path, value, project: null }],
    ),
  ];
}

/** Whether a client's file says what the answers say; null where there is none. */
export function isAsAnswered(root: string, client: ClientView, view: View): boolean | null {
  const path = `clients/${client.name}.json`;
  const rendered = JSON.parse(renderTemplate("clients/client.json.ejs", path, view, clientItem(view, client)));
  try {
    return isDeepStrictEqual(JSON.parse(ownersText(join(root, path))), rendered);
  } catch {
    return null;
  }
}
