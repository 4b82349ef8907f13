import type { Usage } from "../../cost/usage.ts";
import { type Problem, UsageError } from "../../errors.ts";

const GB: Record<string, number> = { MB: 0.001, GB: 1, TB: 1000 };

/** `100GB`, `1.5 TB` in GB; null where it is none. */
function gigabytes(text: string): number | null {
  const [, number = "", unit = "GB"] = /^(\d+(?:\.\d+)?)\s*(MB|GB|TB)?$/i.exec(text.trim()) ?? [];
  return number === "" ? null : Number(number) * (GB[unit.toUpperCase()] as number);
}

/**
 * What `--traffic` and `--logs` say.
 * @param found what else is wrong with the command line
 * @throws {UsageError} with each that is no amount of data
 */
export function usageGiven(text: (flag: string) => string | undefined, found: readonly Problem[] = []): Usage {
  const problems = [...found];
  const read = (name: keyof Usage): number | null => {
    const given = text(name);
    if (given === undefined) return null;
    const amount = gigabytes(given);
    if (amount === null) problems.push({ path: `--${name}`, message: `"${given}" is no amount of data: use 100GB` });
    return amount;
  };
  const usage = { traffic: read("traffic"), logs: read("logs") };
  if (problems.length > 0) throw new UsageError(problems, "the command line");
  return usage;
}
