import type { Change } from "../workspace/index.ts";

/** A control that an upgrade brings, changes or takes away. */
export interface ControlChange {
  id: string;
  what: "new" | "changed" | "gone";
  /** What it asks, how severe it is and where it is asked, as CONTROLS.md says it; of one that has changed, now. */
  asks: string;
}

/** A row of the tables of CONTROLS.md. */
const ROW = /^\| (\S[^|]*?) \| (.+) \| (mandatory|advisory) \| (production|every stage) \|$/;

const rowsOf = (text: Buffer | undefined): Map<string, string> =>
  new Map(
    (text?.toString() ?? "").split(/\r?\n/).flatMap((line): [string, string][] => {
      const [whole, id = "", title = "", severity = "", where = ""] = ROW.exec(line) ?? [];
      return whole === undefined ? [] : [[id, `${title} (${severity}, ${where})`]];
    }),
  );

const DOCUMENT = "CONTROLS.md";

const documentIn = (changes: readonly Change[]): Change | undefined => changes.find(({ path }) => path === DOCUMENT);

/**
 * CONTROLS.md follows from the repo's list, which only the repo's own test can read. Where it has more than the standard
 * controls, nobody has to resolve what a command writes: it is the new version's until then.
 */
export const withoutConflict = (changes: readonly Change[]): Change[] =>
  changes.map((change) => {
    if (change.path !== DOCUMENT || change.action !== "conflict") return change;
    const { path, contents, before } = change;
    return { path, action: "merge", reason: "without your own controls", contents, before };
  });

/** Whether CONTROLS.md must be written anew by the repo's own test, because the list is not the new version's alone. */
export function isStale(changes: readonly Change[], ownProof: boolean): boolean {
  const action = documentIn(changes)?.action;
  return action === "merge" || (ownProof && action !== undefined && action !== "unchanged");
}

/** What becomes of the controls of a repo, by what its CONTROLS.md said and will say. An owner's own ones stay. Pure. */
export function controlChanges(changes: readonly Change[]): ControlChange[] {
  const document = documentIn(changes);
  if (document?.before === undefined || document.contents === undefined) return [];
  const was = document.action === "conflict" ? document.base : document.before;
  const [before, after] = [rowsOf(was), rowsOf(document.contents)];
  const ids = [...new Set([...before.keys(), ...after.keys()])];
  return ids
    .filter((id) => before.get(id) !== after.get(id))
    .map((id) => {
      const what = !before.has(id) ? "new" : after.has(id) ? "changed" : "gone";
      return { id, what, asks: (after.get(id) ?? before.get(id)) as string };
    });
}
