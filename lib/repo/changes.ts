import type { Blueprint } from "../blueprint/normalise.ts";
import { packageVersion } from "../package-root.ts";
import type { Document } from "../questions/document.ts";
import { repeatCommand } from "../questions/repeat.ts";
import { render } from "../render/render.ts";
import type { RenderedFile } from "../render/types.ts";
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
 * The code of a service is written once, as a whole: what a database or a cache would add to it later does not fit code
 * that its owner may have changed.
 */
function withoutLateCode(
  next: RenderedFile[],
  base: RenderedFile[] | null,
  rendered: Blueprint | null,
): RenderedFile[] {
  const known = new Set(base?.map(({ path }) => path));
  const folders = (rendered?.services ?? []).map(({ name }) => `services/${name}/`);
  const isLate = ({ path, owner }: RenderedFile) =>
    owner === "yours" && !known.has(path) && folders.some((folder) => path.startsWith(folder));
  return next.filter((file) => !isLate(file));
}

/**
 * What bringing a folder to a blueprint would change: the one way in which every command changes a repo. Writes nothing.
 * @param stored the answers that the folder keeps, or null
 * @throws {WorkspaceError} where something stands in the way
 */
export async function planRepo(root: string, blueprint: Blueprint, stored: Document | null): Promise<Change[]> {
  const rendered = renderedBlueprint(root, stored);
  const base = rendered === null ? null : render(viewOf(rendered));
  const next = withoutLateCode(render(viewOf(blueprint)), base, rendered);
  const changes = await plan({ root, base, next });
  return [...changes, storeChange(root, blueprint)];
}
