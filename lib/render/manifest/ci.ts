import type { Row } from "../types.ts";

export const ci: readonly Row[] = [];
