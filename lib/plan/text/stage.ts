import { KEPT } from "../../terminal/fold.ts";
import { tableLines } from "../../terminal/table.ts";
import { titleOf } from "../differences.ts";
import type { Bill, Controls, Layer, Notable, StagePlan } from "../types.ts";
import { beside, dollars, type Pen, plain, widthOf } from "./layout.ts";

const COLUMN = 15;

/** A setting is not torn from its value. */
const settings = ({ settings: found }: Notable): string =>
  Object.entries(found)
    .map(([name, value]) => `${name} ${value}`.replaceAll(" ", KEPT))
    .join(`${KEPT}· `);

/** Kinds of resources that say most about a layer. */
const KINDS_SHOWN = 5;

const plural = (label: string, count: number): string =>
  count === 1
    ? label
    : label.endsWith("y") && !/[aeiou]y$/.test(label)
      ? `${label.slice(0, -1)}ies`
      : /(s|ss|x)$/.test(label)
        ? `${label}es`
        : `${label}s`;

const lower = (label: string): string =>
  /^[A-Z][a-z]/.test(label) && !/^(Elasti[cC]|Aurora|Lambda)/.test(label)
    ? label[0]?.toLowerCase() + label.slice(1)
    : label;

function layer({ title, count, types, notable }: Layer, pen: Pen): string[] {
  const shown = types
    .slice(0, KINDS_SHOWN)
    .map(({ label, count: number }) => `${number} ${plural(lower(label), number)}`);
  const more =
    types.length > KINDS_SHOWN
      ? [`${types.length - KINDS_SHOWN} more ${plural("kind", types.length - KINDS_SHOWN)}`]
      : [];
  return [
    ...beside(`  ${title}`, 23, `${count} ${plural("resource", count)}: ${[...shown, ...more].join(", ")}`, pen),
    ...notable.flatMap((one) => beside(`    ${plain(titleOf(one))}`, 30, settings(one), pen)),
  ];
}

function cost(bill: Bill, pen: Pen): string[] {
  const unknown = bill.unknown.length > 0 ? " + unknown" : "";
  const rows = tableLines(
    [{}, {}, { right: true }],
    [
      ...bill.lines.map(({ label, detail, usd, unknown: missing }) => [
        plain(label),
        plain(detail),
        usd !== null && missing.length > 0 ? `${dollars(usd)} + ?` : dollars(usd),
      ]),
      [`Total${unknown}`, "", dollars(bill.usd)],
    ],
    widthOf(pen),
    4,
  );
  return [
    pen.paint("bold", `  Cost a month, prices of ${bill.region}`),
    ...rows.slice(0, -1),
    ...rows.slice(-1).map((line) => pen.paint("bold", line)),
    ...(bill.unknown.length > 0
      ? ["    No known price, not in the total:", ...bill.unknown.flatMap((what) => beside("", 6, what, pen))].map(
          (line) => pen.paint("yellow", line),
        )
      : []),
    ...(bill.byUse.length > 0
      ? beside("    By use", COLUMN, `${bill.byUse.join("; ")}: not counted`, pen).map((line) => pen.paint("dim", line))
      : []),
    ...bill.savings.flatMap(({ what, how, price, usd }) => [
      ...beside(pen.paint("green", `    Save ${dollars(usd)}`), 0, "", pen).slice(0, 1),
      ...beside("", 6, `${what}: ${how}. It costs: ${price}.`, pen),
    ]),
  ];
}

function controls({ passed, failed, waived }: Controls, pen: Pen): string[] {
  const marks = { mandatory: `${pen.paint("red", "✖")} failed`, advisory: `${pen.paint("yellow", "!")} advised` };
  const advised = failed.filter(({ severity }) => severity === "advisory").length;
  return [
    [
      `${pen.paint("bold", "  Controls")}   ${passed} passed, ${failed.length - advised} failed`,
      ...(advised > 0 ? [`${advised} advised`] : []),
      `${waived.length} waived`,
    ].join(", "),
    ...failed.flatMap(({ title, severity, findings, why, fix }) => [
      `    ${marks[severity]}: ${title}`,
      ...findings.flatMap((finding) => beside("", 8, finding, pen)),
      ...beside("", 8, `${why}: ${fix}`, pen).map((line) => pen.paint("dim", line)),
    ]),
    ...waived.flatMap(({ title, reason }) =>
      beside("", 4, `– waived: ${title} (${reason})`, pen).map((line) => pen.paint("dim", line)),
    ),
  ];
}

/** The plan of one stage, in lines. */
export function stageLines(stage: StagePlan, pen: Pen): string[] {
  const count = stage.layers.reduce((sum, one) => sum + one.count, 0);
  const total = `${dollars(stage.cost.usd)}${stage.cost.unknown.length > 0 ? " + unknown" : ""} a month`;
  const head = `${pen.paint("bold", stage.stage)}   ${stage.region}   ${count} ${plural("resource", count)}   ${total}`;
  if (stage.errors.length > 0)
    return [head, ...stage.errors.flatMap((error) => beside("", 2, error, pen).map((line) => pen.paint("red", line)))];
  return [
    head,
    "",
    ...(stage.refused === null
      ? []
      : [...beside("  Refused:", 11, stage.refused, pen).map((line) => pen.paint("yellow", line)), ""]),
    ...stage.layers.flatMap((one) => layer(one, pen)),
    "",
    ...controls(stage.controls, pen),
    "",
    ...cost(stage.cost, pen),
  ];
}
