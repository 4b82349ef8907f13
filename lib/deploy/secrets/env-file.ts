import { parseEnv } from "node:util";
import type { DeclaredSecret } from "../../answers/secrets.ts";
import { Failure, type Problem, UsageError } from "../../errors.ts";
import { didYouMean, nearest } from "../../system/nearest.ts";

/**
 * Secrets as a `.env` file. `JWT_SECRET` is for every service that declares it, `api.JWT_SECRET` for one, and SST's own
 * name `ApiJwtSecret` is understood too. Node's own parser says what a line means.
 */

/** The name of one service's secret in a file. */
const ofOne = ({ service, variable }: DeclaredSecret): string => `${service}.${variable}`;

/** Which secrets a name in a file is for. Where a variable of one service is called as SST calls another, it is the variable. */
function secretsCalled(word: string, declared: readonly DeclaredSecret[]): DeclaredSecret[] {
  const tests: ((secret: DeclaredSecret) => boolean)[] = [
    ({ variable }) => variable === word,
    (secret) => ofOne(secret) === word,
    ({ name }) => name === word,
  ];
  return tests.map((test) => declared.filter(test)).find((found) => found.length > 0) ?? [];
}

/** What may be shown of a name: a line of a key that lost its quotes can look like one. */
const SHOWN = /^([a-z][a-z0-9-]*\.)?[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;

function undeclared(word: string, names: readonly string[]): Problem {
  if (SHOWN.test(word) || nearest(word, names) !== undefined)
    return { path: word, message: `no service declares it${didYouMean(word, names)}` };
  const message =
    "its name is none of a variable, and may be part of a value: put quotes around values of several lines";
  return { path: "a line", message };
}

/** Text of a file, which is UTF-8. */
function decode(bytes: Uint8Array, source: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError([{ path: "", message: "it is not UTF-8 text" }], source);
  }
}

/**
 * The values in a `.env` file, by SST's names. A line for one service wins over a line for all.
 * @param source what messages call the file
 * @throws {UsageError} with every name that nobody declares and every empty value
 */
export function readEnvFile(
  bytes: Uint8Array,
  declared: readonly DeclaredSecret[],
  source: string,
): Map<string, string> {
  const given = Object.entries(parseEnv(decode(bytes, source)) as Record<string, string>);
  const names = declared.flatMap((secret) => [secret.variable, ofOne(secret), secret.name]);
  const problems: Problem[] = given.flatMap(([path, value]) =>
    secretsCalled(path, declared).length === 0
      ? [undeclared(path, names)]
      : value === ""
        ? [{ path, message: "is empty: give it a value, or leave the line out" }]
        : [],
  );
  if (given.length === 0) problems.push({ path: "", message: "there is no line NAME=VALUE in it" });
  if (problems.length > 0) throw new UsageError(problems, source);
  const forAll = given.filter(([word]) => declared.some(({ variable }) => variable === word));
  const forOne = given.filter((line) => !forAll.includes(line));
  const values = [...forAll, ...forOne].flatMap(([word, value]) =>
    secretsCalled(word, declared).map(({ name }) => [name, value] as const),
  );
  return new Map(values);
}

/**
 * A line that reads back as the value, or null where there is none. What is in single quotes or backticks is taken as it
 * is; double quotes read `\n` as a line break; without quotes a line ends at `#`.
 */
function line([name, value]: readonly [string, string]): string | null {
  // Without quotes, one at the beginning would reach into the lines that follow.
  const quotes = ["'", "`", '"', ...(/^\s*['"`]/.test(value) ? [] : [""])];
  const lines = quotes.map((quote) => `${name}=${quote}${value}${quote}\n`);
  return lines.find((text) => parseEnv(text)[name] === value) ?? null;
}

/** Names and values of a file: one line for all services where all have the same value. */
function linesOf(values: ReadonlyMap<string, string>, declared: readonly DeclaredSecret[]): [string, string][] {
  const variables = [...new Set(declared.map(({ variable }) => variable))];
  return variables.flatMap((variable) => {
    const secrets = declared.filter((secret) => secret.variable === variable);
    const [first] = secrets;
    const one = first === undefined ? undefined : values.get(first.name);
    if (one !== undefined && secrets.every(({ name }) => values.get(name) === one))
      return [[variable, one] as [string, string]];
    return secrets.flatMap((secret) => {
      const value = values.get(secret.name);
      return value === undefined ? [] : [[ofOne(secret), value] as [string, string]];
    });
  });
}

/**
 * A `.env` file with these values, which reads back as the same values.
 * @throws {Failure} where a value cannot be written so: it has a carriage return, or too many kinds of quotes
 */
export function writeEnvFile(values: ReadonlyMap<string, string>, declared: readonly DeclaredSecret[]): string {
  const lines = linesOf(values, declared).map((entry) => ({ name: entry[0], text: line(entry) }));
  const impossible = lines.filter(({ text }) => text === null).map(({ name }) => name);
  if (impossible.length > 0)
    throw new Failure(
      `a .env file cannot hold the value of ${impossible.join(", ")}; sst secret list shows it. Nothing was written`,
    );
  return lines.map(({ text }) => text).join("");
}
