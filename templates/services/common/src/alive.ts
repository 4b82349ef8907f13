import { writeFileSync } from "node:fs";

/** The container's health check fails when this file is older than a minute. */
const FILE = "/tmp/alive";
const EVERY_MS = 10_000;

/** Touches the file for as long as the worker is healthy and its event loop turns. It keeps no process from ending. */
export function keepAlive(healthy: () => boolean, file = FILE, everyMs = EVERY_MS): void {
  const touch = () => {
    if (healthy()) writeFileSync(file, new Date().toISOString());
  };
  touch();
  setInterval(touch, everyMs).unref();
}
