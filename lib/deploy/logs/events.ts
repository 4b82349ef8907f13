import type { Aws } from "../../aws/client.ts";
import { AwsFailure } from "../../aws/errors.ts";
import { pool } from "../../system/pool.ts";
import type { Deployed } from "../deployed.ts";
import { type Line, lineOf } from "./line.ts";

/** What services have written, in one order of time. */

export interface LogQuery {
  services: readonly string[];
  /** Moment in milliseconds; the newest lines have no end. */
  from: number;
  /** Text that a line has. */
  filter?: string | undefined;
  /** The id of a request that a line has. */
  request?: string | undefined;
  errors: boolean;
}

/** Lines that are read at most: what is more cannot be looked through, and is asked for more narrowly. */
export const MOST_LINES = 10_000;

/** Log groups that are read at the same time. CloudWatch Logs takes five such questions a second from an account, and is asked again. */
export const LOGS_AT_ONCE = 4;

export const groupOf = ({ project, stage }: Deployed, service: string): string =>
  `/${project}/${stage.stage}/${service}`;

const term = (text: string): string => `"${text.replaceAll('"', '\\"')}"`;

/**
 * What CloudWatch is asked for: all terms, or any of the optional ones. Errors are told apart here, because only some
 * lines are JSON; where there is nothing else to ask for, this keeps most others away.
 */
function patternOf({ filter, request, errors }: LogQuery): string | undefined {
  const terms = [filter, request].filter((text) => text !== undefined).map(term);
  if (terms.length > 0) return terms.join(" ");
  return errors ? "?error ?Error ?ERROR ?fatal ?FATAL ?exception ?Exception" : undefined;
}

const isError = ({ level, text }: Line): boolean =>
  level === null ? /error|exception|fatal/i.test(text) : /^(error|fatal)$/i.test(level);

const fits = (line: Line, { errors, request }: LogQuery): boolean =>
  (!errors || isError(line)) && (request === undefined || line.text.includes(request));

async function linesOf(aws: Aws, logGroupName: string, service: string, query: LogQuery): Promise<Line[]> {
  const filterPattern = patternOf(query);
  const input = { logGroupName, startTime: query.from, ...(filterPattern === undefined ? {} : { filterPattern }) };
  const lines: Line[] = [];
  for await (const { events = [] } of aws.pages("logs", "FilterLogEvents", input)) {
    for (const event of events) {
      const line = lineOf(service, event);
      if (fits(line, query)) lines.push(line);
    }
    if (lines.length >= MOST_LINES) break;
  }
  return lines;
}

/**
 * The lines of all services, the oldest first.
 * @throws {AwsFailure}
 */
export async function readLines(deployed: Deployed, query: LogQuery): Promise<Line[]> {
  const all = await pool(query.services, LOGS_AT_ONCE, (service) =>
    linesOf(deployed.aws, groupOf(deployed, service), service, query).catch((error: Error) => {
      // A service that was added and is not deployed yet has no log.
      if (error instanceof AwsFailure && error.problem === "not-found") return [];
      throw error;
    }),
  );
  return all.flat().sort((a, b) => a.at - b.at);
}

/** CloudWatch may show a line some seconds after it was written, and others of later moments before it. */
const LATE_MS = 30_000;

/** New lines, look by look: each once. */
export async function* follow(deployed: Deployed, query: LogQuery, seen: readonly Line[]): AsyncGenerator<Line[]> {
  let known = new Map(seen.map(({ id, at }) => [id, at]));
  let { from } = query;
  for (;;) {
    const lines = await readLines(deployed, { ...query, from });
    const fresh = lines.filter(({ id }) => !known.has(id));
    for (const { id, at } of fresh) known.set(id, at);
    const newest = Math.max(from, ...known.values());
    from = Math.max(query.from, newest - LATE_MS);
    known = new Map([...known].filter(([, at]) => at >= from));
    yield fresh;
  }
}
