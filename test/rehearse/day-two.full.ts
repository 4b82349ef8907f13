import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { losses, type Step } from "../../lib/rehearse/story/steps.ts";
import { preset } from "../support/plan.ts";
import { brief, engine, Stage } from "../support/rehearsal.ts";

const found = await engine();
const MINUTES = 20 * 60_000;

const SAAS = preset("saas", { domain: "acme.com", alerts: { email: "ops@acme.com" } });

interface Edit {
  file: string;
  from: RegExp;
  to: string;
}

/** One thing that an owner changes. */
interface Row {
  name: string;
  answers?(answers: Answers): Answers;
  /** Edits of files, which stay where there is still something to edit. */
  edits?: readonly Edit[];
  /** What a deploy does about it: a line, or a kind of lines. */
  does: readonly (string | RegExp)[];
  /** What it takes away that nobody can make again, by logical name. */
  loses?: readonly string[];
}

type Service = NonNullable<Answers["services"]>[number];

const services =
  (change: (service: Service) => Service[]) =>
  (answers: Answers): Answers => ({ ...answers, services: (answers.services ?? []).flatMap(change) });

const service = (name: string, more: Partial<Service>) =>
  services((one) => [one.name === name ? ({ ...one, ...more } as Service) : one]);

const waive = (...waivers: [control: string, resource: string][]): Edit => ({
  file: "infra/waivers.json",
  from: /^\[.*\]/s,
  to: JSON.stringify(
    waivers.map(([control, resource]) => ({ control, resource, reason: "As RUNBOOK.md says", until: "2999-01-31" })),
  ),
});

const newTask = (name: string): string[] => [
  `replaced TaskDefinition ${name}ServiceTask`,
  `replaced Invocation ${name}MigrationRun`,
  `changed Service ${name}ServiceService`,
];

/** Costs and charts follow what is there. */
const FOLLOWS = ["changed Budget Budget", "changed Budget StageBudget", "changed Dashboard Dashboard"];

/** RDS is asked for the events of the stage's own databases, by their names. */
const OTHER_DATABASES = [
  "changed EventSubscription DbInstanceEvents",
  "changed EventSubscription DbParameterGroupEvents",
];

/** What an owner does on the second day on production. Each deploy goes on from the one before, so each begins settled. */
const DEPLOYS: readonly (readonly Row[])[] = [
  [
    {
      name: "the size of a service",
      answers: service("api", { cpu: "1 vCPU", memory: "2 GB" }),
      does: newTask("Api"),
    },
    {
      name: "how many tasks it runs",
      answers: service("api", { min: 3, max: 9 }),
      does: ["changed Service ApiServiceService", "changed Target ApiServiceAutoScalingTarget"],
    },
    {
      name: "the size of databases and caches",
      edits: [
        { file: "infra/stage.ts", from: /instance: "t4g.medium"/, to: 'instance: "t4g.large"' },
        { file: "infra/stage.ts", from: /node: "t4g.small"/, to: 'node: "t4g.medium"' },
      ],
      does: ["changed Instance MainDatabaseInstance", "changed ReplicationGroup MainCacheCluster"],
    },
    {
      name: "another mail for alerts",
      answers: (answers) => ({ ...answers, alerts: { email: "night@acme.com" } }),
      does: ["replaced TopicSubscription Email-us-east-1"],
    },
    {
      name: "a client, whose stages are its own",
      answers: (answers) => ({
        ...answers,
        clients: [{ name: "acme", account: "111111111111", domain: "acme.example.com" }],
      }),
      does: [],
    },
    {
      name: "names for tenants, and a host that leads to a service's own",
      answers: service("web", { aliases: ["*.app"], redirects: ["www"] }),
      // Nothing is taken away or made anew: what people have open goes on.
      does: [
        /^created (Certificate|CertificateValidation|ListenerCertificate) CertificateBelowApp/,
        "created Record CertificateBelowAppCNAMERecordMockappacmecom",
        /^created Record Alb(Below)?(A|AAAA)Record(App|Www)acmecom$/,
        "created ListenerRule WebRedirects",
        /^changed ListenerRule WebServiceAlbRuleHTTPS443P\d+$/,
        "changed EventRule CertificateExpires",
      ],
    },
    {
      name: "how long backups are kept",
      answers: (answers) => ({ ...answers, backup: { region: "us-west-2", retentionDays: 60 } }),
      does: ["changed Plan BackupPlan"],
    },
  ],
  [
    {
      name: "the major version of a database, as RUNBOOK.md says",
      answers: (answers) => ({ ...answers, databases: [{ name: "main", version: "18" }] }),
      edits: [waive(["WA.window", "MainDatabaseInstance"])],
      // The old group stays in the account: the instance has it until the maintenance window.
      does: ["replaced ParameterGroup MainDatabaseParameterGroup", "changed Instance MainDatabaseInstance"],
    },
    {
      name: "a service with a database and a cache of its own",
      answers: (answers) => ({
        ...answers,
        services: [
          ...(answers.services ?? []),
          { name: "mail", kind: "worker", source: "node", database: "orders", cache: "jobs" },
        ],
        databases: [...(answers.databases ?? []), { name: "orders" }],
        caches: [{ name: "main" }, { name: "jobs" }],
      }),
      does: [/^created \w+ (Mail|Orders|Jobs)\w+/, /^created \w+ [\w.-]+[.-](mail|orders|jobs)\b/, ...OTHER_DATABASES],
    },
    {
      name: "alerts in Slack, too",
      answers: (answers) => ({ ...answers, alerts: { ...answers.alerts, slack: "T0123ABCD/C0123ABCD" } }),
      does: ["created Role SlackRole", "created SlackChannelConfiguration Slack"],
    },
  ],
  [
    {
      name: "databases and caches are let go, as RUNBOOK.md says",
      edits: [
        waive(
          ...["MainDatabaseInstance", "OrdersDatabaseInstance", "MainCacheCluster", "JobsCacheCluster"].map(
            (name): [string, string] => ["OWN.protect", name],
          ),
        ),
      ],
      // Without the waiver for a new version, it is guarded against one again.
      does: ["changed Instance MainDatabaseInstance"],
    },
    {
      name: "another region for backups",
      answers: (answers) => ({ ...answers, backup: { region: "eu-west-1", retentionDays: 60 } }),
      does: [
        "changed Plan BackupPlan",
        /^created \w+ Copies(Key|Vault)EuWest1/,
        "deleted Alias CopiesKeyUsWest2Alias",
        "deleted RandomId CopiesVaultUsWest2Name",
        /^kept \w+ Copies(Key|Vault)UsWest2/,
      ],
    },
  ],
  [
    {
      name: "a database and a cache less",
      answers: (answers) => ({
        ...service("mail", { database: null, cache: null })(answers),
        databases: [{ name: "main", version: "18" }],
        caches: [{ name: "main" }],
      }),
      does: [
        "replaced RandomId MailServiceTag",
        "changed Image MailServiceImage",
        "changed Role MailServiceExecutionRole",
        "replaced TaskDefinition MailServiceTask",
        "changed Service MailServiceService",
        /^deleted \w+ (Mail|Jobs)\w+/,
        /^deleted \w+ [\w.-]+[.-](orders|jobs)\b/,
        /^deleted Random\w+ OrdersDatabase/,
        /^kept \w+ OrdersDatabase(Instance|SubnetGroup|ParameterGroup|Logs|ProxySecret)/,
        "kept Selection BackupSelection-orders",
        ...OTHER_DATABASES,
      ],
      loses: ["JobsCacheCluster", "JobsCacheLogs", "JobsCacheProxySecret", "MailGrantLogGroupMailGrant", "MailSecret"],
    },
    {
      name: "the old region for backups again",
      answers: (answers) => ({ ...answers, backup: { region: "us-west-2", retentionDays: 60 } }),
      does: [
        "changed Plan BackupPlan",
        /^created \w+ Copies(Key|Vault)UsWest2/,
        "deleted Alias CopiesKeyEuWest1Alias",
        "deleted RandomId CopiesVaultEuWest1Name",
        /^kept \w+ Copies(Key|Vault)EuWest1/,
      ],
    },
  ],
  [
    {
      name: "a service less",
      answers: services((one) => (one.name === "mail" ? [] : [one])),
      does: [/^deleted \w+ Mail\w+/, /^deleted \w+ service\.mail\./],
      loses: ["MailServiceLogGroupMailService", "MailServiceRepository"],
    },
  ],
];

const isOne = (line: string, does: Row["does"]): boolean =>
  does.some((one) => (typeof one === "string" ? one === line : one.test(line)));

/** Hidden: docs/rehearse.md, "What it cannot show". */
describe.skipIf(found === null)("production on the real SST and engine, with AWS played", () => {
  let stage: Stage;
  let answers = SAAS;
  const edits: Edit[] = [];

  const change = async (rows: readonly Row[]): Promise<Step[]> => {
    answers = rows.reduce((given, row) => row.answers?.(given) ?? given, answers);
    edits.push(...rows.flatMap((row) => row.edits ?? []));
    await stage.change(answers);
    for (const { file, from, to } of edits) {
      const path = join(stage.root, file);
      await writeFile(path, (await readFile(path, "utf8")).replace(from, to));
    }
    await stage.rehearsal.put("work tree");
    return stage.deploy();
  };

  beforeAll(async () => {
    stage = await Stage.open(found as NonNullable<typeof found>, SAAS, { stage: "production" });
    await stage.deploy();
  }, MINUTES);

  it.each(DEPLOYS.map((rows) => ({ rows, name: rows.map((row) => row.name).join("; ") })))(
    "$name",
    async ({ rows }) => {
      const steps = await change(rows);
      const done = brief(steps);
      const wanted = rows.flatMap(({ does }) => does);
      expect(done.filter((line) => !isOne(line, [...wanted, ...FOLLOWS]))).toEqual([]);
      expect(wanted.filter((one) => !done.some((line) => isOne(line, [one])))).toEqual([]);
      const lost = losses(steps).map(({ name }) => name);
      expect(lost.sort()).toEqual(rows.flatMap(({ loses }) => loses ?? []).sort());
      expect(steps.filter(({ gap }) => gap)).toEqual([]);
    },
    MINUTES,
  );

  it(
    "its last database and cache less: what the database stands on stays, and its backups go on",
    async () => {
      const without = ({ database: _, cache: __, backlog: ___, jobs: ____, ...one }: Service): Service[] => [one];
      const steps = await change([
        {
          name: "none",
          answers: (given) => ({ ...services(without)(given), databases: [], caches: [], backup: null }),
          does: [],
        },
      ]);
      expect(steps.filter(({ action }) => action === "refused")).toEqual([]);
      const kept = brief(steps).flatMap((line) => (line.startsWith("kept ") ? [line.slice(5)] : []));
      expect(kept.sort()).toEqual([
        "Instance MainDatabaseInstance",
        "Key CopiesKeyUsWest2",
        "LogGroup MainDatabaseLogs-postgresql",
        "LogGroup MainDatabaseLogs-upgrade",
        "ParameterGroup MainDatabaseParameterGroup",
        "Plan BackupPlan",
        "Role BackupRole",
        "Role DatabaseMonitoringRole",
        "Secret MainDatabaseProxySecret",
        "SecretVersion MainDatabaseProxySecretVersion",
        "SecurityGroup DatabaseAccess",
        "SecurityGroup TunnelAccess",
        "Selection BackupSelection-main",
        "SubnetGroup MainDatabaseSubnetGroup",
        "Vault CopiesVaultUsWest2",
        "Vault Vault",
        "VaultLockConfiguration CopiesVaultUsWest2Lock",
        "VaultLockConfiguration VaultLock",
        "VaultPolicy CopiesVaultUsWest2Policy",
        "VaultPolicy VaultPolicy",
      ]);
      const snapshots = stage.rehearsal.account.living().filter(({ type }) => type === "snapshot");
      expect(snapshots).toHaveLength(2);
    },
    MINUTES,
  );

  const destroyed = async () => {
    const { document, error } = await stage.destroy();
    return { ...document, said: error };
  };

  it(
    "is not destroyed while it is protected, and the owner is told what lets go of it",
    async () => {
      const calls = stage.rehearsal.account.calls.length;
      const { status, guards, said } = await destroyed();
      expect({ status, said }).toMatchObject({ status: "protected", said: { kind: "protected" } });
      expect(stage.rehearsal.account.calls).toHaveLength(calls);
      const written = (file: string) => guards.flatMap((guard) => (guard.file === file ? [guard.remedy] : []));
      const steps = await change([
        {
          name: "nothing is guarded",
          edits: [
            { file: "infra/waivers.json", from: /^\[.*\]/s, to: `[${written("infra/waivers.json").join(",")}]` },
            { file: "sst.config.ts", from: /protect: production,/, to: written("sst.config.ts").join() },
          ],
          does: [],
        },
      ]);
      expect(brief(steps)).toEqual(["changed LoadBalancer AlbLoadBalancer"]);
    },
    MINUTES,
  );

  it(
    "is destroyed then, through a failure and a Ctrl-C, and what holds data stays and is named to the end",
    async () => {
      const { account } = stage.rehearsal;
      account.faults.add([{ on: "delete", resource: "/::ApiServiceRepository$/", do: "fail" }]);
      const first = await destroyed();
      expect(first).toMatchObject({
        status: "failed",
        said: { message: expect.stringContaining("ApiServiceRepository") },
      });
      account.faults.add([{ on: "delete", resource: "/::(ApiServiceRepository|VpcPublicSubnet1)$/", do: "hang" }]);
      account.faults.onHang = () => void process.emit("SIGINT");
      expect(await destroyed()).toMatchObject({ status: "interrupted", said: { code: 130 } });
      const last = await destroyed();
      expect(last).toMatchObject({ status: "destroyed", said: null });
      expect(last.stays.map(({ name }) => name)).toEqual(first.stays.map(({ name }) => name));
      expect(last.monthly.afterUsd).toBe(first.monthly.afterUsd);
      expect(first.monthly.afterUsd).toBeGreaterThan(0);
      const left = new Set(account.living().map(({ type }) => type));
      expect([...left]).toEqual(expect.arrayContaining(["aws:rds/instance:Instance", "aws:backup/vault:Vault"]));
      expect([...left]).not.toContain("aws:ecs/service:Service");
    },
    MINUTES,
  );

  it("asked nothing of the outside, and nothing that nobody answers", () => {
    expect(stage.rehearsal.outside).toEqual([]);
    expect(stage.rehearsal.unanswered).toEqual([]);
  });
});
