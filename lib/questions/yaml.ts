/** A module of its own: only an answers file loads it. */
export { parse, parseDocument } from "yaml";
