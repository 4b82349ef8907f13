import { availableParallelism } from "node:os";

/**
 * How many test files run at a time. Most of them drive processes and servers and wait for these a quarter of their time: with
 * one file for each core that time would be lost. By itself Vitest leaves one core to what watches it.
 */
export const WORKERS = Math.ceil(availableParallelism() * 1.5);
