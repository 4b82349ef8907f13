import type { Terminal } from "../cli/terminal.ts";
import { sh } from "../render/encode.ts";
import type { View } from "../render/view.ts";
import { type Action, type Change, summarise } from "../workspace/index.ts";
import type { Section } from "./changelog.ts";

export interface UpgradeSummary {
  view: View;
  changes: readonly Change[];
  /** Versions; `from` is null where the repo does not say. */
  from: string | null;
  to: string;
  sections: readonly Section[];
  /** Files that were merged without knowing what they were before. */
  guessed: readonly string[];
  /** What would find their base. */
  remedy: string;
  /** From where the command ran; empty for that folder itself. */
  folder: string;
  /** The command that takes it back, or null where there is none. */
  undo: string | null;
  terminal: Terminal;
}

const VERBS: Partial<Record<Action, string>> = { create: "new", update: "updated", merge: "merged", delete: "deleted" };

/** What goes without saying: the summary counts it. */
const PLAIN = new Set<Action>(["create", "update"]);

const counted = (changes: readonly Change[]): string => {
  const { counts } = summarise(changes);
  const parts = Object.entries(VERBS).flatMap(([action, verb]) => {
    const count = counts[action as Action];
    return count === 0 ? [] : [`${count} ${verb}`];
  });
  return parts.length === 0 ? "nothing to change" : parts.join(", ");
};

/** Whether an upgrade changes anything. */
export const isNothing = (changes: readonly Change[]): boolean =>
  changes.every(({ action }) => action === "unchanged" || action === "keep");

/** The line with the versions, and every file that is not simply the new version of itself. */
export function* outcome({ view, changes, from, to, terminal }: UpgradeSummary): Iterable<string> {
  const { lines } = summarise(changes);
  for (const { action, note, text } of lines) if (!PLAIN.has(action) || note !== "") yield text;
  yield "";
  const versions = from === null || from === to ? to : `${from} → ${to}`;
  yield `${terminal.paint("green", "✔")} ${terminal.paint("bold", view.project)} ${versions}: ${counted(changes)}.`;
}

/** What somebody has to do by hand. */
function* attention({ changes, guessed, remedy, terminal }: UpgradeSummary): Iterable<string> {
  const { unresolved } = summarise(changes);
  const mark = terminal.paint("yellow", "!");
  for (const path of unresolved)
    yield `${mark} ${path} has conflicts: choose between the markers, then git add ${sh(path)}`;
  if (guessed.length === 0) return;
  yield `${mark} What was rendered before is not known of ${guessed.join(", ")}: every difference is a conflict there. ${remedy}`;
}

/** What changed, what to do next, and how to take it back. */
export function* upgradeSummary(input: UpgradeSummary): Iterable<string> {
  const { view, changes, sections, folder, undo, terminal } = input;
  yield* outcome(input);
  yield* attention(input);
  for (const { version, text } of sections) {
    yield "";
    yield terminal.paint("bold", `What changed in ${version}`);
    yield text;
  }
  if (isNothing(changes)) return;
  yield "";
  yield terminal.paint("bold", "Next");
  const conflicts = summarise(changes).unresolved.length > 0;
  for (const step of [
    ...(folder === "" ? [] : [`cd ${sh(folder)}`]),
    ...(conflicts ? ["git status                 the conflicts; git mergetool or your editor resolves them"] : []),
    ...(undo === null ? [] : ["git diff --cached"]),
    `${view.pm.install} && ${view.pm.run} check`,
    `git commit --all --message "Upgrade to generator-space-sst ${input.to}"`,
  ])
    yield `  ${terminal.paint("cyan", step)}`;
  if (undo === null) return;
  yield "";
  yield terminal.paint("bold", "To undo it, before you commit");
  yield `  ${undo}`;
}
