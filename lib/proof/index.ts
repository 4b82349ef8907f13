/**
 * The proof of a rendered repo, without AWS: its program run offline on the real SST components, and the controls that its
 * resources are asked.
 *
 * - A control of your own is a `Control`: add it to the list of infra/controls.ts, after `standard`.
 * - A test of your own runs a stage with `simulate`, and asks the `Stack` of what it gives.
 *
 * @packageDocumentation
 */
export type { Control, Finding } from "./controls/control.ts";
export { controlsDocument } from "./controls/document.ts";
export { standard } from "./controls/list.ts";
export { ask, type Result, report } from "./controls/report.ts";
export { readWaivers, today, type Waiver } from "./controls/waivers.ts";
export { loadProof, ProofMissing, type RepoProof } from "./load.ts";
export { policiesOf } from "./policy.ts";
export { Proof, type StageProof } from "./prove.ts";
export { servePolicies } from "./serve.ts";
export { PlatformMissing } from "./simulate/engine/sdk.ts";
export { type SimulateOptions, type Simulation, Simulator, simulate } from "./simulate/simulate.ts";
export { containersOf, label, objects, Stack, texts } from "./simulate/stack.ts";
export type { StageOf } from "./simulate/stages.ts";
export type { Plain, PlainObject, Resource } from "./simulate/types.ts";
