/** What the bin runs a generator with: one module, so that it is one file. */
export { QueuedAdapter } from "@yeoman/adapter";
export { createEnv } from "yeoman-environment";
