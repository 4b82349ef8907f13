import { fileURLToPath } from "node:url";
import { isBuilt } from "./sources.mjs";

/** Builds `dist/`, unless it is built from these sources already. */

if (!isBuilt(fileURLToPath(new URL("..", import.meta.url)))) await import("./build.mjs");
