import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { PRESETS } from "../../lib/answers/presets.ts";
import type { COMMANDS } from "../../lib/commands/index.ts";
import { noCredentials } from "../support/aws/server.ts";
import { temporaryFolder } from "../support/cli.ts";
import { atTerminal, runHere } from "../support/in-process.ts";

/**
 * Commands that edit the answers of a repo: what they ask at a terminal, what they say before somebody lets them write, and
 * what they refuse. Of the repo there are its answers only, so that all of its files would be written, and none is.
 */

const SAAS = { project: "shop", ...PRESETS.saas?.answers, backup: null };

async function repo(answers: object = {}, files: Record<string, string> = {}): Promise<string> {
  const root = await temporaryFolder();
  const stored = { ".yo-rc.json": JSON.stringify({ "generator-space-sst": { ...SAAS, ...answers } }) };
  for (const [path, text] of Object.entries({ ...stored, ...files })) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

interface Row {
  words: [command: keyof typeof COMMANDS, ...words: string[]];
  answers?: Record<string, unknown>;
  /** Other answers of the repo, and files in it. */
  stored?: object;
  files?: Record<string, string>;
  asks: string[];
  says: string[];
}

const REMOVED =
  "! The next deploy of each stage deletes the service's tasks, the way to it, its roles, its images and its secret.";
const DATABASE_STAYS =
  '! Its logical database and its role stay in the database "main": RUNBOOK.md, "Remove something", drops them.';
const lost = (store: string, then: string) =>
  `! The next deploy deletes the ${store} and its data. Take a snapshot first if you may need it. Production refuses until you let go: RUNBOOK.md, "Remove something". There it ${then}.`;
const goes = (path: string) =>
  `Data: ${path}: the next deploy deletes it and all that is in it; production refuses until you let go.`;

const SERVICE = ["services-size", "services-secrets", "services-database", "services-cache"];

const ROWS: Row[] = [
  {
    words: ["cache"],
    answers: { "caches-name": "pages", services: ["web"] },
    asks: ["caches-name", "caches-engine", "services"],
    says: [
      "api has main, worker has main; a service has one cache.",
      "! web is given REDIS_URL and REDIS_*; its code is yours, and does not use them yet.",
    ],
  },
  {
    words: ["database", "pages", "--services", "web"],
    asks: ["databases-engine", "databases-migrations"],
    says: ["! web is given DATABASE_URL and DB_*; its code is yours, and does not use them yet."],
  },
  {
    words: ["bucket", "--services", "web,api"],
    asks: ["buckets-name"],
    says: ["api", "web"].map(
      (name) => `! ${name} is given BUCKET_NAME and BUCKET_REGION; its code is yours, and does not use them yet.`,
    ),
  },
  {
    words: ["service", "mailer", "--kind", "worker", "--source", "node", "--cache", "main", "--secrets", "SMTP_URL"],
    asks: [
      ...["services-size", "services-database"],
      ...["services-queue", "services-backlog", "services-jobs", "services-givers"],
    ],
    says: [
      "Service 5",
      "With more there are more tasks. Divide how long a job may wait by how long it",
      "takes; five are done at a time.",
      "! A deploy needs a value of MailerSmtpUrl, in each stage: npx sst secret set MailerSmtpUrl --stage dev",
    ],
  },
  {
    words: ["service", "billing", "--kind", "api", "--private", "yes", "--secrets", "KEY", "--callers", "api,worker"],
    asks: ["services-source", "services-size", "services-database", "services-cache", "services-bucket"],
    says: [
      'services[0].private: "yes" is taken for true',
      "Service 5",
      "! A deploy needs a value of BillingKey, in each stage: npx sst secret set BillingKey --stage dev",
      "! api is given BILLING_URL; its code is yours, and does not use it yet.",
      "! worker is given BILLING_URL; its code is yours, and does not use it yet.",
    ],
  },
  { words: ["stage"], stored: { stages: ["dev"] }, asks: ["name"], says: [] },
  {
    words: ["client", "acme", "--account", "111111111111", "--domain", "acme.com", "--region", "eu-west-1"],
    asks: ["clients-stages", "clients-backup", "sizes-staging", "sizes-production"],
    says: [
      "Each is an environment of its own in the client's account.",
      "! acme-staging and acme-production deploy into account 111111111111 in eu-west-1, and into no other: sign in to it first, such as with AWS_PROFILE=acme.",
      "! Its addresses are 10.1.0.0/16, which no other client has.",
    ],
  },
  { words: ["remove", "service", "nightly"], asks: [], says: [REMOVED, DATABASE_STAYS] },
  {
    words: ["remove", "service", "nightly"],
    files: { "services/nightly/src/mine.ts": "mine\n" },
    asks: [],
    says: [
      "! services/nightly stays: you have edited 1 of its files. --delete-code deletes it, or do it yourself.",
      REMOVED,
      DATABASE_STAYS,
    ],
  },
  {
    words: ["remove", "service", "nightly", "--delete-code"],
    files: { "services/nightly/src/mine.ts": "mine\n" },
    asks: [],
    says: [REMOVED, DATABASE_STAYS],
  },
  {
    words: ["remove", "service", "worker"],
    asks: [],
    says: ["! api may give it no jobs any more: the code still does, and needs your edit.", REMOVED, DATABASE_STAYS],
  },
  { words: ["remove", "service", "web"], asks: [], says: [REMOVED] },
  {
    words: ["remove", "cache", "main", "--lose-data"],
    asks: [],
    says: [
      goes("caches.main"),
      "! api, worker lost its cache: its code still asks for it, and needs your edit.",
      lost('cache "main"', "leaves a snapshot"),
    ],
  },
  {
    words: ["remove", "database", "main", "--lose-data"],
    asks: [],
    says: [
      goes("databases.main"),
      "! api, worker, nightly lost its database: its code still asks for it, and needs your edit.",
      lost('database "main"', "then stays, with its backups"),
    ],
  },
  {
    words: ["remove", "bucket", "uploads", "--lose-data"],
    stored: {
      buckets: [{ name: "uploads" }],
      services: [{ name: "api", bucket: "uploads" }],
      databases: [],
      caches: [],
    },
    asks: [],
    says: [
      "Data: buckets.uploads: the next deploy deletes it and its files; in production it stays, with them.",
      "! api lost its bucket: its code still asks for it, and needs your edit.",
      '! The next deploy deletes the bucket "uploads" and its files. In production it stays, with them: RUNBOOK.md, "Remove something".',
    ],
  },
  {
    words: ["eject", "proof"],
    asks: [],
    says: [
      "! infra/proof/ is yours: check, plan, deploy and the policies run it, and an upgrade leaves it as it is.",
      '! To follow the package again, import "generator-space-sst/proof" instead of it, and delete the folder.',
    ],
  },
  {
    words: ["queue", "worker", "--queue", "sqs"],
    answers: { "services-givers": ["web"] },
    asks: ["services-givers"],
    says: [
      "! worker is given WORKER_QUEUE; its code is yours, and does not take jobs there yet.",
      "! api is given WORKER_QUEUE; its code is yours, and does not give jobs there yet.",
      "! web is given WORKER_QUEUE; its code is yours, and does not give jobs there yet.",
    ],
  },
  {
    words: ["queue", "mailer", "--source", "node"],
    answers: { "services-givers": ["web"] },
    asks: [...SERVICE, "services-queue", "services-backlog", "services-givers"],
    says: [
      "Service 5",
      "Names only, such as JWT_SECRET, with spaces between them; values are set later",
      "and never enter these answers. Leave it empty for none.",
      "With more there are more tasks. Divide how long a job may wait by how long it",
      "takes; five are done at a time.",
      "! web is given MAILER_QUEUE; its code is yours, and does not give jobs there yet.",
    ],
  },
];

const named = ROWS.map((row) => [row.words.join(" "), row] as const);

it.each(named)("%s", async (_, { words: [command, ...words], answers = {}, stored, files, asks, says }) => {
  const root = await repo(stored, files);
  const { asked, stdout, error } = await atTerminal(command, words, root, {}, { ...answers, "go-on": false });
  // Whoever is asked to let it write has read what to know, and what it costs.
  const [said = "", costs] = stdout.split("\nA month costs about, without visitors");
  expect(said.split("\n").filter((line) => line !== "")).toEqual(says);
  expect(costs).toMatch(/^, by prices of \S+\n( {2}\S.*\n)+/);
  expect(asked.map(({ name }) => name)).toEqual([...asks, "go-on"]);
  expect(asked.at(-1)).toMatchObject({ message: expect.stringMatching(/^Write \d+ files to \S+(, delete 1)?\?$/) });
  expect(error).toMatchObject({ code: 130, message: "Stopped. Nothing was written." });
});

describe("data is not lost without a yes", () => {
  it("which nobody gives by pressing Enter", async () => {
    const { asked, stdout, error } = await atTerminal("remove", ["cache", "main"], await repo(), {});
    expect(stdout).toBe(`${goes("caches.main")}\n`);
    expect(asked).toMatchObject([{ name: "go-on", message: "Go on all the same?", default: false }]);
    expect(error).toMatchObject({ code: 130 });
  });

  it("nor by --yes", async () => {
    const { error } = await runHere("remove", ["cache", "main", "--yes"], await repo(), {});
    expect(error).toMatchObject({
      code: 2,
      problems: [
        {
          path: "caches.main",
          message:
            "needs --lose-data: the next deploy deletes it and all that is in it; production refuses until you let go",
        },
      ],
    });
  });

  it("and a dry run loses none", async () => {
    const { error, stderr, stdout } = await runHere(
      "remove",
      ["cache", "main", "--dry-run", "--json"],
      await repo(),
      {},
    );
    expect({ error, said: stderr.split("\n")[0] }).toEqual({ error: null, said: goes("caches.main") });
    expect(JSON.parse(stdout)).toMatchObject({ dryRun: true, blueprint: { caches: [] } });
  });
});

describe("a client whose stages may stand goes only when somebody knows better", () => {
  const CLIENT = { name: "acme", account: "111111111111", domain: "acme.example", stages: ["production"] };
  const nobody = { ...noCredentials, AWS_ACCESS_KEY_ID: "", AWS_WEB_IDENTITY_TOKEN_FILE: "" };
  const remove = async (...words: string[]) =>
    atTerminal("remove", ["client", "acme", ...words], await repo({ clients: [CLIENT] }), nobody);
  const WHY =
    'Its stages: acme-production may still stand in account 111111111111: there are no AWS credentials, such as a profile "acme". Once "acme" is out of the repo, nothing here can deploy or remove them.';

  it("which Enter does not say", async () => {
    const { asked, stdout, error } = await remove();
    expect(stdout.split("\n").slice(-2)).toEqual([WHY, ""]);
    expect(asked).toMatchObject([{ name: "go-on", message: "Are they gone?", default: false }]);
    expect(error).toMatchObject({ code: 130, message: "Stopped. Nothing was written." });
  });

  it("and a dry run asks nobody", async () => {
    const { asked, stdout, error } = await remove("--dry-run");
    expect({ asked, error }).toEqual({ asked: [], error: null });
    expect(stdout).not.toContain("Its stages:");
  });
});

describe("is refused where nobody can be asked, and at a terminal before anything is", () => {
  const ALONE = "nobody can be asked here:\n";
  const rows: [words: Row["words"], message: string, stored?: object][] = [
    [
      ["cache"],
      `${ALONE}  name: is required: the name of the cache\n  --services: is required: the services that use the cache`,
    ],
    [["database", "x"], `${ALONE}  --services: is required: the services that use the database`],
    [["bucket", "--services", "web"], `${ALONE}  name: is required: the name of the bucket`],
    [["service"], `${ALONE}  name: is required: the name of the service`],
    [["queue"], "worker: is required: the name of the worker"],
    [["stage"], "name: is required: staging, production", { stages: ["dev"] }],
    [["queue", "worker", "--services", "web"], '--services: web cannot give jobs to "worker", or does: there are none'],
  ];
  it.each(rows)("%j", async (words, message, stored) => {
    const [command, ...rest] = words;
    const { error } = await runHere(command, [...rest, "--yes"], await repo(stored), {});
    expect(error).toMatchObject({ code: 2, message: expect.stringContaining(message) });
  });

  const both: [words: Row["words"], message: string, stored?: object][] = [
    [["cache", "x", "--services", "api"], '--services: "api" has the cache "main" already'],
    [
      ["cache", "x", "--services", "wab"],
      '--services: there is no service called "wab": there are api, web, worker, nightly',
    ],
    [["cache", "main", "--services", "web"], 'name: there is a cache called "main" already'],
    [["stage"], "name: the repo has every stage already"],
    [["stage", "qa"], '"qa" is not one of dev, staging, production'],
    [["eject"], 'what: say "proof"'],
    [["eject", "prof"], 'what: say "proof" (did you mean "proof"?)'],
    [["remove", "thing"], 'what: "thing" is none of the things to remove: service, database, cache, bucket, client'],
    [["remove", "bucket"], "name: is required: there are none"],
    [["remove", "service", "apo"], 'name: there is no service called "apo" (did you mean "api"?)'],
    [["queue", "api"], 'worker: "api" is no worker, and takes no jobs'],
    [
      ["queue", "worker", "--queue", "sqs", "--services", "api"],
      '--services: api cannot give jobs to "worker", or does: web, nightly',
    ],
    [
      ["service", "x", "--database-engine", "mysql"],
      "--database-engine: needs --database: the name of the new database",
    ],
    [["service", "x", "--cache-engine", "redis"], "--cache-engine: needs --cache: the name of the new cache"],
    [["service", "x", "--source", "existing", "--directory", "apps/x"], "--directory: apps/x has no Dockerfile"],
  ];
  it.each(both)("%j", async (words, message, stored) => {
    const [command, ...rest] = words;
    const root = await repo(stored);
    const alone = await runHere(command, rest, root, {});
    expect(alone.error).toMatchObject({ code: 2, message: expect.stringContaining(message) });
    const { asked, error } = await atTerminal(command, rest, root, {});
    expect([error?.message, asked]).toEqual([alone.error?.message, []]);
  });

  it("a store that every service has one of already", async () => {
    const services = [
      { name: "api", database: "main" },
      { name: "site", kind: "static" },
    ];
    const root = await repo({ services, databases: [{ name: "main" }], caches: [] });
    const { asked, error } = await atTerminal("database", [], root, {});
    expect([error?.message, asked]).toEqual([
      "1 problem in the repo:\n  services: every service has a database already: a new one would have no user",
      [],
    ]);
  });
});

it("what is written in a common form is said to be taken for what it means", async () => {
  const words = ["acme", "--account", "111111111111", "--domain", "https://ACME.com/", "--dry-run", "--json"];
  const { stderr, stdout } = await runHere("client", words, await repo(), {});
  expect(stderr.split("\n")[0]).toBe('clients[0].domain: "https://ACME.com/" is taken for acme.com');
  expect(JSON.parse(stdout).blueprint.clients).toMatchObject([{ name: "acme", domain: "acme.com" }]);
});
