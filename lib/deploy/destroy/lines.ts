import { beside, dollars, type Pen } from "../../plan/text/layout.ts";
import { labelOf } from "../../resources/label.ts";
import { amount } from "../../system/amount.ts";
import { typed } from "../../system/typed.ts";
import { seconds } from "../../terminal/terminal.ts";
import type { Deployed } from "../deployed.ts";
import type { DestroyOptions, DestroyResult } from "./destroy.ts";
import type { Destruction, Loss, Thing } from "./destruction.ts";
import type { Guard } from "./guards.ts";

/** What destroying a stage comes to, for people. */

const COLUMN = 12;
/** More of one kind than these are counted. */
const MOST_NAMED = 4;

const named = (names: readonly string[]): string =>
  names.length > MOST_NAMED
    ? `${names.slice(0, MOST_NAMED).join(", ")} and ${names.length - MOST_NAMED} more`
    : names.join(", ");

function grouped<T extends Thing>(things: readonly T[], keyOf: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) groups.set(keyOf(thing), [...(groups.get(keyOf(thing)) ?? []), thing]);
  return groups;
}

const fate = ({ days, snapshot }: Loss): string =>
  snapshot !== null
    ? `, which leaves the snapshot ${snapshot}`
    : days !== null
      ? `, which AWS gives back for ${days} days`
      : "";

const lossLines = (losses: readonly Loss[], pen: Pen): string[] =>
  [...grouped(losses, (loss) => `${loss.holds}|${fate(loss)}`)].flatMap(([key, group]) => {
    const [holds = "", after = ""] = key.split("|");
    return beside("", COLUMN, `${holds}: ${named(group.map(({ name }) => name))}${after}`, pen);
  });

/** What holds data by what it holds, each by its name, by which it is found afterwards; of the rest it is only counted. */
function* stayLines(stays: readonly Thing[], pen: Pen): Iterable<string> {
  const holding = stays.filter(({ holds }) => holds !== null);
  for (const [holds, group] of grouped(holding, ({ holds }) => holds ?? ""))
    yield* beside("", COLUMN, `${holds}: ${group.map(({ id, name }) => id || name).join(", ")}`, pen);
  const rest = stays.filter(({ holds }) => holds === null);
  const labels = [...new Set(rest.map(({ type }) => labelOf(type)))];
  if (rest.length > 0) yield* beside("", COLUMN, `without data, ${rest.length}: ${labels.join(", ")}`, pen);
}

/** `$101.55 a month: Database main $98.55, Encryption keys $3.00; and by use: backups …` */
export function costWords({ costAfter }: Destruction): string {
  const lines = costAfter.lines.filter(({ usd }) => usd !== 0).map(({ label, usd }) => `${label} ${dollars(usd)}`);
  const fixed = lines.length === 0 ? "nothing" : `${dollars(costAfter.usd)} a month: ${lines.join(", ")}`;
  return costAfter.byUse.length === 0 ? fixed : `${fixed}; and by use: ${costAfter.byUse.join(", ")}`;
}

/** What is about to be destroyed. */
export function* destructionLines(
  { project, stage: { stage, region }, identity: { account, arn } }: Deployed,
  destruction: Destruction,
  pen: Pen,
): Iterable<string> {
  const { goes, losses, stays, cost } = destruction;
  yield `Destroy ${stage} of ${project}`;
  yield* beside("  account", COLUMN, `${account} (${arn})`, pen);
  yield* beside("  region", COLUMN, region, pen);
  yield* beside(
    "  goes",
    COLUMN,
    `${amount(goes, "resource")}${losses.length === 0 ? "" : ", with all that is in them"}`,
    pen,
  );
  yield* lossLines(losses, pen);
  yield* beside("  stays", COLUMN, stays.length === 0 ? "nothing" : amount(stays.length, "resource"), pen);
  yield* stayLines(stays, pen);
  yield* beside("  costs", COLUMN, `${dollars(cost.usd)} a month now; then ${costWords(destruction)}`, pen);
}

/** Copied as it stands, so no terminal may break it: a key a line. */
const jsonLines = (waivers: readonly string[]): string[] =>
  JSON.stringify(
    waivers.map((waiver) => JSON.parse(waiver)),
    null,
    2,
  )
    .split("\n")
    .map((line) => `    ${line}`);

/** What the owner does before a stage that is protected can be destroyed. */
export function guardText(stage: string, { guards }: Destruction, again: { deploy: string; destroy: string }): string {
  const inFile = (name: Guard["file"]) => guards.filter(({ file }) => file === name).map(({ remedy }) => remedy);
  const [waivers, config] = [inFile("infra/waivers.json"), inFile("sst.config.ts")];
  return [
    `${stage} is protected, and nothing was done. Let go of it in the repo, on a branch that is never merged:`,
    ...(config.length === 0 ? [] : ["  sst.config.ts", ...config.map((line) => `    ${line}`)]),
    ...(waivers.length === 0 ? [] : ["  infra/waivers.json", ...jsonLines(waivers)]),
    `Then ${again.deploy}, which takes the protection away and deletes nothing, and ${again.destroy}`,
  ].join("\n");
}

/** What is left to do once a stage is gone. */
export function* endLines(
  {
    deployed: {
      stage: { stage, client },
    },
    view,
    terminal,
    root,
  }: DestroyOptions,
  destruction: Destruction,
  { outcome }: DestroyResult,
): Iterable<string> {
  const { stays } = destruction;
  yield "";
  yield `${terminal.paint("green", "✔")} ${terminal.paint("bold", stage)} is destroyed.`;
  if (stays.length > 0) {
    yield* beside(
      "  stays",
      COLUMN,
      `${amount(stays.length, "resource")}, which nothing here knows any more`,
      terminal,
    );
    yield* stayLines(stays, terminal);
    yield* beside("  costs", COLUMN, costWords(destruction), terminal);
    yield* beside("", COLUMN, 'They are deleted by hand: RUNBOOK.md, "A whole stage".', terminal);
  }
  yield* beside(
    "  besides",
    COLUMN,
    `SST's bucket sst-state-… keeps the stage's secret values${view.ci === "none" ? "" : ", and IAM the roles that CI deploys it with"}: RUNBOOK.md, "A whole stage".`,
    terminal,
  );
  if (client !== null) yield* beside("  next", COLUMN, typed(`remove client ${client.name}`, root), terminal);
  yield `It took ${seconds(outcome.seconds * 1000)}. Log: ${outcome.log}`;
}
