import { ConsoleLogger, type LogLevel } from "@nestjs/common";
import type { Config } from "./config.ts";
import { requestId } from "./request-id.ts";

/** Nest's names of the levels, the gravest first. */
const LEVELS = ["fatal", "error", "warn", "log", "debug"] as const satisfies LogLevel[];

/** Structured logs: one JSON object a line, with the same names as in the services without Nest. */
class JsonLogger extends ConsoleLogger {
  readonly #stage: string;

  constructor({ LOG_LEVEL, STAGE }: Config) {
    const level = LOG_LEVEL === "info" ? "log" : LOG_LEVEL;
    const logLevels = LEVELS.slice(0, LEVELS.indexOf(level) + 1);
    super({ json: true, colors: false, flattenParams: true, logLevels });
    this.#stage = STAGE;
  }

  protected override stringifyJsonLogObject(line: Record<string, unknown>): string {
    const level = line.level === "log" ? "info" : line.level;
    return super.stringifyJsonLogObject({ stage: this.#stage, requestId: requestId(), ...line, level });
  }
}

export const createLogger = (config: Config): ConsoleLogger => new JsonLogger(config);
