import * as z from "zod/mini";
import { type Problem, UsageError } from "../errors.ts";
import { didYouMean } from "../system/nearest.ts";
import { inStoredForm } from "./forms/read.ts";
import { migrate } from "./migrate.ts";
import { type Blueprint, normalise } from "./normalise.ts";
import { checkRules } from "./rules.ts";
import { type Answers, blueprintSchema, type Parsed } from "./schema.ts";
import { schemaAt, unwrap } from "./unwrap.ts";

/** `["services", 1, "port"]` → `services[1].port`. */
const formatPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text === "" ? String(key) : `${text}.${String(key)}`),
    "",
  );

type Path = readonly PropertyKey[];

const at = (document: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], document);

/** The keys that an object at this path of a document may have, read off the schema itself. */
function keysAt(path: Path): string[] {
  let schema: z.core.$ZodType | undefined = blueprintSchema;
  for (const key of path) schema = schema === undefined ? undefined : schemaAt(schema, key);
  const inner = schema === undefined ? undefined : unwrap(schema);
  return inner instanceof z.ZodMiniObject ? Object.keys(inner.shape) : [];
}

function toProblems(issue: z.core.$ZodIssue, document: unknown): Problem[] {
  const path = formatPath(issue.path);
  const given = at(document, issue.path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: formatPath([...issue.path, key]),
        message: `there is no such answer${didYouMean(key, keysAt(issue.path))}`,
      }));
    case "invalid_value": {
      const words = issue.values.map(String);
      if (given === undefined) return [{ path, message: "is required" }];
      return [
        {
          path,
          message: `${JSON.stringify(given)} is not one of ${words.join(", ")}${didYouMean(String(given), words)}`,
        },
      ];
    }
    case "invalid_type":
      return [
        {
          path,
          message:
            given === undefined
              ? "is required"
              : `${JSON.stringify(given)} should be ${KINDS[issue.expected] ?? `a ${issue.expected}`}`,
        },
      ];
    case "too_small":
    case "too_big":
      if (issue.origin === "number" || issue.origin === "int") {
        const bound = issue.code === "too_small" ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
        return [{ path, message: `${JSON.stringify(given)} should be ${bound}` }];
      }
      return [{ path, message: issue.message }];
    default:
      return [{ path, message: `${JSON.stringify(given)}: ${issue.message}` }];
  }
}

/** What a value should be, in words that are no program's. */
const KINDS: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  object: "names and values",
  string: "a text",
};

/** Stand-ins for required values, so that the rules can still be checked when one of them is wrong. */
const STAND_INS: Record<string, (index: number) => unknown> = {
  project: () => "project",
  name: (index) => `unnamed-${index}`,
  account: () => "000000000000",
  domain: () => "example.com",
  region: () => "us-west-2",
};

/**
 * The document with every value that the schema refuses taken out. It lets one run report both kinds of problems;
 * nothing is ever rendered from it. Null where too little is left.
 */
function withoutInvalid(document: unknown, issues: readonly z.core.$ZodIssue[]): Parsed | null {
  // Without a list that is too long, all that names its items would seem to be wrong.
  if (issues.some(({ code, ...issue }) => code === "too_big" && "origin" in issue && issue.origin === "array"))
    return null;
  const copy = structuredClone(document);
  for (const issue of issues) {
    const parent = at(copy, issue.path.slice(0, -1)) as Record<PropertyKey, unknown> | undefined;
    const key = issue.path.at(-1);
    if (issue.code === "unrecognized_keys") {
      for (const unknown of issue.keys) delete (at(copy, issue.path) as Record<string, unknown>)[unknown];
    } else if (parent !== null && typeof parent === "object" && key !== undefined) {
      const index = issue.path.find((part) => typeof part === "number") ?? 0;
      const standIn = STAND_INS[String(key)];
      if (standIn !== undefined && !(String(key) === "domain" && issue.path.length === 1))
        parent[key] = standIn(Number(index));
      else delete parent[key];
    }
  }
  const parsed = blueprintSchema.safeParse(copy);
  return parsed.success ? parsed.data : null;
}

/** A blueprint, or everything that is wrong with the document. Never throws on any input. */
export function parseBlueprint(given: unknown): { blueprint: Blueprint } | { problems: Problem[] } {
  const migrated = migrate(given);
  if ("problem" in migrated) return { problems: [migrated.problem] };
  const written = migrated.document;
  if (written === null || typeof written !== "object" || Array.isArray(written)) {
    return { problems: [{ path: "", message: "the answers should be one document of names and values" }] };
  }
  const { document, unclear } = inStoredForm(written as Record<string, unknown>);
  const known = new Set(unclear.map(({ path }) => path));
  const others = problemsOf(document).filter(({ path }) => !known.has(path));
  const problems = [...unclear, ...others];
  return problems.length > 0 ? { problems } : { blueprint: normalise(blueprintSchema.parse(document)) };
}

/** What the schema refuses, and the rules between answers. */
function problemsOf(document: object): Problem[] {
  const parsed = blueprintSchema.safeParse(document);
  if (parsed.success) return checkRules(parsed.data);
  const invalid = parsed.error.issues;
  const problems = invalid.flatMap((issue) => toProblems(issue, document));
  const rest = withoutInvalid(document, invalid);
  const named = new Set(problems.map(({ path }) => path));
  const fromRules = rest === null ? [] : checkRules(rest).filter(({ path }) => !named.has(path));
  return [...problems, ...fromRules];
}

/**
 * The blueprint that a document of answers describes.
 * @throws {UsageError} with all problems at once.
 */
export function toBlueprint(document: unknown, source?: string): Blueprint {
  const result = parseBlueprint(document);
  if ("problems" in result) throw new UsageError(result.problems, source);
  return result.blueprint;
}

export type { Answers, Blueprint };
