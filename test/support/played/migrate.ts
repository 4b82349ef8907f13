import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { vi } from "vitest";

/** What the server says to the first of these words that a statement has; to others it has no rows. */
export type Says<Said> = readonly (readonly [word: string, said: () => Said])[];

/** The beginning of a statement, in one line and without comments and quotation marks. */
export const short = (statement: string): string =>
  statement
    .replaceAll(/^--.*$|["`]/gm, "")
    .trim()
    .split(/[\s()]+/)
    .slice(0, 3)
    .join(" ");

export const answering =
  <Said>(says: Says<Said>) =>
  (statement: string): Said | [] =>
    says.find(([word]) => statement.includes(word))?.[1]() ?? [];

/** A service's program asks for a lock that another one has as it does in AWS, only sooner. */
export async function impatient(folder: string): Promise<void> {
  const file = join(folder, "src/lock.ts");
  await writeFile(file, (await readFile(file, "utf8")).replace("AGAIN_MS = 1_000", "AGAIN_MS = 1"));
}

/** How every service is told where its database is; it is played, and knows no TLS. */
export const environment = (port: number): Record<string, string> => ({
  ...{ DB_HOST: "127.0.0.1", DB_PORT: String(port), DB_NAME: "shop", DB_USER: "u", DB_PASS: "p" },
  ...{ DB_SSL: "false", SELF_URL: "http://localhost", STAGE: "test" },
});

let runs = 0;

/** Runs the program of a service that migrates, in this process: what it has printed, and its exit status. */
export async function migrated(folder: string, port: number): Promise<{ printed: string[]; exit: number }> {
  for (const [name, value] of Object.entries(environment(port))) vi.stubEnv(name, value);
  const printed: string[] = [];
  const print = (line: string) => {
    // TypeORM has lines of its own.
    if (!line.startsWith("{")) return printed.push(line);
    const { level, message } = JSON.parse(line);
    return printed.push(`${level}: ${message}`);
  };
  vi.spyOn(console, "log").mockImplementation(print);
  vi.spyOn(console, "error").mockImplementation(print);
  const exits: { status: number; printed: string[] }[] = [];
  vi.spyOn(process, "exit").mockImplementation((status) => {
    exits.push({ status: Number(status), printed: [...printed] });
    return undefined as never;
  });
  runs += 1;
  await import(`${join(folder, "src/migrate.ts")}?run=${runs}`);
  // What comes after the first would not be seen any more.
  const [first = { status: 0, printed }] = exits;
  return { printed: first.printed, exit: first.status };
}
