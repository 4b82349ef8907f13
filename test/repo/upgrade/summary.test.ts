import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { isNothing, overview, type UpgradeSummary, upgradeSummary } from "../../../lib/repo/upgrade/summary.ts";
import type { Change } from "../../../lib/repo/workspace/index.ts";
import { KEPT } from "../../../lib/terminal/fold.ts";
import { Terminal } from "../../../lib/terminal/terminal.ts";
import { viewOf } from "../../support/view.ts";

/** What an upgrade says when it is done, as somebody reads it. */

const contents = Buffer.from("");
const change = (action: Change["action"], path: string, reason = action === "create" ? "new" : "new version"): Change =>
  ({ path, action, reason, contents, before: contents }) as Change;
const CONFLICT = {
  ...change("merge", "infra/it's.ts", "conflict markers to resolve"),
  unresolved: { yours: contents, generated: contents },
} as Change;

const says = (more: Partial<UpgradeSummary>): UpgradeSummary => ({
  ...{ view: viewOf({}), changes: [], from: "0.1.0", to: "0.2.0", sections: [], guessed: [], remedy: [], controls: [] },
  ...{
    stale: false,
    folder: "",
    undo: "git reset --hard",
    terminal: new Terminal({ out: new PassThrough(), env: {} }),
  },
  ...more,
});
/** As they are printed: a space at which no line may be broken is one as any other. */
const lines = (more: Partial<UpgradeSummary>) =>
  [...upgradeSummary(says(more))].map((line) => line.replaceAll(KEPT, " "));

it("what changed, what to do by hand, what comes next and how to take it back", () => {
  const changes = [
    ...[change("create", "new.ts"), change("update", "a.ts"), change("update", "run.sh", "made executable")],
    ...[change("merge", "b.ts", "your edits and the new version"), change("delete", "old.ts", "no longer generated")],
    ...[CONFLICT, change("create", "infra/proof/index.ts"), change("unchanged", "same.ts")],
  ];
  expect(
    lines({
      changes,
      ...{ folder: "my shop", stale: true, guessed: ["c.ts", "d.ts"], remedy: ["npm install", "again"] },
      sections: [{ version: "0.2.0", text: "- New." }],
      controls: [
        { id: "A.1", what: "new", asks: "asks" },
        { id: "B.2", what: "changed", asks: "now" },
        { id: "C.3", what: "gone", asks: "asked" },
      ],
    }),
  ).toEqual([
    "update  run.sh         made executable",
    "merge   b.ts           your edits and the new version",
    "delete  old.ts         no longer generated",
    "merge   infra/it's.ts  conflict markers to resolve",
    "",
    "✔ acme 0.1.0 → 0.2.0: 2 new, 2 updated, 1 merged, 1 in conflict, 1 deleted.",
    "! infra/it's.ts has conflicts: choose between the markers, then git add 'infra/it'\\''s.ts'",
    "! You had edited the proof: it is yours now, in infra/proof/, with your edits. docs/upgrade.md of the generator says how to follow the package again.",
    "! What was rendered before is not known of c.ts, d.ts: every difference is a conflict there.",
    "  npm install",
    "  again",
    "",
    "What changed in 0.2.0",
    "- New.",
    "",
    "Controls that are new (+), changed (~) or gone (-)",
    "  + A.1: asks",
    "  ~ B.2: now",
    "  - C.3: asked",
    "",
    "Next",
    "  cd 'my shop'",
    "  git mergetool",
    "  git diff --cached",
    "  npm install && npx vitest run -t CONTROLS.md --update",
    "  npm install && npm run check",
    "  npm run rehearse",
    '  git commit --message "Upgrade to generator-space-sst 0.2.0"',
    "",
    "To undo it, before you commit",
    "  git reset --hard",
  ]);
});

it("less where there is less to say, and git is not there", () => {
  expect(lines({ changes: [change("update", "a.ts")], from: null, undo: null })).toEqual([
    "",
    "✔ acme 0.2.0: 1 updated.",
    "",
    "Next",
    "  npm install && npm run check",
    "  npm run rehearse",
    '  git commit --all --message "Upgrade to generator-space-sst 0.2.0"',
  ]);
});

it("nothing to change, where there is nothing", () => {
  const changes = [change("unchanged", "a.ts"), change("keep", "b.ts", "edited by you")];
  expect(lines({ changes, from: "0.2.0" })).toEqual([
    "keep    b.ts  edited by you",
    "",
    "✔ acme 0.2.0: nothing to change.",
  ]);
  expect([isNothing(changes), isNothing([...changes, change("delete", "c.ts")])]).toEqual([true, false]);
});

it("before it is written, what is not simply the new version of itself", () => {
  expect([...overview(says({ changes: [change("update", "a.ts"), change("keep", "b.ts", "edited by you")] }))]).toEqual(
    ["keep    b.ts  edited by you", "", "acme 0.1.0 → 0.2.0"],
  );
});
