import { pino } from "pino";
import type { Config } from "./config.ts";
import { requestId } from "./request-id.ts";

/** Structured logs: one JSON object a line. */
export const createLogger = (config: Config) =>
  pino({
    level: config.LOG_LEVEL,
    messageKey: "message",
    base: { stage: config.STAGE },
    mixin: () => ({ requestId: requestId() }),
    timestamp: () => `,"timestamp":${Date.now()}`,
    formatters: { level: (level) => ({ level }) },
  });

export type Logger = ReturnType<typeof createLogger>;
