import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { packageRoot } from "../../../lib/system/package-root.ts";

const cache = join(packageRoot, "node_modules", ".cache");

/** Where `.ci/prepare` puts what it installs, and where people have it. */
const PLACES = {
  actionlint: [join(cache, "actionlint")],
  "check-jsonschema": [join(cache, "check-jsonschema", "bin")],
} as const;

const places = (tool: keyof typeof PLACES) => [
  ...PLACES[tool],
  ...(process.env.PATH ?? "").split(delimiter),
  join(process.env.HOME ?? "", "go", "bin"),
];

/** The program, or undefined where it is not installed. */
export const find = (tool: keyof typeof PLACES): string | undefined =>
  places(tool)
    .map((folder) => join(folder, tool))
    .find((file) => existsSync(file));

export const actionlint = find("actionlint");
export const schemaChecker = find("check-jsonschema");

/** What actionlint finds in workflows; empty when there is nothing. */
export async function lintWorkflows(files: readonly string[]): Promise<string> {
  const { stdout, stderr } = await execa(actionlint as string, ["-no-color", ...files], { reject: false });
  return stdout + stderr;
}

/** What the schema that the service publishes finds in files; empty when there is nothing. */
export async function checkSchema(schema: string, files: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await execa(
    schemaChecker as string,
    ["--color", "never", "--builtin-schema", `vendor.${schema}`, ...files],
    // Installed into a folder of its own, as `pip install --target` does.
    { reject: false, env: { PYTHONPATH: join(cache, "check-jsonschema") } },
  );
  return exitCode === 0 ? "" : stdout + stderr;
}
