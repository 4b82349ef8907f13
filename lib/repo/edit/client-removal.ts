import { stageNames } from "../../answers/stages.ts";
import type { ClientView, View } from "../../answers/view.ts";
import { typed } from "../../system/typed.ts";

/** What taking a client out of a repo means for what it has in AWS. */

/** The commands that take its stages away, and what they leave. */
export function removalNotes(client: ClientView, { project, has, ci }: View): string[] {
  const stages = stageNames(client);
  const production = client.stages.includes("production");
  return [
    `Its stages were to be removed first, in account ${client.account} (${client.region}): ${stages.map((stage) => `AWS_PROFILE=${client.name} ${typed(`destroy ${stage}`)}`).join("; ")}.`,
    ...(production
      ? [
          `${client.name}-production is protected and keeps its data: RUNBOOK.md says how to let go. What stays even then: ${[
            ...(has.databases ? ["its databases, with what they stand on"] : []),
            ...(has.databases && client.backup !== null
              ? [`backups in ${client.region} and ${client.backup.region}`]
              : []),
            "its buckets and KMS keys, and final snapshots of its caches",
          ].join(", ")}.`,
        ]
      : []),
    `SST's own remains in the account: the bucket sst-state-…, the bucket sst-asset-… and the parameters /sst/bootstrap and /sst/passphrase/${project}/…; delete them when nothing else there uses SST.`,
    `Yours to delete: the hosted zone of ${client.domain}, if nothing else is in it${ci === "none" ? "" : `, the role that CI deploys with, and the CI environments ${stages.join(" and ")}`}.`,
    `10.${client.network}.0.0/16 is free again: the next client may get it.`,
  ];
}
