import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { awsServer } from "../../support/aws/server.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { git } from "../../support/git.ts";
import { atTerminal, runHere } from "../../support/in-process.ts";
import { standInSst } from "../../support/sst.ts";
import { sstState } from "../../support/sst-state.ts";

/** `space-sst secrets` at a terminal, and what it says in a dry run. SST is a stand-in that writes down what it is asked. */

const SERVICES = [{ name: "api", secrets: ["JWT_SECRET", "STRIPE_KEY"] }];

async function world(file: string, stored: Record<string, string> = { ApiJwtSecret: "old" }) {
  const root = await temporaryFolder();
  const answers = { project: "shop", services: SERVICES };
  await writeFile(join(root, ".yo-rc.json"), JSON.stringify({ "generator-space-sst": answers }));
  await writeFile(join(root, ".gitignore"), ".env*\n");
  await writeFile(join(root, ".env"), file);
  await git(root, "init", "--quiet");
  const sst = await standInSst(root);
  const state = sstState();
  state.secrets("shop", "dev", stored);
  const server = await awsServer(state.answers);
  return { root, sst, env: server.env };
}

const PUSH = ["push", "dev", "--from", ".env"];
const lines = (text: string) => text.trimEnd().split("\n").slice(2);

describe("a value that is there already", () => {
  it("is replaced only by who says yes, and Enter does", async () => {
    const { root, sst, env } = await world("JWT_SECRET=new\n");
    const no = await atTerminal("secrets", PUSH, root, env, { replace: false });
    expect(no.asked).toEqual([
      {
        type: "confirm",
        name: "replace",
        message: "Replace the value of api.JWT_SECRET in dev (account 111122223333)?",
        default: true,
      },
    ]);
    expect([no.error, await sst.calls()]).toMatchObject([{ code: 130, message: "Stopped. Nothing was set." }, []]);
    const yes = await atTerminal("secrets", PUSH, root, env);
    expect([yes.error, (await sst.calls()).map(({ args }) => args)]).toEqual([
      null,
      [["secret", "set", "ApiJwtSecret", "--stage", "dev"]],
    ]);
  });

  it.each([
    ["nothing is replaced", "STRIPE_KEY=new\n", []],
    ["nothing is written", "JWT_SECRET=new\n", ["--dry-run"]],
    ["nobody is to be asked", "JWT_SECRET=new\n", ["--yes"]],
  ])("is not asked about where %s", async (_, file, words) => {
    const { root, env } = await world(file);
    const { asked, error } = await atTerminal("secrets", [...PUSH, ...words], root, env);
    expect([asked, error]).toEqual([[], null]);
  });
});

describe("the last lines", () => {
  const STILL = "Still without a value, so that a deploy stops: api.STRIPE_KEY.";
  it.each([
    [
      "what would be set",
      ["--dry-run"],
      "JWT_SECRET=new\n",
      ["  different   api.JWT_SECRET  the stage has another value", "Nothing was set: 1 would be.", STILL],
    ],
    [
      "that nothing is new",
      [],
      "JWT_SECRET=old\n",
      ["  same        api.JWT_SECRET", "dev has these values already.", STILL],
    ],
  ])("say %s", async (_, words, file, said) => {
    const { root, env, sst } = await world(file);
    const { error, stdout } = await runHere("secrets", [...PUSH, ...words], root, env);
    expect(error).toBeNull();
    const shown = lines(stdout).filter((line) => !/^ {2}missing /.test(line));
    expect(shown).toEqual(said);
    expect(await sst.calls()).toEqual([]);
  });

  it("name none that is without a value where all have one", async () => {
    const { root, env } = await world("JWT_SECRET=a\nSTRIPE_KEY=b\n", { ApiJwtSecret: "a" });
    const { stdout } = await runHere("secrets", [...PUSH, "--dry-run"], root, env);
    expect(stdout.trimEnd().split("\n").at(-1)).toBe("Nothing was set: 1 would be.");
  });

  it("say how many values were fetched, and where they are; a dry run writes none", async () => {
    const { root, env } = await world("");
    const pull = (...words: string[]) => runHere("secrets", ["pull", "dev", "--to", ".env.dev", ...words], root, env);
    const file = join(root, ".env.dev");
    expect(lines((await pull("--dry-run")).stdout)).toEqual([`1 of 2 values would be written in ${file}.`]);
    const json = JSON.parse((await pull("--dry-run", "--json")).stdout);
    expect(json).toMatchObject({ action: "pull", stage: "dev", dryRun: true, file });
    expect(lines((await pull()).stdout)).toEqual([`1 of 2 values written in ${file}.`]);
    expect((await pull()).error?.message).toMatch(/^\.env\.dev is there already/);
    expect((await pull("--force")).error).toBeNull();
  });

  it("of a comparison are a document with --json, which fails all the same", async () => {
    const { root, env } = await world("");
    const { stdout, stderr, error } = await runHere("secrets", ["diff", "dev", "--json"], root, env);
    expect(JSON.parse(stdout)).toMatchObject({
      action: "diff",
      dryRun: false,
      secrets: [{ state: "set" }, { state: "missing" }],
    });
    expect(lines(stderr)).toHaveLength(2);
    expect(error).toMatchObject({
      code: 1,
      message: "dev has no value for api.STRIPE_KEY: space-sst secrets push dev --from FILE",
    });
  });
});
