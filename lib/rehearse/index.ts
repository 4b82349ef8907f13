/** What a rendered repo may import: `generator-space-sst/rehearse`. */
export type { Call } from "./account/account.ts";
export { keyOf } from "./account/accounts.ts";
export type { Fault } from "./account/faults.ts";
export type { Living } from "./account/living.ts";
export { type Engine, findEngine } from "./engine.ts";
export { type Kept, Rehearsal, type RehearsalOptions, type Run } from "./rehearsal.ts";
export { gapsOf } from "./story/reach.ts";
export { losses, type Step, stepsOf } from "./story/steps.ts";
