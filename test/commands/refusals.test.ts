import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { COMMANDS } from "../../lib/commands/index.ts";
import { noCredentials } from "../support/aws/server.ts";
import { temporaryFolder } from "../support/cli.ts";
import { runHere } from "../support/in-process.ts";

/** What is refused before AWS is asked or a program is started: there are no credentials here, and no program. */

const ANSWERS = {
  project: "shop",
  domain: null,
  services: [
    { name: "api", database: "main", cache: "main", secrets: ["JWT_SECRET", "STRIPE_KEY"] },
    { name: "worker", kind: "worker", secrets: ["JWT_SECRET"] },
    { name: "site", kind: "static" },
  ],
  databases: [{ name: "main" }],
  caches: [{ name: "main" }],
  clients: [{ name: "acme", account: "222222222222", domain: "acme.io" }],
};

const FILES: Record<string, string> = {
  ".yo-rc.json": JSON.stringify({ "generator-space-sst": ANSWERS }),
  "node_modules/.bin/sst": "",
  ".env.jwt": "JWT_SECRET=new\n",
  ".env.stripe": "STRIPE_KEY=new\n",
  ".env.both": "JWT_SECRET=new\nSTRIPE_KEY=new\n",
};

async function repo(files = FILES): Promise<string> {
  const root = await temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

const DATES = "is neither a time such as 10m, 2h, 3d nor a moment such as 2026-01-31T09:30Z";

type Row = [command: keyof typeof COMMANDS, words: string[], problems: string[]];
const ROWS: Row[] = [
  ["deploy", ["dev", "--wait", "soon"], ['--wait: "soon" should be a number of seconds']],
  [
    "deploy",
    ["acme-production", "--yes"],
    ["--confirm: production is confirmed by its name: --confirm acme-production"],
  ],
  ["restart", ["dev", "--wait", "1m"], ['--wait: "1m" should be a number of seconds']],
  ["restart", ["dev", "site"], ['service: "site" is none of the services: api, worker']],
  ["rollback", ["dev", "api", "--wait=-1"], ['--wait: "-1" should be a number of seconds']],
  ["run", ["dev", "site", "--", "true"], ['service: "site" is none of the services: api, worker']],
  ["run", ["dev", "api"], ["--: what is to run is missing: space-sst run dev api -- node dist/migrate.js"]],
  ["tunnel", ["dev", "database", "--as", "worker"], ['--as: "worker" does not use the database: api']],
  ["tunnel", ["dev", "database", "--port", "65536"], ['--port: "65536" should be a port from 1 to 65535']],
  [
    "logs",
    ["dev", "apo", "--since", "soon"],
    [`--since: "soon" ${DATES}`, 'service: "apo" is none of the services (did you mean "api"?): api, worker'],
  ],
  ["rotate", ["dev", "database", "--from", ".env.jwt"], ["--from: is for secrets: the new value is made here"]],
  ["rotate", ["dev", "secret/JWT_SECRET"], ["--from: name a .env file with the new value, or - for standard input"]],
  ["rotate", ["dev", "secret/JWT_SECRET", "--from", ".env.stripe"], ["--from: has no value for JWT_SECRET"]],
  [
    "rotate",
    ["dev", "secret/JWT_SECRET", "--from", ".env.both"],
    ["--from: has other values too, which are not changed here: STRIPE_KEY"],
  ],
  [
    "rotate",
    ["dev", "secret", "--from", ".env.jwt"],
    ['credential: "secret" is none of the credentials: database, cache, secret/JWT_SECRET, secret/STRIPE_KEY'],
  ],
  ["status", ["--all", "dev"], ["stage: --all is every stage"]],
  ["status", ["--all", "--watch"], ["--watch: is for one stage", "--watch: is for a terminal"]],
  ["status", ["dev", "--watch"], ["--watch: is for a terminal"]],
  ["status", ["dev", "--profile", "x"], ["--profile: is for --all; one stage is read with AWS_PROFILE"]],
  [
    "fleet",
    ["status", "--parallel", "17", "--wait", "x"],
    ['--parallel: "17" should be a number from 1 to 16', '--wait: "x" should be a number of seconds'],
  ],
  ["fleet", ["sleep"], ["action: should be deploy or status"]],
  ["doctor", ["dve"], ['stage: "dve" is no stage of this repo (did you mean "dev"?)']],
  [
    "doctor",
    ["--dns", "1.1.1.1,dns.google,127.0.0.1:5353,::1,[::1]:53,1.1.1.1:x,[x]"],
    ["dns.google", "1.1.1.1:x", "[x]"].map((one) => `--dns: "${one}" is no address such as 1.1.1.1 or 127.0.0.1:5353`),
  ],
  [
    "plan",
    ["--traffic", "much", "--html", "/no/such/plan.html"],
    [
      "--html: there is no folder /no/such: make it, or name a file elsewhere",
      '--traffic: "much" is no amount of data: use 100GB',
    ],
  ],
  [
    "rehearse",
    ["--first", "--since", "HEAD", "--html", "/"],
    [
      "--html: / is a folder: name a file in it, such as report.html",
      "--first: says that there is nothing before, and --since what",
    ],
  ],
  ["rehearse", ["dve"], ['stage: "dve" is no stage of this repo (did you mean "dev"?)']],
  ["upgrade", ["--branch", "upgrade"], ["--branch: needs a git repository"]],
  ["ci", ["dev", "--repository", "acme/shop", "--account", "1"], ['--account: "1" is no AWS account: 12 digits']],
  ["ci", ["dev,dve", "--repository", "acme/shop"], ['stage: "dve" is no stage of this repo (did you mean "dev"?)']],
  ["secrets", ["push", "dev"], ["--from: name a .env file, or - for standard input"]],
  ["secrets", ["push", "dev", "--from", "nowhere"], ["--from: cannot be read: ENOENT"]],
  ["secrets", ["pull", "dev"], ["--to: name a file that git ignores, or - for standard output"]],
];

it.each(ROWS)("%s %j", async (command, words, problems) => {
  const { error, stdout } = await runHere(command, words, await repo(), noCredentials);
  expect([stdout, error]).toMatchObject(["", { code: 2 }]);
  const said = (error?.message ?? "").split("\n  ").slice(1);
  // A list of all that there is stands behind some of them.
  expect(said.map((one, n) => one.slice(0, problems[n]?.length))).toEqual(problems);
});

describe("a failure that is no wrong usage", () => {
  const rows: [
    command: keyof typeof COMMANDS,
    words: string[],
    message: string | RegExp,
    files?: Record<string, string>,
  ][] = [
    [
      "deploy",
      ["production", "--confirm", "production"],
      "production has no domain, so passwords would travel unencrypted. Give it one (space-sst --domain example.com), or insist with --allow-plain-http.",
    ],
    ["ci", ["dev"], /^git has no remote "origin" at github\.com in /],
    ...(["deploy", "rotate", "destroy"] as const).map(
      (command): [typeof command, string[], RegExp, Record<string, string>] => [
        command,
        ["dev", ...(command === "destroy" ? ["--confirm", "dev"] : [])],
        /SST/,
        { ".yo-rc.json": FILES[".yo-rc.json"] as string },
      ],
    ),
    [
      "secrets",
      ["diff", "dev"],
      "no service declares a secret; it is named in .yo-rc.json under services[].secrets",
      { ".yo-rc.json": JSON.stringify({ "generator-space-sst": { project: "shop" } }) },
    ],
    ["status", ["dev"], / is not a repo of space-sst: go to one, or begin one with `.*kickoff`$/, {}],
    ["upgrade", [], / is not a repo of space-sst/, {}],
  ];
  it.each(rows)("%s %j", async (command, words, message, files) => {
    const { error, stdout } = await runHere(command, words, await repo(files), noCredentials);
    expect([stdout, error]).toMatchObject(["", { code: 1 }]);
    expect(error?.message).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
  });
});
