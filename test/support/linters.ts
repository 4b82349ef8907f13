import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { cacheFolder } from "../../lib/system/cache-folder.ts";

/** Linters of what is rendered, where `.ci/prepare` has put them, or where people have them. */

/** The folder of a tool below the cache folder, by its version: the newest by name. */
const installed = (tool: string): string[] => {
  const all = cacheFolder("tools");
  const versions = existsSync(all) ? readdirSync(all).filter((name) => name.startsWith(`${tool}-`)) : [];
  return versions
    .sort()
    .reverse()
    .map((name) => join(all, name));
};

/** The program, or undefined where it is not installed. */
function find(tool: string): string | undefined {
  const people = [...(process.env.PATH ?? "").split(delimiter), join(process.env.HOME ?? "", "go", "bin")];
  const places = [...installed(tool).map((folder) => join(folder, "bin")), ...people];
  return places.map((folder) => join(folder, tool)).find((file) => existsSync(file));
}

export const actionlint = find("actionlint");
export const hadolint = find("hadolint");
export const schemaChecker = find("check-jsonschema");

/** What actionlint finds in workflows; empty when there is nothing. */
export async function lintWorkflows(files: readonly string[]): Promise<string> {
  const { stdout, stderr } = await execa(actionlint as string, ["-no-color", ...files], { reject: false });
  return stdout + stderr;
}

/** What hadolint finds in the Dockerfiles of a folder, one line for each. */
export async function lintDockerfiles(cwd: string, files: readonly string[]): Promise<string[]> {
  const words = ["--format", "json", "--failure-threshold", "style", ...files];
  const { stdout } = await execa(hadolint as string, words, { cwd, reject: false });
  return (JSON.parse(stdout) as { file: string; line: number; code: string; message: string }[]).map(
    ({ file, line, code, message }) => `${file}:${line} ${code} ${message}`,
  );
}

/** What the schema that the service publishes finds in files; empty when there is nothing. */
export async function checkSchema(schema: string, files: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await execa(
    schemaChecker as string,
    ["--color", "never", "--builtin-schema", `vendor.${schema}`, ...files],
    // Installed into a folder of its own, as `pip install --target` does.
    { reject: false, env: { PYTHONPATH: installed("check-jsonschema")[0] ?? "" } },
  );
  return exitCode === 0 ? "" : stdout + stderr;
}
