import { rm } from "node:fs/promises";
import { afterAll, vi } from "vitest";
import { leftBehind } from "./left-behind.ts";

/** Files of `npm test` share a process: what one has set is taken back before the next. */
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  vi.restoreAllMocks();
  await Promise.all([...leftBehind].map((folder) => rm(folder, { recursive: true, force: true })));
  leftBehind.clear();
});
