import { type Defect, inText, role, without } from "./damage.ts";

/** Who may do what. */
export const accessDefects: Defect[] = [
  {
    what: "ECS may not decrypt the service's secret",
    by: "OWN.may-start",
    damage: without(/^ApiServiceExecutionRole$/, "kms:Decrypt"),
  },
  { what: "ECS may not write a log", by: "OWN.may-start", damage: without(/ExecutionRole$/, "logs:PutLogEvents") },
  {
    what: "what runs the migrations may not give the task its roles",
    by: "OWN.may-run",
    damage: without(/MigrationRunRole$/, "iam:PassRole"),
  },
  {
    what: "a schedule may not start its task",
    by: "OWN.may-run",
    damage: without(/CronRole$/, "ecs:RunTask"),
  },
  {
    what: "the tunnel's role is for a service that does not use it",
    by: "OWN.may-trust",
    damage: ({ each }) =>
      each(role, /^TunnelRole$/, (inputs) => {
        inputs.assumeRolePolicy = JSON.stringify(inputs.assumeRolePolicy).replace("ec2.", "ecs.");
      }),
  },
  {
    what: "the vault's policy keeps nobody but AWS Backup from deleting",
    by: "WA.vault-policy",
    damage: inText("aws:backup/vaultPolicy:VaultPolicy", /./, "policy", "ArnNotEquals", "ArnEquals"),
  },
];
