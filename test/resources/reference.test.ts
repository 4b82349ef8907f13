import { join } from "node:path";
import { expect, it } from "vitest";
import { USES } from "../../lib/cost/usage.ts";
import { lasting } from "../../lib/rehearse/story/reach.ts";
import { KEPT } from "../../lib/resources/kept.ts";
import { labelOf } from "../../lib/resources/label.ts";
import { isLocal, LAYERS, layerOf } from "../../lib/resources/layers.ts";
import type { Bill, Row } from "../../lib/resources/row.ts";
import { rows } from "../../lib/resources/types.ts";
import { packageRoot } from "../../lib/system/package-root.ts";

/** What is known of each type, as people read it: `docs/resources.md`. */

const code = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(", ");

const useOf = (id: string): string => USES.find((use) => use.id === id)?.label ?? id;

function billed(bill: Bill): string {
  if (bill === "free") return "Nothing is charged for it.";
  if (bill === "unknown") return "Its price is not known.";
  const settings = Object.entries(bill.settings ?? {}).map(([input, use]) => `with \`${input}\` for ${useOf(use)}`);
  const words = Object.entries(bill.words ?? {}).flatMap(([input, found]) =>
    Object.entries(found).map(([word, use]) => `with \`${word}\` in \`${input}\` for ${useOf(use)}`),
  );
  const by = [
    ...(bill.priced ? ["by the hour or the month"] : []),
    ...(bill.use === undefined ? [] : [`for ${useOf(bill.use)}`]),
    ...settings,
    ...words,
  ];
  return `Billed ${by.join("; ")}.`;
}

const typesOf = (types: readonly string[]): string => [...types].map(labelOf).join(", ");

function linesOf(type: string, row: Row): string[] {
  const { listed, bill, holds, stays, replacedBy, neededBy, outage, givenBack, secrets, controls } = row;
  return [
    `- **${labelOf(type)}** \`${type}\``,
    ...(holds === null ? [] : [`Holds ${holds}.`]),
    ...(stays ? ["Stays in production."] : []),
    ...(givenBack === undefined ? [] : [`AWS gives it back for \`${givenBack}\`.`]),
    billed(bill),
    ...(listed === undefined ? [] : [`Listed as ${listed}.`]),
    ...(replacedBy === null ? ["Nobody has read what makes it anew."] : [`Made anew by ${code(replacedBy)}.`]),
    ...(outage === undefined ? [] : [`While it is gone, nobody reaches ${outage.of}: ${lasting(outage.minutes)}.`]),
    ...(neededBy === undefined ? [] : [`AWS keeps it for ${typesOf(neededBy)}.`]),
    ...(secrets === undefined ? [] : [`Secret: ${code(secrets)}.`]),
    ...(controls === undefined
      ? []
      : [typeof controls === "string" ? `No control: ${controls}.` : `Looked at by ${controls.join(", ")}.`]),
  ].map((line, index) => (index === 0 ? line : `  ${line}`));
}

/** In the order of the table: what is alike stands together. */
const sectionOf = (title: string, known: typeof rows): string[] => [
  `## ${title}`,
  known.map(([type, row]) => linesOf(type, row).join("\n")).join("\n"),
];

it("is what docs/resources.md says", async () => {
  const layers = LAYERS.filter(({ services }) => services.length > 0);
  const page = [
    "# What is known of types",
    "What a [plan](plan.md), a [rehearsal](rehearse.md) and the gate before a deploy know of each type of resource: what it holds\nthat nobody can make again, whether it stays in the account when it leaves the program of production, what it is billed for,\nwhich inputs AWS cannot change in place, and for how long nobody reaches what. A path stands for all that is below it. What\nreplaces under a condition only is not here. Of types that are not here a plan says that they change, never that they are\nreplaced, and that nobody knows their price.",
    ...layers.flatMap(({ id, title }) =>
      sectionOf(
        title,
        rows.filter(([type]) => layerOf({ type }) === id),
      ),
    ),
    ...sectionOf(
      "Parts of the program",
      rows.filter(([type]) => isLocal(type)),
    ),
    "## What is missed most",
    "Losses are shown in this order.",
    Object.entries(KEPT)
      .filter(([, { holds }]) => holds !== undefined)
      .map(([type, { holds }]) => `- ${labelOf(type)}: ${holds}`)
      .join("\n"),
  ];
  await expect(`${page.join("\n\n")}\n`).toMatchFileSnapshot(join(packageRoot, "docs", "resources.md"));
});

it.each([
  ["aws:rds/proxy:Proxy", "Proxy"],
  ["aws:lb/targetGroup:TargetGroup", "Target group"],
  ["aws:ec2/natGateway:NatGateway", "NAT gateway"],
  ["sst:aws:Vpc", "Vpc"],
  ["", ""],
])("%s is called %s", (type, label) => {
  expect(labelOf(type)).toBe(label);
});

it.each([
  ["aws:apigateway/restApi:RestApi", "edge"],
  ["aws:globalaccelerator/accelerator:Accelerator", "edge"],
  ["cloudflare:index/dnsRecord:DnsRecord", "edge"],
  ["aws:docdb/cluster:Cluster", "data"],
  ["aws:batch/jobQueue:JobQueue", "compute"],
  ["aws:cognito/userPool:UserPool", "access"],
  ["aws:synthetics/canary:Canary", "operations"],
  ["aws:gamelift/fleet:Fleet", "other"],
  ["google:storage/bucket:Bucket", "other"],
  ["sst:aws:Service", null],
  ["pulumi:providers:aws", null],
  ["pulumi-nodejs:dynamic:Resource", null],
  ["docker-build:index:Image", null],
  ["command:local:Command", null],
  ["tls:index/privateKey:PrivateKey", null],
  ["acme:com:sst:cloudflare:ZoneLookup", null],
  ["aws:sst:none/such:Such", "other"],
])("%s belongs to %s", (type, layer) => {
  expect(layerOf({ type })).toBe(layer);
});
