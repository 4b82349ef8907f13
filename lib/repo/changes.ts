import type { Blueprint } from "../answers/normalise.ts";
import { PACKAGE_MANAGERS } from "../answers/package-manager.ts";
import { toView, type View } from "../answers/view.ts";
import type { Document } from "../questions/document.ts";
import { repeatCommand } from "../questions/repeat.ts";
import { render } from "../render/render.ts";
import { oncePer } from "../system/once.ts";
import { packageSource } from "../system/package-files.ts";
import { commandLines } from "../terminal/shell.ts";
import { tsconfigChanges } from "./adopt/tsconfig.ts";
import { recordedBase, unlessAllGone } from "./base.ts";
import {
  addedChanges,
  editedProof,
  hasOwnProof,
  importChanges,
  proofSources,
  withOwnProof,
  withoutHeader,
} from "./own-proof.ts";
import { checkPlace } from "./place.ts";
import { isYours, readRecord, recordChange, renderingOf, yoursOf } from "./record.ts";
import { renamesOf } from "./renames.ts";
import { candidates, renderedVersion, storeChange } from "./store.ts";
import { type Change, plan, type RecordedFile, type WorkspaceFile } from "./workspace/index.ts";

/** What GitHub shows of a line of code without a scrollbar. */
const README_WIDTH = 100;

/** Everything that a blueprint gives, with what the documents say about this generator. */
export const viewOf = oncePer(
  (blueprint: Blueprint): View =>
    toView(blueprint, {
      repeat: commandLines(
        repeatCommand(blueprint, `${PACKAGE_MANAGERS[blueprint.packageManager].exec} space-sst`),
        README_WIDTH,
      ).join("\n"),
      generator: packageSource().spec,
    }),
);

export interface PlanRepoOptions {
  /** Where what an older version rendered may be found: see `Places`. */
  folder?: string | undefined;
  /** The proof becomes the owner's: its sources are written into the repo. */
  eject?: boolean;
}

/** What a repo was rendered as last time; null where that is not known, or nothing of it is left. */
interface Last {
  base: readonly RecordedFile[];
  renames: ReadonlyMap<string, readonly string[]>;
  yours: ReadonlySet<string>;
}

function last(root: string, stored: Document | null, { folder }: PlanRepoOptions): Last | null {
  if (stored === null) return null;
  const record = readRecord(root);
  if (record === null) return null;
  const version = renderedVersion(stored);
  const rendered = async () => (await candidates(root, stored)).flatMap((blueprint) => render(viewOf(blueprint)));
  const base = unlessAllGone(root, recordedBase(record, { root, rendered, folder }));
  const renames = renamesOf(record.files.keys(), version);
  return base === null ? null : { base, yours: record.yours, renames };
}

/**
 * The code of a service is written once, as a whole: what a database, a cache or a new version of the generator would add
 * to it later does not fit code that its owner may have changed. So are the sources of the proof.
 */
const isLate =
  (yours: ReadonlySet<string> | undefined) =>
  (file: WorkspaceFile): boolean =>
    isYours(file) && yoursOf(file.path) !== file.path && yours?.has(yoursOf(file.path)) === true;

/**
 * What bringing a folder to rendered files would change, with the record of them. Writes nothing.
 * @param stored the answers that the folder keeps, or null
 * @throws {WorkspaceError} where something stands in the way
 */
export async function planFiles(
  root: string,
  next: readonly WorkspaceFile[],
  stored: Document | null,
  options: PlanRepoOptions = {},
): Promise<Change[]> {
  const before = last(root, stored, options);
  const late = isLate(before?.yours);
  const changes = await plan({
    root,
    base: before?.base.filter(({ path, owner }) => owner !== "yours" || yoursOf(path) === path) ?? null,
    next: next.filter((file) => !late(file)),
    ...(before === null ? {} : { renames: before.renames }),
  });
  return [...changes, recordChange(root, renderingOf(next))];
}

/**
 * What a repo of a blueprint consists of: what is rendered, this package where no registry has it, and the sources of the
 * proof where the repo has them of its own.
 */
export function filesOf(root: string, blueprint: Blueprint, eject = false): WorkspaceFile[] {
  const { file } = packageSource();
  const rendered = [...render(viewOf(blueprint)), ...(file === null ? [] : [{ ...file, owner: "generated" as const }])];
  return eject || hasOwnProof(root) ? [...withOwnProof(rendered), ...proofSources()] : rendered;
}

/**
 * What bringing a folder to a blueprint would change: the one way in which every command changes a repo. Writes nothing.
 * @param stored the answers that the folder keeps, or null
 * @throws {WorkspaceError} where something stands in the way
 * @throws {UsageError} where it is not in the place that the answers say
 */
export async function planRepo(
  root: string,
  blueprint: Blueprint,
  stored: Document | null,
  options: PlanRepoOptions = {},
): Promise<Change[]> {
  checkPlace(root, blueprint);
  const { edited, added } = editedProof(root, readRecord(root));
  const eject = options.eject === true || edited.length + added.length > 0;
  const planned = (await planFiles(root, filesOf(root, blueprint, eject), stored, options)).map(withoutHeader);
  const more = eject ? [...addedChanges(root, added), ...importChanges(root, planned)] : [];
  const adopting = stored === null && blueprint.adopted ? tsconfigChanges(root) : [];
  const replaced = new Set(more.map(({ path }) => path));
  return [...planned.filter(({ path }) => !replaced.has(path)), ...more, ...adopting, storeChange(root, blueprint)];
}
