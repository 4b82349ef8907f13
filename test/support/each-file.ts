import { afterAll, vi } from "vitest";
import { removeTree } from "./files.ts";
import { leftBehind } from "./left-behind.ts";

/** Files of `npm test` share a process: what one has set is taken back before the next. */
afterAll(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  vi.restoreAllMocks();
  for (const folder of leftBehind) removeTree(folder);
  leftBehind.clear();
});
