import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it } from "vitest";
import { STATE } from "../../lib/deploy/state-types.ts";
import type { Bill } from "../../lib/resources/row.ts";
import { rows } from "../../lib/resources/types.ts";
import { packageRoot } from "../../lib/system/package-root.ts";
import { platform } from "../support/platform.ts";

/** The rows of types beside the types of the provider itself: a word that it does not have does not compile. */

const settingsOf = (bill: Bill): string[] => Object.keys((typeof bill === "object" && bill.settings) || {});

/** `aws:rds/instance:Instance` as `aws.rds.Instance`; null for those of other providers. */
function classOf(type: string): string | null {
  const [, module, name] = /^aws:(\w+)\/\w+:(\w+)$/.exec(type) ?? [];
  return module === undefined ? null : `aws.${module}.${name}`;
}

/** What stands at a path of inputs; an item of a list is meant by the list. */
const at = (inputs: string, path: string): string =>
  path.split(".").reduce((type, key) => `Item<${type}>[${JSON.stringify(key)}]`, `pulumi.Unwrap<${inputs}>`);

/** Every word of a row that the provider must have. */
function wordsOf([type, { bill, replacedBy, givenBack, secrets, neededBy }]: (typeof rows)[number]): string[] {
  const made = classOf(type);
  if (made === null) return [];
  const inputs = `${made}Args`;
  return [
    `  ${inputs}, // ${type}`,
    ...(replacedBy ?? []).map((path) => `  ${at(inputs, path)}, // ${type} is replaced by ${path}`),
    ...settingsOf(bill).map((input) => `  ${at(inputs, input)}, // ${type} is billed for ${input}`),
    ...[givenBack ?? []].flat().map((input) => `  ${at(inputs, input)}, // ${type} is given back for ${input}`),
    ...(secrets ?? []).map((output) => `  ${made}["${output}"], // ${type} keeps ${output} secret`),
    ...(neededBy ?? []).map((other) => `  ${classOf(other)}, // ${type} is needed by ${other}`),
  ];
}

const LINES = [
  'import type * as aws from "@pulumi/aws";',
  'import type * as pulumi from "@pulumi/pulumi";',
  "type Item<T> = NonNullable<T> extends readonly (infer One)[] ? NonNullable<One> : NonNullable<T>;",
  "export type Known = [",
  ...rows.flatMap(wordsOf),
  ...Object.entries(STATE).map(
    ([kind, [type, output]]) => `  ${classOf(type)}["${output}"], // read of the state: ${kind}`,
  ),
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

it("every type that has a row, and every input that it names, is one of the provider's", async () => {
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
