import { Failure } from "../errors.ts";
import { type AwsProblem, type Called, type Facts, REMEDIES } from "./remedies.ts";
import { actionOf } from "./services.ts";

export type { AwsProblem, Called } from "./remedies.ts";

/** A call that failed. Its message is one line: what, why, what to do. */
export class AwsFailure extends Failure {
  readonly problem: AwsProblem;
  /** What AWS or Node calls the error: `ClusterNotFoundException`, `ENOTFOUND`. */
  readonly aws: string;

  constructor(message: string, { problem, aws, cause }: { problem: AwsProblem; aws: string; cause: unknown }) {
    super(message, { cause, kind: problem });
    this.problem = problem;
    this.aws = aws;
  }
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** An error of the SDK, of its credentials or of the network, in one line with what to do. */
export function awsFailure(error: unknown, called: Called): AwsFailure {
  if (error instanceof AwsFailure) return error;
  const { name = "", message = "", code = "" } = (error ?? {}) as { name?: string; message?: string; code?: string };
  const action = actionOf(called.service, called.operation);
  const facts: Facts = { ...called, action, text: oneLine(message) || name || String(error) };
  const named = [called.timeout === undefined ? name : "TimeoutError", code];
  const aws = typeof code === "string" && code !== "" ? code : name;
  if (name === "AbortError" && called.timeout === undefined)
    return new AwsFailure(`${action} was stopped.`, { problem: "stopped", aws, cause: error });
  const row = REMEDIES.find(
    ({ names, words }) =>
      (names === undefined || named.some((word) => names.test(word))) &&
      (words === undefined || words.test(facts.text)),
  );
  return row === undefined
    ? new AwsFailure(`${action} in ${called.region} failed: ${name === "" ? "" : `${name}: `}${facts.text}`, {
        problem: "other",
        aws,
        cause: error,
      })
    : new AwsFailure(row.say(facts), { problem: row.problem, aws, cause: error });
}
