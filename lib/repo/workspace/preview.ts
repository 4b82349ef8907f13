import { tableLines } from "../../terminal/table.ts";
import { diff } from "./diff.ts";
import { summarise } from "./summarise.ts";
import type { Change } from "./types.ts";

/** An edit of more lines than this is told by their number. */
const FEW = 24;

const isEdit = ({ action }: Change): boolean => action === "update" || action === "merge" || action === "conflict";

/** How many lines come and go; nothing for what has no lines. */
function countsOf(patch: string): string {
  const lines = patch.slice(Math.max(0, patch.indexOf("\n@@"))).split("\n");
  const of = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
  const counts = [of("+"), of("-")] as const;
  return patch.includes("\n@@") ? `+${counts[0]} -${counts[1]}` : "";
}

/**
 * What a dry run shows: small edits line by line, then every file with the lines that come and go in it. New files and
 * those that go are told by their names.
 * @param whole every line of every file, as git shows it
 */
export function preview(changes: readonly Change[], whole: boolean): string[] {
  const patches = new Map(changes.map((change) => [change.path, diff(change).trimEnd()]));
  const patchOf = ({ path }: { path: string }) => patches.get(path) ?? "";
  const shown = changes.filter((change) => {
    const patch = patchOf(change);
    return patch !== "" && (whole || (isEdit(change) && patch.split("\n").length <= FEW));
  });
  const files = summarise(changes).lines.map((line) => [line.action, countsOf(patchOf(line)), line.path, line.note]);
  const columns = [{}, { right: true }, {}, {}];
  return [...shown.map(patchOf), ...tableLines(columns, files, Number.POSITIVE_INFINITY, 0)];
}
