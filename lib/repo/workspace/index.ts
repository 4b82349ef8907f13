/**
 * Applies rendered files to a folder: `plan` says what would happen, `resolve` decides the conflicts, `apply` does it.
 * `preview` is a module of its own (`./preview.ts`): only a dry run loads it.
 */
export { type ApplyOptions, apply } from "./apply.ts";
export { WorkspaceError } from "./errors.ts";
export { type PlanOptions, plan, UNKNOWN_BASE } from "./plan.ts";
export { type Resolution, resolve } from "./resolve.ts";
export { type Summary, type SummaryLine, summarise } from "./summarise.ts";
export type { Action, Change, Conflict, Delete, Leave, RecordedFile, Sides, WorkspaceFile, Write } from "./types.ts";
