/** A module of its own: only an answers file loads it. */
export { parse } from "yaml";
