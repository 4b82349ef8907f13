import { readFileSync } from "node:fs";
import * as z from "zod/mini";
import { UsageError } from "../errors.ts";
import type { Fault } from "./account/faults.ts";

/** Faults as they are typed: `create:MainDatabase:fail`, or a file with a list of them. */

const fault = z.strictObject({
  on: z.enum(["create", "created", "update", "delete"]),
  resource: z.string().check(z.minLength(1)),
  do: z.enum(["fail", "hang", "slow", "kill"]),
  message: z.optional(z.string()),
  seconds: z.optional(z.number().check(z.positive())),
  times: z.optional(z.int().check(z.positive())),
});

const WORDS =
  "is OPERATION:RESOURCE:EFFECT: create, created, update or delete; part of a name; fail, hang, slow or kill";

function fromFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError([{ path: "--fault", message: `${file}: ${(error as Error).message}` }], "the command line");
  }
}

/**
 * @param words the values of `--fault`
 * @throws {UsageError} with every one that is none
 */
export function faultsOf(words: readonly string[]): Fault[] {
  const given = words.flatMap((word) => {
    if (word.endsWith(".json")) return fromFile(word);
    const [, on, resource, effect] = /^(\w+):(.+):(\w+)$/.exec(word) ?? [];
    return { on, resource, do: effect };
  });
  const results = given.map((one) => fault.safeParse(one));
  const problems = results.flatMap(({ success }, index) =>
    success ? [] : [{ path: "--fault", message: `${JSON.stringify(given[index])} is none: a fault ${WORDS}` }],
  );
  if (problems.length > 0) throw new UsageError(problems, "the command line");
  return results.flatMap(({ data }) => (data === undefined ? [] : [data as Fault]));
}
