import type { View } from "../../answers/view.ts";
import { EJECTED } from "../../proof/load.ts";
import { sh } from "../../render/encode.ts";
import { typedLines } from "../../terminal/shell.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { OWN_PROOF } from "../own-proof.ts";
import { type Action, type Change, summarise } from "../workspace/index.ts";
import type { Section } from "./changelog.ts";
import type { ControlChange } from "./controls.ts";

export interface UpgradeSummary {
  view: View;
  changes: readonly Change[];
  /** Versions; `from` is null where the repo does not say. */
  from: string | null;
  to: string;
  sections: readonly Section[];
  /** Files that were merged without knowing what they were before. */
  guessed: readonly string[];
  /** What would find their base, in lines. */
  remedy: readonly string[];
  controls: readonly ControlChange[];
  /** CONTROLS.md must be written anew by the repo's own test. */
  stale: boolean;
  /** From where the command ran; empty for that folder itself. */
  folder: string;
  /** The command that takes it back, or null where there is none. */
  undo: string | null;
  terminal: Terminal;
}

/** What goes without saying: the summary counts it. */
const PLAIN = new Set<Action>(["create", "update"]);

const counted = (changes: readonly Change[]): string => {
  const { counts, unresolved } = summarise(changes);
  const parts: [number, string][] = [
    [counts.create, "new"],
    [counts.update, "updated"],
    [counts.merge - unresolved.length, "merged"],
    [unresolved.length, "in conflict"],
    [counts.delete, "deleted"],
  ];
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return said.length === 0 ? "nothing to change" : said.join(", ");
};

/** Whether an upgrade changes anything. */
export const isNothing = (changes: readonly Change[]): boolean =>
  changes.every(({ action }) => action === "unchanged" || action === "keep");

/** Every file that is not simply the new version of itself, and the versions. */
export function* overview({ view, changes, from, to, terminal }: UpgradeSummary): Iterable<string> {
  const { lines } = summarise(changes);
  for (const { action, note, text } of lines) if (!PLAIN.has(action) || note !== "") yield text;
  yield "";
  yield `${terminal.paint("bold", view.project)} ${from === null || from === to ? to : `${from} → ${to}`}`;
}

/** What somebody has to do by hand. */
function* attention({ changes, guessed, remedy, terminal }: UpgradeSummary): Iterable<string> {
  const { unresolved } = summarise(changes);
  const mark = terminal.paint("yellow", "!");
  for (const path of unresolved)
    yield `${mark} ${path} has conflicts: choose between the markers, then git add ${sh(path)}`;
  if (changes.some(({ path, action }) => path === EJECTED && action === "create"))
    yield `${mark} You had edited the proof: it is yours now, in ${OWN_PROOF}, with your edits. docs/upgrade.md of the generator says how to follow the package again.`;
  if (guessed.length === 0) return;
  yield `${mark} What was rendered before is not known of ${guessed.join(", ")}: every difference is a conflict there.`;
  for (const line of remedy) yield `  ${line}`;
}

const SIGNS = { new: "+", changed: "~", gone: "-" };

/** Which controls the repo is asked from now on, and no longer. */
function* controlLines({ controls, terminal }: UpgradeSummary): Iterable<string> {
  if (controls.length === 0) return;
  yield "";
  yield terminal.paint("bold", "Controls that are new (+), changed (~) or gone (-)");
  for (const { id, what, asks } of controls) yield `  ${SIGNS[what]} ${id}: ${asks}`;
}

/** What changed, what to do next, and how to take it back. */
export function* upgradeSummary(input: UpgradeSummary): Iterable<string> {
  const { view, changes, sections, folder, undo, terminal } = input;
  const [versions = "", ...lines] = [...overview(input)].reverse();
  yield* lines.reverse();
  yield `${terminal.paint("green", "✔")} ${versions}: ${counted(changes)}.`;
  yield* attention(input);
  for (const { version, text } of sections) {
    yield "";
    yield terminal.paint("bold", `What changed in ${version}`);
    yield text;
  }
  yield* controlLines(input);
  if (isNothing(changes)) return;
  yield "";
  yield terminal.paint("bold", "Next");
  const conflicts = summarise(changes).unresolved.length > 0;
  for (const step of [
    ...(folder === "" ? [] : [`cd ${sh(folder)}`]),
    ...(conflicts ? ["git mergetool"] : []),
    ...(undo === null ? [] : ["git diff --cached"]),
    ...(input.stale ? [`${view.pm.install} && ${view.pm.exec} ${view.layout.vitestRun} -t CONTROLS.md --update`] : []),
    `${view.pm.install} && ${view.pm.run} check`,
    // Before the commit: what a deploy of the upgrade does to a stage as the last commit makes it.
    `${view.pm.run} rehearse`,
    // With --all, git would take the markers for the resolution.
    `git commit${conflicts ? "" : " --all"} --message "Upgrade to generator-space-sst ${input.to}"`,
  ])
    for (const line of typedLines(step, terminal)) yield terminal.paint("cyan", line);
  if (undo === null) return;
  yield "";
  yield terminal.paint("bold", "To undo it, before you commit");
  yield `  ${undo}`;
}
