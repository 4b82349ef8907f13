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

/** What becomes of the controls of a repo, by what its CONTROLS.md said and will say. Pure. */
export function controlChanges(changes: readonly Change[]): ControlChange[] {
  const document = changes.find(({ path }) => path === "CONTROLS.md");
  if (document?.before === undefined || document.contents === undefined) return [];
  const [before, after] = [rowsOf(document.before), rowsOf(document.contents)];
  const ids = [...new Set([...before.keys(), ...after.keys()])];
  return ids
    .filter((id) => before.get(id) !== after.get(id))
    .map((id) => {
      const what = !before.has(id) ? "new" : after.has(id) ? "changed" : "gone";
      return { id, what, asks: (after.get(id) ?? before.get(id)) as string };
    });
}
