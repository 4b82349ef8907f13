import type { View } from "../answers/view.ts";

/** Who looks after a rendered file: `generated` files converge on every run, `yours` are written once and never touched again. */
export type Owner = "generated" | "yours";

/** A file of the rendered repo, in memory. */
export interface RenderedFile {
  /** Relative to the repo's root, with forward slashes. */
  path: string;
  contents: string;
  owner: Owner;
  executable?: boolean;
}

type WithId = { id: string };

/**
 * A row of the manifest: one template and what becomes of it. With `each`, the template is rendered once for every
 * item, which it sees as `it`.
 */
export interface Entry<Item extends WithId = never> {
  /** Below `templates/`. With the ending `.ejs` it is rendered, else copied as it is. */
  from: string | ((item: Item) => string);
  /** In the rendered repo. Default: `from` without `.ejs`, its segments that begin with `_` beginning with `.`. */
  to?: string | ((item: Item, view: View) => string);
  when?: (view: View) => boolean;
  each?: (view: View) => readonly Item[];
  owner?: Owner;
  executable?: boolean;
}

/** A row with its item type closed over, so that rows of different items fit one table. */
export type Row = (view: View) => { entry: Entry<WithId>; items: readonly (WithId | undefined)[] };

/** Rows for single files. */
export const file = (entry: Entry): Row => {
  const { when } = entry;
  return (view) => ({
    entry: entry as unknown as Entry<WithId>,
    items: when === undefined || when(view) ? [undefined] : [],
  });
};

/** Rows for one file per item. */
export const perItem = <Item extends WithId>(entry: Entry<Item> & { each: (view: View) => readonly Item[] }): Row => {
  const { when, each } = entry;
  return (view) => ({
    entry: entry as unknown as Entry<WithId>,
    items: when === undefined || when(view) ? each(view) : [],
  });
};
