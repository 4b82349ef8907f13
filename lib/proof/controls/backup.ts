import { grants } from "../judges/access.ts";
import { sleeps } from "../judges/sleep.ts";
import { objects, type Stack, texts } from "../simulate/stack.ts";
import type { PlainObject, Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { get, handles, isSet, unless } from "./look.ts";
import { databases } from "./rds.ts";

const vaults = "aws:backup/vault:Vault";
const plans = "aws:backup/plan:Plan";
const locks = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";
const keep = "keep `disasterRecovery` on for production in infra/stage.ts";

const rulesOf = ({ inputs }: Resource) => objects(inputs.rules);
const copiesOf = (rule: PlainObject) => objects(rule.copyActions);
const days = (value: PlainObject) => Number(get(value, "lifecycle.deleteAfter") ?? 0);
/** What belongs to a vault: by name, and in its region, since two vaults of a stage may be called alike. */
const ofVault = (vault: Resource, stack: Stack, type: string) =>
  stack
    .of(type)
    .filter(({ inputs, region }) => inputs.backupVaultName === vault.inputs.name && region === vault.region);

/** How long the recovery points of a vault are kept, by every rule that puts some into it. */
const retentions = (vault: Resource, stack: Stack) =>
  stack
    .of(plans)
    .flatMap(rulesOf)
    .flatMap((rule) => [
      ...(rule.targetVaultName === vault.inputs.name ? [days(rule)] : []),
      ...copiesOf(rule)
        .filter(({ destinationVaultArn }) => destinationVaultArn === vault.outputs.arn)
        .map(days),
    ]);

const ADMINISTRATOR = "arn:aws:iam::123456789012:role/administrator";

/** The roles that AWS Backup works with. */
const keepersOf = (stack: Stack): string[] => [
  ...new Set(stack.of("aws:backup/selection:Selection").map(({ inputs }) => String(inputs.iamRoleArn))),
];

/** Whether a vault's policy keeps somebody from deleting its backups. */
const isRefused = (who: string, vault: Resource, stack: Stack): boolean =>
  ofVault(vault, stack, "aws:backup/vaultPolicy:VaultPolicy").some(({ inputs }) =>
    ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"].every(
      (action) => grants(inputs.policy, who, { action, resource: "arn:aws:backup:::recovery-point:x" }) === "deny",
    ),
  );

/** A schedule that leaves no day out. */
const isDaily = (schedule: unknown): boolean => {
  const [, , day, month, weekday] = /^cron\((.+)\)$/.exec(String(schedule))?.[1]?.split(" ") ?? [];
  const every = (field = "") => ["*", "?", "*/1"].includes(field);
  return /^rate\((1 day|\d+ (minute|hour)s?)\)$/.test(String(schedule)) || [day, month, weekday].every(every);
};

/** On five days of the week, which are others in UTC where people are far from it. */
const isOnWorkdays = (schedule: unknown): boolean =>
  /^cron\(\d+ \d+ \? \* (\w{3},){4}\w{3} \*\)$/.test(String(schedule));

/** AWS Backup, where it was chosen. */
export const backupControls: Control[] = [
  {
    id: "Backup.1",
    title: "backups are encrypted with a key of our own",
    why: "a copy of the data needs the same care as the data",
    fix: "keep kmsKeyArn in infra/backup.ts",
    severity: "mandatory",
    when: "always",
    of: [vaults],
    problem: unless("kmsKeyArn", isSet, "it has AWS's key"),
  },
  {
    id: "WA.plan",
    title: "backups are made every day, or every working day of a stage that sleeps",
    why: "a backup that somebody must think of is not made",
    fix: "keep the plan of infra/backup.ts",
    severity: "mandatory",
    when: "always",
    of: [plans],
    problem: (plan, stack) =>
      rulesOf(plan).some(({ schedule }) => isDaily(schedule) || (sleeps(stack) && isOnWorkdays(schedule)))
        ? undefined
        : "it has no daily schedule",
  },
  {
    id: "WA.copy",
    title: "backups are copied to a second region",
    why: "a region can be lost, and so can whoever has access to it",
    fix: keep,
    severity: "mandatory",
    when: "production",
    scope: "stage",
    of: [plans],
    problem: (plan, stack) => {
      const far = stack.of(vaults).filter(({ region }) => region !== plan.region);
      const copied = rulesOf(plan)
        .flatMap(copiesOf)
        .some(({ destinationVaultArn }) => far.some((vault) => vault.outputs.arn === destinationVaultArn));
      return copied ? undefined : "no copy leaves the region";
    },
  },
  {
    id: "WA.retention",
    title: "backups and their copies are kept for a week at least, and not for ever",
    why: "without a limit every one of them is paid for ever",
    fix: "keep `lifecycle` in infra/backup.ts",
    severity: "mandatory",
    when: "always",
    of: [plans],
    problem: (plan) =>
      rulesOf(plan)
        .flatMap((rule) => [rule, ...copiesOf(rule)])
        .filter((one) => days(one) < 7)
        .map((one) => (days(one) === 0 ? "something is kept for ever" : `something is kept for ${days(one)} days`)),
  },
  {
    id: "WA.lock",
    title: "vaults refuse to give up backups before their time, and an administrator can lift that",
    why: "whoever gets in deletes the backups first; but a lock in compliance mode can never be opened again",
    fix: `${keep}, and leave changeableForDays out`,
    severity: "mandatory",
    when: "production",
    scope: "stage",
    of: [vaults],
    problem: (vault, stack) => {
      const [lock] = ofVault(vault, stack, locks);
      if (lock === undefined || !isSet(lock.inputs.minRetentionDays)) return "it has no lock";
      return isSet(lock.inputs.changeableForDays) ? "nobody could ever lift its lock" : undefined;
    },
  },
  {
    id: "WA.lock-fit",
    title: "backups are kept for as long as the vault's lock allows",
    why: "outside its limits every backup fails",
    fix: "keep the limits of the lock in infra/backup.ts",
    severity: "mandatory",
    when: "production",
    scope: "stage",
    of: [vaults],
    where: (vault, stack) => ofVault(vault, stack, locks).length > 0,
    problem: (vault, stack) =>
      ofVault(vault, stack, locks).flatMap(({ inputs }) =>
        retentions(vault, stack)
          .filter(
            (kept) => kept < Number(inputs.minRetentionDays ?? 1) || kept > Number(inputs.maxRetentionDays ?? 36_500),
          )
          .map((kept) => `its lock refuses ${kept} days`),
      ),
  },
  {
    id: "WA.vault-policy",
    title: "nobody may delete backups from a vault, but for AWS Backup when their time has come",
    why: "whoever gets in deletes the backups first",
    fix: keep,
    severity: "mandatory",
    when: "production",
    scope: "stage",
    of: [vaults],
    problem: (vault, stack) => [
      ...(isRefused(ADMINISTRATOR, vault, stack) ? [] : ["its policy lets backups be deleted"]),
      ...keepersOf(stack)
        .filter((role) => isRefused(role, vault, stack))
        .map((role) => `its policy keeps ${role} from deleting what is too old`),
    ],
  },
  {
    id: "WA.restore",
    title: "a backup of every database is restored regularly, to see that it works",
    why: "a backup that was never restored is a hope",
    fix: keep,
    severity: "advisory",
    when: "production",
    scope: "stage",
    of: databases,
    where: (_, stack) => stack.of(vaults).length > 0,
    problem: (database, stack) => {
      const selections = stack.of("aws:backup/restoreTestingSelection:RestoreTestingSelection");
      const tested = selections.flatMap(({ inputs }) => texts(inputs.protectedResourceArns));
      return tested.some((arn) => arn === "*" || handles(database).includes(arn)) ? undefined : "no test restores it";
    },
  },
  {
    id: "WA.backup-alarm",
    title: "a backup or a copy that fails reaches somebody",
    why: "nobody looks at backups until they are needed",
    fix: "keep watch() of infra/backup.ts",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: [plans],
    problem: (_, stack) => {
      const watched = metrics(stack, "AWS/Backup").map(({ inputs }) => String(inputs.metricName));
      const wanted = ["NumberOfBackupJobsFailed", "NumberOfCopyJobsFailed"];
      return wanted.filter((name) => !watched.includes(name)).map((name) => `no alarm on ${name}`);
    },
  },
  {
    id: "WA.backup-missing",
    title: "a day without a backup reaches somebody",
    why: "a plan that does not run fails in silence",
    fix: "keep watch() of infra/backup.ts",
    severity: "mandatory",
    when: "production",
    scope: "stage",
    of: [plans],
    problem: (_, stack) =>
      metrics(stack, "AWS/Backup").some(
        ({ inputs }) =>
          inputs.metricName === "NumberOfBackupJobsCompleted" &&
          inputs.treatMissingData === "breaching" &&
          String(inputs.comparisonOperator).startsWith("LessThan"),
      )
        ? undefined
        : "no alarm when none is made",
  },
];

const metrics = (stack: Stack, namespace: string) =>
  stack.of("aws:cloudwatch/metricAlarm:MetricAlarm").filter(({ inputs }) => inputs.namespace === namespace);
