import { labelOf } from "../resources/layers.ts";
import type { Bill, Change, Controls, Layer, StagePlan } from "../types.ts";
import { list, money, say, section, table } from "./parts.ts";

/** What a stage's part of the report says, below its picture. */

function cost({ lines, usd, unknown, byUse, savings, region }: Bill, id: string): string {
  const rows = lines.map(({ label, detail, usd: price, unknown: missing }) => [
    say(label),
    say(detail),
    `${money(price)}${price !== null && missing.length > 0 ? ' <span class="unknown">+ unknown</span>' : ""}`,
  ]);
  const total = `<tr class="total"><th scope="row">Total</th><td></td><td class="number">${money(usd)}${unknown.length > 0 ? ' <span class="unknown">+ unknown</span>' : ""}</td></tr></tbody>`;
  const bill = table(`Cost a month in ${region}`, ["Line", "What", "US dollars a month"], rows, [2]).replace(
    "</tbody>",
    total,
  );
  return section(
    "Cost a month",
    [
      bill,
      unknown.length === 0
        ? ""
        : `<p class="warn">No known price, not in the total: ${unknown.map(say).join("; ")}.</p>`,
      byUse.length === 0 ? "" : `<p class="quiet">Billed by use, and not counted: ${byUse.map(say).join(", ")}.</p>`,
      savings.length === 0
        ? ""
        : `<p>Ways to save, those first that take least away:</p>${list(
            savings.map(
              ({ what, how, price, usd: saved }) =>
                `<strong>${money(saved)}</strong> a month: ${say(what)} (${say(how)}). <span class="quiet">It costs: ${say(price)}.</span>`,
            ),
          )}`,
    ].join("\n"),
    id,
  );
}

function controls({ passed, failed, waived }: Controls, id: string): string {
  const marks = { mandatory: '<strong class="bad">Fails</strong>', advisory: '<strong class="warn">Advice</strong>' };
  return section(
    "Controls",
    [
      `<p><span class="good">${passed} passed</span>, <span class="${failed.length > 0 ? "bad" : "quiet"}">${failed.length} failed</span>, ${waived.length} waived.</p>`,
      list(
        failed.map(
          ({ title, severity, why, fix, findings }) =>
            `${marks[severity]}: ${say(title)}. <span class="quiet">${say(why)}: ${say(fix)}.</span>${list(findings.map(say))}`,
        ),
      ),
      list(waived.map(({ title, reason }) => `Waived: ${say(title)}. <span class="quiet">${say(reason)}.</span>`)),
    ].join("\n"),
    id,
  );
}

function resources(layers: readonly Layer[], id: string): string {
  const rows = layers.flatMap(({ title, count, notable }) => [
    [say(title), `${count} resources`],
    ...notable.map(({ kind, name, settings }) => [
      `<span class="quiet">${say(kind)}</span> ${say(name)}`,
      Object.entries(settings)
        .map(([key, value]) => `<span class="quiet">${say(key)}</span> ${say(value)}`)
        .join(" · "),
    ]),
  ]);
  return section("What is in it", table("Resources by layer", ["Layer", "Resources and settings"], rows), id);
}

function changes(found: readonly Change[] | null, id: string): string {
  if (found === null || found.length === 0) return "";
  const mark = ({ action, stateful }: Change) =>
    `<span class="${stateful && action !== "added" && action !== "changed" ? "bad" : ""}">${action}</span>`;
  const rows = found.map((change) => [
    mark(change),
    `${say(labelOf(change.type))} ${say(change.name)}${change.stateful ? ' <span class="quiet">(holds data)</span>' : ""}`,
    change.inputs
      .map(({ path, before, after }) => `${say(path)}: ${say(before ?? "…")} → ${say(after ?? "…")}`)
      .slice(0, 6)
      .join("<br>"),
  ]);
  return section("What a deploy would change", table("Changes", ["Change", "Resource", "Inputs"], rows), id);
}

/** Everything but the picture and the heading. */
export const stageParts = (stage: StagePlan, key: string): string =>
  [
    stage.refused === null ? "" : `<p class="warn">A deploy is refused as it is: ${say(stage.refused)}</p>`,
    changes(stage.changes, `${key}-changes`),
    cost(stage.cost, `${key}-cost`),
    controls(stage.controls, `${key}-controls`),
    resources(stage.layers, `${key}-resources`),
  ].join("\n");
