import type { Rows } from "../row.ts";

/**
 * Backups, and what makes them. Read in version 6 (2026): backup/vault_lock_configuration.go. Version 5: backup/vault.go. In
 * an excerpt of an older version: backup/plan.go.
 */
export const backup = {
  "aws:backup/vault:Vault": {
    label: "Backup vault",
    bill: { use: "backups" },
    holds: "backups",
    stays: true,
    replacedBy: ["name", "kmsKeyArn"],
  },
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": {
    bill: "free",
    holds: null,
    stays: true,
    replacedBy: ["backupVaultName", "changeableForDays", "maxRetentionDays", "minRetentionDays"],
  },
  "aws:backup/vaultPolicy:VaultPolicy": { bill: "free", holds: null, stays: true, replacedBy: null },
  "aws:backup/plan:Plan": {
    label: "Backup plan",
    listed: "Backup plan",
    bill: "free",
    holds: null,
    stays: true,
    replacedBy: ["name"],
    neededBy: ["aws:backup/selection:Selection"],
  },
  "aws:backup/selection:Selection": { bill: "free", holds: null, stays: true, replacedBy: null },
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": {
    bill: { use: "restores" },
    holds: null,
    replacedBy: null,
    neededBy: ["aws:backup/restoreTestingSelection:RestoreTestingSelection"],
  },
  "aws:backup/restoreTestingSelection:RestoreTestingSelection": {
    bill: "free",
    holds: null,
    replacedBy: null,
    controls: ["WA.restore"],
  },
} as const satisfies Rows;
