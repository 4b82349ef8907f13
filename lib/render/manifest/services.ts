import type { Row } from "../types.ts";

export const services: readonly Row[] = [];
