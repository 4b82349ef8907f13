import { ConsoleLogger, type LogLevel } from "@nestjs/common";
import type { Config } from "./config.ts";

/** Nest's names of the levels, the gravest first. */
const LEVELS = ["fatal", "error", "warn", "log", "debug"] as const satisfies LogLevel[];

/** Structured logs: one JSON object a line. */
export function createLogger(config: Config): ConsoleLogger {
  const level = config.LOG_LEVEL === "info" ? "log" : config.LOG_LEVEL;
  return new ConsoleLogger({ json: true, colors: false, logLevels: LEVELS.slice(0, LEVELS.indexOf(level) + 1) });
}
