import type { Blueprint } from "../blueprint/normalise.ts";
import { packageVersion } from "../package-root.ts";
import type { Document } from "../questions/document.ts";
import { repeatCommand } from "../questions/repeat.ts";
import { render } from "../render/render.ts";
import { toView, type View } from "../render/view.ts";
import { type Change, plan } from "../workspace/index.ts";
import { renderedBlueprint, storeChange } from "./store.ts";

const views = new WeakMap<Blueprint, View>();

/** Everything that a blueprint gives, with what the documents say about this generator. Made once for each blueprint. */
export function viewOf(blueprint: Blueprint): View {
  const view =
    views.get(blueprint) ?? toView(blueprint, { repeat: repeatCommand(blueprint), generator: packageVersion });
  views.set(blueprint, view);
  return view;
}

/**
 * What bringing a folder to a blueprint would change: the one way in which every command changes a repo. Writes nothing.
 * @param stored the answers that the folder keeps, or null
 * @throws {WorkspaceError} where something stands in the way
 */
export async function planRepo(root: string, blueprint: Blueprint, stored: Document | null): Promise<Change[]> {
  const rendered = renderedBlueprint(root, stored);
  const base = rendered === null ? null : render(viewOf(rendered));
  const changes = await plan({ root, base, next: render(viewOf(blueprint)) });
  return [...changes, storeChange(root, blueprint)];
}
