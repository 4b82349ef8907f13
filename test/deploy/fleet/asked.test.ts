import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { awsServer } from "../../support/aws/server.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { commitAll, git } from "../../support/git.ts";
import { atTerminal, LEAVES, runHere } from "../../support/in-process.ts";

/** `space-sst fleet deploy` up to where it would deploy: what is announced and asked, once, for all of them. */

const client = (name: string, n: number) => ({ name, account: String(100_000_000_001 + n), domain: `${name}.com` });

async function repo() {
  const root = await temporaryFolder();
  const answers = { project: "shop", services: [{ name: "api" }], clients: ["acme", "globex"].map(client) };
  await writeFile(join(root, ".yo-rc.json"), JSON.stringify({ "generator-space-sst": answers }));
  await commitAll(root, "First version");
  const { env } = await awsServer({});
  return { root, env, head: await git(root, "rev-parse", "HEAD") };
}

/** With the credentials of the environment for every client. */
const DEPLOY = ["deploy", "--profile", "none"];

it.each([
  [["--environment", "staging"], { type: "confirm", message: "Deploy them?", default: true }, { "go-on": false }],
  [[], { type: "input", message: "Type production to deploy them" }, { confirm: LEAVES }],
])("%j is announced, and asked about once", async (words, question, answers) => {
  const { root, env, head } = await repo();
  const { asked, stdout, error } = await atTerminal("fleet", [...DEPLOY, ...words], root, env, answers);
  const environment = words[1] ?? "production";
  expect(stdout.split("\n")[0]).toBe(`${environment} of shop, at ${head.slice(0, 12)} First version`);
  expect(stdout).toMatch(
    new RegExp(`acme-${environment} +100000000001 +us-east-1 +first, alone\n +globex-${environment} +100000000002`),
  );
  expect(asked).toMatchObject([question]);
  expect(error).toMatchObject({ code: 130, message: "Stopped. Nothing was deployed." });
});

it("a dry run is asked about by nobody, and is a document too", async () => {
  const { root, env, head } = await repo();
  const { asked, stdout, error } = await atTerminal("fleet", [...DEPLOY, "--dry-run"], root, env);
  expect([asked, error, stdout.trimEnd().split("\n").at(-1)]).toEqual([
    [],
    null,
    "Nothing was deployed: this is what would be.",
  ]);
  const json = await runHere("fleet", [...DEPLOY, "--dry-run", "--json"], root, env);
  expect(JSON.parse(json.stdout)).toMatchObject({
    revision: head,
    dryRun: true,
    stages: [
      { stage: "acme-production", status: "waiting" },
      { stage: "globex-production", status: "waiting" },
    ],
    counts: { waiting: 2 },
  });
});
