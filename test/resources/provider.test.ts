import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it } from "vitest";
import { USES } from "../../lib/cost/usage.ts";
import { STATE } from "../../lib/deploy/state-types.ts";
import { REPLACES } from "../../lib/plan/changes/replaces/index.ts";
import { PRICED } from "../../lib/plan/cost/billing.ts";
import { LABELS } from "../../lib/plan/resources/layers.ts";
import { NOTABLE } from "../../lib/plan/resources/notable.ts";
import { KEPT } from "../../lib/resources/kept.ts";
import { packageRoot } from "../../lib/system/package-root.ts";
import { NEEDED } from "../deploy/ci/needed.ts";
import { platform } from "../support/platform.ts";

/** The tables of types beside the types of the provider itself: a word that it does not have does not compile. */

const TABLES: Readonly<Record<string, Iterable<string>>> = {
  billed: [...Object.keys(PRICED), ...USES.flatMap(({ types = [] }) => types)],
  kept: Object.keys(KEPT),
  labelled: LABELS.keys(),
  needed: Object.keys(NEEDED),
  notable: Object.keys(NOTABLE),
  replaced: Object.keys(REPLACES),
};

/** `aws:rds/instance:Instance` as `aws.rds.InstanceArgs`; null for those of other providers. */
function inputsOf(type: string): string | null {
  const [, module, name] = /^aws:(\w+)\/\w+:(\w+)$/.exec(type) ?? [];
  return module === undefined ? null : `aws.${module}.${name}Args`;
}

/** What stands at a path of inputs; an item of a list is meant by the list. */
const at = (inputs: string, path: string): string =>
  path.split(".").reduce((type, key) => `Item<${type}>[${JSON.stringify(key)}]`, `pulumi.Unwrap<${inputs}>`);

const LINES = [
  'import type * as aws from "@pulumi/aws";',
  'import type * as pulumi from "@pulumi/pulumi";',
  "type Item<T> = NonNullable<T> extends readonly (infer One)[] ? NonNullable<One> : NonNullable<T>;",
  "export type Known = [",
  ...Object.entries(TABLES).flatMap(([table, types]) =>
    [...types].flatMap((type) => {
      const inputs = inputsOf(type);
      return inputs === null ? [] : [`  ${inputs}, // ${table}: ${type}`];
    }),
  ),
  ...Object.entries(REPLACES).flatMap(([type, paths]) => {
    const inputs = inputsOf(type);
    return inputs === null ? [] : paths.map((path) => `  ${at(inputs, path)}, // replaced: ${type} ${path}`);
  }),
  ...USES.flatMap(({ settings = [] }) => settings).map((setting) => {
    const [type = "", input = ""] = setting.split(" ");
    return `  ${at(String(inputsOf(type)), input)}, // billed: ${setting}`;
  }),
  ...Object.entries(STATE).map(([kind, [type, output]]) => {
    const [, module, name] = /^aws:(\w+)\/\w+:(\w+)$/.exec(type) ?? [];
    return `  aws.${module}.${name}["${output}"], // read of the state: ${kind}`;
  }),
  "];",
];

const OPTIONS = {
  module: "nodenext",
  noEmit: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  strict: true,
  target: "es2023",
  types: [],
};

it("every type of the tables, and every input that replaces one, is one of the provider's", async () => {
  const folder = await mkdtemp(join(await platform(), ".sst", "platform", "types-"));
  try {
    await writeFile(join(folder, "known.ts"), `${LINES.join("\n")}\n`);
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: OPTIONS, files: ["known.ts"] }));
    const tsc = join(packageRoot, "node_modules", "typescript", "bin", "tsc");
    const { stdout } = await execa(process.execPath, [tsc, "--project", folder, "--pretty", "false"], {
      cwd: folder,
      reject: false,
    });
    const wrong = [...stdout.matchAll(/known\.ts\((\d+),\d+\): error (.*)/g)].map(
      ([, line, message]) => `${LINES[Number(line) - 1]?.split("// ")[1]}: ${message}`,
    );
    expect({ wrong, stdout: wrong.length > 0 ? "" : stdout }).toEqual({ wrong: [], stdout: "" });
  } finally {
    await rm(folder, { recursive: true });
  }
});
