import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { help } from "../lib/cli/help.ts";
import { COMMAND_LIST } from "../lib/commands/index.ts";
import { packageRoot } from "../lib/system/package-root.ts";
import { awsServer } from "./support/aws/server.ts";
import { run, temporaryFolder } from "./support/cli.ts";
import { fleetRepo } from "./support/fleet.ts";
import { git } from "./support/git.ts";
import { runHere } from "./support/in-process.ts";
import { DOWN, playedStage } from "./support/played-stage.ts";
import { shapeOf } from "./support/shape.ts";
import { failing, stageRepo } from "./support/sst/stage.ts";
import { account, healthy } from "./support/sst/world.ts";
import { sstState } from "./support/sst-state.ts";

/**
 * The public face in one file, so that a change of it is a difference that somebody reads: `npx vitest run
 * test/reference.test.ts -u` writes it. SST is a stand-in here that plays what it printed once, and AWS a server that knows
 * what a test tells it: what they would say themselves is not part of a document's shape.
 */

const ANSWERS = [
  "--project=shop",
  "--service=api,secrets=JWT_SECRET",
  "--client=acme,account=111111111111,domain=acme.com",
  "--yes",
];

interface Document {
  command: string;
  words: string[];
}

/** Documents that a repo gives without AWS. */
const OF_A_REPO: readonly Document[] = [
  {
    command: "service",
    words: ["service", "mailer", "--kind=worker", "--source=node", "--yes", "--dry-run", "--json"],
  },
  { command: "upgrade --check", words: ["upgrade", "--check", "--json"] },
  { command: "upgrade", words: ["upgrade", "--dry-run", "--json"] },
  { command: "doctor", words: ["doctor", "--json"] },
  { command: "ci", words: ["ci", "dev", "--dry-run", "--json"] },
];

async function ofARepo(): Promise<[string, string][]> {
  const cwd = await temporaryFolder();
  const kickoff = await run([...ANSWERS, "--json"], { cwd });
  await git(cwd, "init", "--quiet");
  await git(cwd, "remote", "add", "origin", "git@github.com:acme/shop.git");
  const shapes: [string, string][] = [["kickoff", shapeOf(kickoff.stdout)]];
  for (const { command, words } of OF_A_REPO) shapes.push([command, shapeOf((await run(words, { cwd })).stdout)]);
  const server = await awsServer(sstState().answers);
  const secrets = await run(["secrets", "diff", "dev", "--json"], { cwd, env: server.env });
  return [...shapes, ["secrets diff", shapeOf(secrets.stdout)]];
}

async function ofADeploy(): Promise<[string, string][]> {
  const cwd = await temporaryFolder();
  await stageRepo(cwd, {
    deploy: failing("MainDatabase aws:rds:Instance", "api error InsufficientDBInstanceCapacity: no capacity"),
  });
  const { env } = await account(healthy());
  const { stdout } = await run(["deploy", "dev", "--yes", "--skip-doctor", "--json"], { cwd, env });
  return [["deploy", shapeOf(stdout)]];
}

async function ofAFleet(): Promise<[string, string][]> {
  const { fleet } = await fleetRepo(["acme", "globex"]);
  const documents = [
    ["fleet deploy", await fleet("deploy", "--dry-run", "--json")],
    ["fleet status", await fleet("status", "--json")],
  ] as const;
  return documents.map(([command, { stdout }]) => [command, shapeOf(stdout)]);
}

async function ofDayTwo(): Promise<[string, string][]> {
  const event = { eventId: "1", timestamp: 1_700_000_000_000, message: '{"level":"info","message":"ready"}' };
  const { root, server } = await playedStage({ ...DOWN, "logs.FilterLogEvents": { events: [event] } });
  const shape = async (name: "status" | "logs", ...words: string[]): Promise<[string, string]> => [
    [name, ...words].join(" "),
    shapeOf((await runHere(name, [...(words.length === 0 ? ["dev"] : words), "--json"], root, server.env)).stdout),
  ];
  return [await shape("status"), await shape("status", "--all"), await shape("logs")];
}

const fenced = (text: string): string => `\`\`\`\n${text.trimEnd()}\n\`\`\``;

describe("the reference", () => {
  it("has every command with its help, and the shape of every document", { timeout: 300_000 }, async () => {
    const shapes = [...(await ofARepo()), ...(await ofADeploy()), ...(await ofAFleet()), ...(await ofDayTwo())];
    const page = [
      "# Reference",
      "Written by `test/reference.test.ts`: what each command takes, and what its `--json` gives.",
      ...COMMAND_LIST.flatMap((command) => [`## space-sst ${command.name}`, fenced(help(command, []))]),
      "# Documents",
      "A name with `?` is not always there. `plan` and `rehearse` have JSON Schemas: `generator-space-sst/plan-schema` and\n`generator-space-sst/rehearsal-schema`; so have the answers, `generator-space-sst/schema`. `database`, `cache`, `stage`,\n`client` and `remove` give the document of `service`; `secrets push` and `pull` that of `diff`, with what was set or written.",
      ...shapes.flatMap(([command, shape]) => [`## space-sst ${command} --json`, fenced(shape)]),
    ];
    await expect(`${page.join("\n\n")}\n`).toMatchFileSnapshot(join(packageRoot, "docs", "reference.md"));
  });
});
