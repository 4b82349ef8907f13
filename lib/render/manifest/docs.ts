import type { Row } from "../types.ts";

export const docs: readonly Row[] = [];
