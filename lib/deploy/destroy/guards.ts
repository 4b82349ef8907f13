import type { StateResource } from "../../aws/sst/state.ts";
import type { Deployed } from "../deployed.ts";

/** What keeps a stage from being destroyed: the owner lifts it in the repo, where others see it, and deploys that. */
export interface Guard {
  /** The resource that is protected; null for the stage itself. */
  resource: string | null;
  /** Where the owner lifts it, and what he writes there. */
  file: "infra/waivers.json" | "sst.config.ts";
  remedy: string;
}

/** How a resource is protected, and the control that a waiver lets go of it by: infra/keep.ts. */
const PROTECTIONS: readonly { control: string; holds: (resource: StateResource) => boolean }[] = [
  { control: "OWN.protect", holds: ({ protect }) => protect === true },
  {
    control: "ELB.6",
    holds: ({ type, inputs, retainOnDelete }) =>
      type === "aws:lb/loadBalancer:LoadBalancer" && inputs?.enableDeletionProtection === true && !retainOnDelete,
  },
];

/** Days that a waiver holds which somebody copies. */
const DAYS = 14;

function waiver(control: string, resource: string | null, stage: string): Guard {
  const until = new Date(Date.now() + DAYS * 86_400_000).toISOString().slice(0, 10);
  const which = resource === null ? { control } : { control, resource };
  const remedy = JSON.stringify({ ...which, reason: `${stage} is destroyed`, until });
  return { resource, file: "infra/waivers.json", remedy };
}

/** SST removes no stage whose configuration protects it, and a control asks for that. */
const ofStage = (stage: string): Guard[] => [
  { resource: null, file: "sst.config.ts", remedy: `protect: production && input?.stage !== "${stage}",` },
  waiver("WA.removal", null, stage),
];

/** What has to be lifted before a stage can be destroyed, as it was deployed last. */
export const guardsOf = ({ resources, outputs, stage: { stage } }: Deployed): Guard[] => [
  ...(outputs._protect === true ? ofStage(stage) : []),
  ...PROTECTIONS.flatMap(({ control, holds }) =>
    resources.filter(holds).map(({ urn }) => waiver(control, urn.split("::").at(-1) ?? urn, stage)),
  ),
];
