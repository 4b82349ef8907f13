import { chmod, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it } from "vitest";
import type { Answers } from "../../../lib/answers/schema.ts";
import { type AwsServer, awsServer } from "../../support/aws/server.ts";
import { run, temporaryFolder } from "../../support/cli.ts";
import { renderRepo } from "../../support/repo.ts";
import { realSst, standInSst } from "../../support/sst.ts";
import { type SstState, sstState } from "../../support/sst-state.ts";

const ANSWERS: Answers = {
  project: "shop",
  domain: "shop.example",
  services: [
    { name: "api", secrets: ["JWT_SECRET", "STRIPE_KEY"] },
    { name: "worker", kind: "worker", secrets: ["JWT_SECRET"] },
  ],
  clients: [{ name: "acme", account: "444455556666", domain: "acme.example", region: "eu-west-1" }],
};

interface World {
  root: string;
  server: AwsServer;
  state: SstState;
  secrets(words: string[], more?: { input?: string; env?: Record<string, string> }): ReturnType<typeof run>;
}

/** A rendered repo under git, with AWS and SST's state beside it. */
async function world(): Promise<World> {
  const root = await temporaryFolder();
  await renderRepo(ANSWERS, root);
  await rm(join(root, ".sst"));
  await execa("git", ["init", "--quiet"], { cwd: root });
  const state = sstState();
  const server = await awsServer(state.answers);
  return {
    root,
    server,
    state,
    secrets: (words, { input, env } = {}) =>
      run(["secrets", ...words], {
        cwd: root,
        ...(input === undefined ? {} : { input }),
        env: { ...server.env, ...env },
      }),
  };
}

const HOSTILE = 'it\'s $HOME "#" `x`'.replaceAll("`", "");

it("sets what is new or different, each value over standard input alone", async () => {
  const { root, state, secrets } = await world();
  const sst = await standInSst(root);
  state.secrets("shop", "dev", { ApiJwtSecret: "old", ApiStripeKey: "sk_1" });
  const file = `JWT_SECRET=\`${HOSTILE}\`\nSTRIPE_KEY=sk_1\n`;
  const { exitCode, stdout, stderr } = await secrets(["push", "dev", "--from", "-"], { input: file });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout.replace(/\(\d+ s\)/g, "(0 s)")).toMatchInlineSnapshot(`
    "Reading the secrets of dev …
    ✔ Reading the secrets of dev (0 s)
      different   api.JWT_SECRET     the stage has another value
      same        api.STRIPE_KEY
      new         worker.JWT_SECRET  the stage has none yet
    Setting api.JWT_SECRET …
    ✔ Setting api.JWT_SECRET (0 s)
    Setting worker.JWT_SECRET …
    ✔ Setting worker.JWT_SECRET (0 s)
    2 set. Services get them with the next deploy of dev."
  `);
  expect(await sst.calls()).toEqual([
    { args: ["secret", "set", "ApiJwtSecret", "--stage", "dev"], stdin: HOSTILE },
    { args: ["secret", "set", "WorkerJwtSecret", "--stage", "dev"], stdin: HOSTILE },
  ]);
});

it("says what would be set, and sets nothing", async () => {
  const { root, secrets } = await world();
  const sst = await standInSst(root);
  await writeFile(join(root, ".env.dev"), "JWT_SECRET=hush\n");
  const { exitCode, stdout } = await secrets(["push", "dev", "--from", ".env.dev", "--dry-run", "--json"]);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    action: "push",
    stage: "dev",
    account: "111122223333",
    region: "us-east-1",
    dryRun: true,
    secrets: [
      { name: "ApiJwtSecret", service: "api", variable: "JWT_SECRET", state: "new" },
      { name: "ApiStripeKey", service: "api", variable: "STRIPE_KEY", state: "missing" },
      { name: "WorkerJwtSecret", service: "worker", variable: "JWT_SECRET", state: "new" },
    ],
    set: [],
  });
  expect(await sst.calls()).toEqual([]);
});

it("refuses names that nobody declares, before anything is asked of AWS", async () => {
  const { root, server, secrets } = await world();
  const sst = await standInSst(root);
  const { exitCode, stderr } = await secrets(["push", "dev", "--from", "-"], {
    input: "JWT_SECRETS=hush\nNOPE=hush\n",
  });
  expect(exitCode).toBe(2);
  expect(stderr).toMatchInlineSnapshot(`
    "space-sst: 2 problems in standard input:
      JWT_SECRETS: no service declares it (did you mean "JWT_SECRET"?)
      NOPE: no service declares it"
  `);
  expect([server.requests, await sst.calls()]).toEqual([[], []]);
});

it("says what is left when SST fails, without the value", async () => {
  const { root, secrets } = await world();
  await standInSst(root);
  const { exitCode, stdout, stderr } = await secrets(["push", "dev", "--from", "-"], {
    input: "JWT_SECRET=hush-hush\nSTRIPE_KEY=hush-hush\n",
    env: { SST_STAND_IN_FAILS: "ApiStripeKey" },
  });
  expect(exitCode).toBe(1);
  expect(stderr).toMatchInlineSnapshot(
    `"space-sst: SST could not set ApiStripeKey in dev: Could not set secret AccessDenied: …; not set: api.STRIPE_KEY, worker.JWT_SECRET. Run it again to go on"`,
  );
  expect(stdout + stderr).not.toContain("hush");
});

it("touches no account but the client's own", async () => {
  const { root, server, secrets } = await world();
  const sst = await standInSst(root);
  const { exitCode, stderr } = await secrets(["push", "acme-production", "--from", "-"], { input: "JWT_SECRET=x\n" });
  expect(exitCode).toBe(1);
  expect(stderr).toMatchInlineSnapshot(
    `"space-sst: acme-production belongs to account 444455556666, but the credentials are for 111122223333 (arn:aws:iam::111122223333:user/ana): choose a profile of that account, such as with AWS_PROFILE. Nothing was changed"`,
  );
  expect(await sst.calls()).toEqual([]);
  expect(server.requests.map(({ operation, region }) => [operation, region])).toEqual([
    ["sts.GetCallerIdentity", "eu-west-1"],
  ]);
});

it("compares without showing values, and fails where a deploy would stop", async () => {
  const { state, secrets } = await world();
  state.secrets("shop", "dev", { ApiJwtSecret: "hush-1", OldApiKey: "hush-2" });
  state.secrets("shop", "_fallback", { WorkerJwtSecret: "hush-3" });
  const { exitCode, stdout, stderr } = await secrets(["diff", "dev"]);
  expect(exitCode).toBe(1);
  expect(stdout.replace(/\(\d+ s\)/g, "(0 s)")).toMatchInlineSnapshot(`
    "Reading the secrets of dev …
    ✔ Reading the secrets of dev (0 s)
      set         api.JWT_SECRET
      missing     api.STRIPE_KEY     no value: a deploy stops here
      set         worker.JWT_SECRET
      undeclared  OldApiKey          no service declares it: sst secret remove takes it away"
  `);
  expect(stderr).toMatchInlineSnapshot(
    `"space-sst: dev has no value for api.STRIPE_KEY: npx space-sst secrets push dev --from FILE"`,
  );
  state.secrets("shop", "dev", { ApiJwtSecret: "hush-1", ApiStripeKey: "hush-4" });
  const second = await secrets(["diff", "dev", "--from", "-"], { input: "JWT_SECRET=hush-1\nSTRIPE_KEY=hush\n" });
  expect(second.exitCode).toBe(0);
  expect(second.stdout.replace(/\(\d+ s\)/g, "(0 s)")).toMatchInlineSnapshot(`
    "Reading the secrets of dev …
    ✔ Reading the secrets of dev (0 s)
      same        api.JWT_SECRET
      different   api.STRIPE_KEY     the stage has another value
      new         worker.JWT_SECRET  the stage has none yet"
  `);
  expect(stdout + stderr + second.stdout + second.stderr).not.toContain("hush");
});

it("writes a file that only its owner reads, and that git ignores", async () => {
  const { root, state, secrets } = await world();
  state.secrets("shop", "dev", { ApiJwtSecret: "same", WorkerJwtSecret: "same", ApiStripeKey: "a #b" });
  const { exitCode, stderr } = await secrets(["pull", "dev", "--to", ".env.dev"]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(await readFile(join(root, ".env.dev"), "utf8")).toBe("JWT_SECRET='same'\nSTRIPE_KEY='a #b'\n");
  expect((await stat(join(root, ".env.dev"))).mode & 0o777).toBe(0o600);

  await chmod(join(root, ".env.dev"), 0o644);
  const again = await secrets(["pull", "dev", "--to", ".env.dev"]);
  expect(again.stderr).toMatch(/^space-sst: \.env\.dev is there already/);
  expect((await secrets(["pull", "dev", "--to", ".env.dev", "--force"])).exitCode).toBe(0);
  expect((await stat(join(root, ".env.dev"))).mode & 0o777).toBe(0o600);

  const open = await secrets(["pull", "dev", "--to", "secrets.txt"]);
  expect(open.exitCode).toBe(1);
  expect(open.stderr).toMatch(/^space-sst: git does not ignore secrets\.txt/);
});

it("prints the values where it is asked to, and nothing else there", async () => {
  const { state, secrets } = await world();
  state.secrets("shop", "dev", { ApiJwtSecret: "one", WorkerJwtSecret: "two" });
  const { exitCode, stdout } = await secrets(["pull", "dev", "--to", "-"]);
  expect(exitCode).toBe(0);
  expect(stdout).toBe("api.JWT_SECRET='one'\nworker.JWT_SECRET='two'");
});

it("names everything that is wrong with the command line", async () => {
  const { secrets } = await world();
  expect((await secrets(["pusch", "dev", "--to", "-", "--json"])).stderr).toMatchInlineSnapshot(`
    "space-sst: 1 problem in the command line:
      action: "pusch" is none (did you mean "push"?): push, pull, diff"
  `);
  expect((await secrets(["pull", "dev", "--to", "-", "--json", "--from", "x"])).stderr).toMatchInlineSnapshot(`
    "space-sst: 2 problems in the command line:
      --from: is for push and diff
      --json: standard output cannot carry the values and a document"
  `);
  expect((await secrets(["push", "dve", "--from", "-"], { input: "JWT_SECRET=x" })).stderr).toMatchInlineSnapshot(`
    "space-sst: 1 problem in the command line:
      stage: "dve" is no stage of this repo (did you mean "dev"?); stages: dev, staging, production, acme-staging, acme-production"
  `);
  expect((await secrets(["push", "dev"])).stderr).toMatchInlineSnapshot(`
    "space-sst: 1 problem in the command line:
      --from: name a .env file, or - for standard input"
  `);
});

it("reads what the real SST has written", { timeout: 120_000 }, async () => {
  const { root, state, server, secrets } = await world();
  const env = await realSst(root);
  const file = `JWT_SECRET=\`${HOSTILE}\nline 2\`\nSTRIPE_KEY='sk \\n'\n`;
  const push = await secrets(["push", "dev", "--from", "-"], { input: file, env });
  expect({ exitCode: push.exitCode, stderr: push.stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect([...state.objects.keys()]).toEqual(["secret/shop/dev.json"]);
  const diff = await secrets(["diff", "dev", "--from", "-", "--json"], { input: file, env });
  expect(JSON.parse(diff.stdout).secrets.map((secret: { state: string }) => secret.state)).toEqual([
    "same",
    "same",
    "same",
  ]);
  expect(server.requests.filter(({ operation }) => operation === "s3.PutObject")).toHaveLength(3);
});
