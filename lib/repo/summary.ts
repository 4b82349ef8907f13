import { copiesAbroad } from "../answers/jurisdictions.ts";
import { seldomMeant } from "../answers/seldom.ts";
import type { View } from "../answers/view.ts";
import { estimate, type StageCost, totalOf, unknownIn } from "../cost/estimate.ts";
import { amount } from "../system/amount.ts";
import { PACKAGE_FOLDER } from "../system/package-files.ts";
import { typedLines } from "../terminal/shell.ts";
import { tableLines } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { firstStage, needs } from "./needs.ts";
import { type Action, type Change, summarise } from "./workspace/index.ts";

export interface SummaryInput {
  view: View;
  changes: readonly Change[];
  /** From where the command ran; empty for that folder itself. */
  folder: string;
  /** The command that repeats this run. */
  command: string;
  terminal: Terminal;
  installed: boolean;
  /** What it costs was on the screen before anything was written. */
  priced: boolean;
}

/** A list of more lines than this says less than its count. */
const MOST_LINES = 20;

const VERBS: Partial<Record<Action, string>> = {
  create: "created",
  update: "updated",
  merge: "merged",
  delete: "deleted",
  keep: "kept as you have them",
  unchanged: "unchanged",
};

export interface EditSummaryInput extends Pick<SummaryInput, "view" | "changes" | "folder" | "terminal"> {
  /** What the user should know or do before the next deploy. */
  notes: readonly string[];
  /** The command that deploys the edit first. */
  next: string;
}

const done = (changes: readonly Change[]): string => {
  const { counts } = summarise(changes);
  return Object.entries(VERBS)
    .map(([action, verb]) => ({ count: counts[action as Action], verb }))
    .flatMap(({ count, verb }) => (count > 0 ? [`${amount(count, "file")} ${verb}`] : []))
    .join(", ");
};

/** What an edit of a repo did and what comes next. */
export function* editSummary({ view, changes, folder, terminal, notes, next }: EditSummaryInput): Iterable<string> {
  const { lines, unresolved } = summarise(changes);
  for (const { text } of lines) yield text;
  yield "";
  yield `${terminal.paint("green", "✔")} ${terminal.paint("bold", view.project)}: ${done(changes)}.`;
  for (const path of unresolved)
    yield `${terminal.paint("yellow", "!")} ${path} has conflict markers for you to resolve.`;
  for (const note of notes) yield `${terminal.paint("yellow", "!")} ${note}`;
  yield "";
  yield `Next: ${folder === "" ? "" : `cd ${folder} && `}${view.pm.run} check, read the diff in git, then ${next}`;
}

/** Where CI's files are, in a bigger git repository. */
const inGitTop = ({ layout, has }: View): string =>
  `at the top of the git repository (${layout.gitTop}${has.github ? `.github/workflows/${layout.workflow}*.yml` : "bitbucket-pipelines.yml"})`;

/** What the user should not have to find out alone. */
function notes(view: View, changes: readonly Change[], unresolved: readonly string[]): string[] {
  const untouched = changes.every(({ action }) => action === "unchanged");
  const ownManifest = changes.some(
    ({ path, action, reason }) => path === "package.json" && action === "keep" && reason === "your version",
  );
  return [
    ...unresolved.map((path) => `${path} has conflict markers for you to resolve.`),
    ...copiesAbroad(view),
    ...seldomMeant(view),
    ...(untouched
      ? [
          "Nothing has changed: an answer changes by its flag (--help lists them), or on a terminal by the same command; `service`, `database`, `cache`, `stage`, `client` and `remove` change the rest.",
        ]
      : []),
    ...(view.vendored && changes.some(({ path, action }) => path.startsWith(PACKAGE_FOLDER) && action === "create")
      ? [
          `This generator is not from a registry: ${PACKAGE_FOLDER} brings it along, so that the repo installs anywhere. Commit it.`,
        ]
      : []),
    ...(view.workingDirectory && changes.some(({ path, action }) => path.startsWith("../") && action === "create")
      ? [`What CI runs is where it looks for it, ${inGitTop(view)}: for changes in ${view.workingDirectory} alone.`]
      : []),
    ...(ownManifest ? ["package.json is yours: the scripts below need what --dry-run shows for it."] : []),
    ...(view.domain === null && view.stages.includes("production")
      ? ["Without a domain a production deploy is refused: --domain acme.com gives one."]
      : []),
  ];
}

/** More clients than this are one line. */
const FEW_CLIENTS = 6;

/** What stages cost together; what has no known price is said once, below. */
const costRow = (what: string, stages: readonly StageCost[]): string[] => {
  const { usd, unknown } = totalOf(stages);
  return [what, `$${usd.toFixed(0)}`, unknown ? "+ unknown" : ""];
};

/** What each stage costs a month, each client, and everything. */
export function costLines(view: View): string[] {
  const { stages, collected } = estimate(view);
  const own = stages.filter(({ client }) => client === null);
  const clients = stages.filter(({ client }) => client !== null);
  return [
    `A month costs about, without visitors, by prices of ${collected}`,
    ...tableLines(
      [{}, { right: true }, {}],
      [
        ...own.map((stage) => costRow(stage.stage, [stage])),
        ...(view.clients.length > FEW_CLIENTS
          ? [costRow(`${view.clients.length} clients`, clients)]
          : view.clients.map(({ name }) =>
              costRow(
                name,
                clients.filter(({ client }) => client === name),
              ),
            )),
        ...(stages.length > 1 ? [costRow("all together", stages)] : []),
      ],
      80,
    ),
    ...unknownIn(stages).flatMap(({ region, what }) => [
      `  No public document gives a price in ${region} for the following; calculator.aws does:`,
      ...what.map((one) => `    ${one}`),
    ]),
  ];
}

/** What the run did and what comes next. */
export function* summary({
  view,
  changes,
  folder,
  command,
  terminal,
  installed,
  priced,
}: SummaryInput): Iterable<string> {
  const { lines, unresolved } = summarise(changes);
  // In a repo that was there, what is new says less than what becomes of its own files.
  const shown = view.adopted || view.workingDirectory ? lines.filter(({ action }) => action !== "create") : lines;
  const created = lines.every(({ action }) => action === "create");
  if (!created) for (const { text } of shown.slice(0, MOST_LINES)) yield text;
  if (!created && shown.length > MOST_LINES) yield `… and ${shown.length - MOST_LINES} more`;
  yield "";
  yield `${terminal.paint("green", "✔")} ${terminal.paint("bold", view.project)}: ${done(changes)}.`;
  for (const note of notes(view, changes, unresolved)) yield `${terminal.paint("yellow", "!")} ${note}`;

  const [title, ...stages] = priced ? [] : costLines(view);
  if (title !== undefined) yield* ["", terminal.paint("bold", title), ...stages];

  yield "";
  yield terminal.paint("bold", "Next");
  const steps: [string, string][] = [
    ...(folder === "" ? [] : [[`cd ${folder}`, ""] as [string, string]]),
    ...(installed ? [] : [[view.pm.install, ""] as [string, string]]),
    [`${view.pm.run} check`, "types, lint and the infrastructure, offline"],
    [`${view.pm.run} deploy:${view.environments[0]}`, `the first deploy; ${view.layout.readme} says what it needs`],
  ];
  yield* tableLines([{}, {}], steps, terminal.width);

  const stage = firstStage(view);
  if (stage !== undefined) {
    yield "";
    yield terminal.paint("bold", `A deploy of ${stage.stage} needs`);
    yield* tableLines(
      [{}, {}],
      [
        ...needs(view, stage).map(({ what, how }) => [what, how]),
        ["all of that", `${view.cli} doctor ${stage.stage} looks at it`],
      ],
      terminal.width,
    );
  }

  yield "";
  yield terminal.paint("bold", "This run again, without questions");
  yield* typedLines(command, terminal);
}
