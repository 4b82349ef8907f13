import type { Row } from "../types.ts";

export const infra: readonly Row[] = [];
