import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { toDocument } from "../../lib/answers/document.ts";
import { toBlueprint } from "../../lib/answers/parse.ts";
import { PRESETS } from "../../lib/answers/presets.ts";
import { git } from "../../lib/system/git.ts";
import { temporaryFolder } from "../support/cli.ts";
import { tree } from "../support/files.ts";
import { atTerminal, LEAVES, runHere } from "../support/in-process.ts";

/** A kickoff in this process: what it says and asks before anything is written, and what it runs afterwards. */

const SAAS = { project: "shop", ...PRESETS.saas?.answers, backup: null };
const MINIMAL = ["--preset", "minimal", "--project", "shop", "--region", "us-east-1", "--alerts-email", "none"];

/** A cache of a test's own, as it keeps drafts, and nobody whom git knows. */
async function place() {
  const cwd = await temporaryFolder();
  const env = { XDG_CACHE_HOME: join(cwd, ".cache"), GIT_CONFIG_GLOBAL: "/dev/null" };
  return { cwd, env };
}

const stored = (root: string, answers: object) =>
  writeFile(join(root, ".yo-rc.json"), JSON.stringify({ "generator-space-sst": answers }));

/** Prices change every week, and temporary folders each time. */
const steady = (text: string, cwd: string): string =>
  text
    .replaceAll(cwd, "/work")
    .replace(/ +\$\d+/g, "  $…")
    .replace(/\d{4}-\d\d-\d\d(T| )\d\d:\d\d/g, "2026-01-31 09:30")
    .replace(/prices of \S+/, "prices of 2026-01-31")
    .replace(/\d{3} files/g, "250 files");

describe("in a new folder", () => {
  it("says where it goes, shows all answers on the last screen, and keeps them where somebody stops", async () => {
    const { cwd, env } = await place();
    const first = await atTerminal("kickoff", ["shop", ...MINIMAL], cwd, env, { review: "stop" });
    expect(steady(first.stdout, cwd)).toMatchInlineSnapshot(`
      "The repo goes to /work/shop. Nothing is written before the last screen.
      Esc goes back to the question before; Ctrl-C stops, and keeps the answers.

      1 of 1 · Such as acme.com: services answer at api.acme.com, api-dev.acme.com …
      Leave it empty to decide later; until then they answer on the load balancer's
      name, over plain HTTP.
      A simpler choice: one API without a cache or a second service also runs on AWS Elastic Beanstalk: that costs less and has fewer parts. SST pays off with several services, workers, crons or clients.

        Project            shop
        AWS region         us-east-1
        Stages             dev, staging, production
        Domain             none
        Services           api
        Databases          none
        Caches             none
        Clients            none
        E-mail for alarms  none
        Slack channel      none
        Capacity           on-demand
        Images for         x86_64
        Traces             none
        dev sleeps         none
        CI                 github
        Package manager    npm

      A month costs about, without visitors, by prices of 2026-01-31
        dev  $…
        staging  $…
        production  $…
        all together  $…
      The same answers again:
        space-sst shop --yes --project shop
      "
    `);
    expect(first.asked.map(({ name }) => name)).toEqual(["domain", "review"]);
    expect(first.asked.at(-1)).toMatchObject({
      message: expect.stringMatching(/^Write [1-9]\d+ files to \/.*\/shop\?$/),
      choices: [
        { value: "write", name: "Write them" },
        { value: "change", name: "Change an answer" },
        { value: "stop", name: "Stop" },
      ],
    });
    expect(first.error).toMatchObject({
      code: 130,
      message: "Stopped. Nothing was written; the next run in this folder offers these answers.",
    });

    const again = await atTerminal("kickoff", ["shop", ...MINIMAL], cwd, env, { review: "stop" });
    expect(again.asked.map(({ name }) => name)).toEqual(["draft", "review"]);
    expect({ ...again.asked[0], message: steady(again.asked[0]?.message ?? "", cwd) }).toMatchObject({
      message: "There is a draft of 2026-01-31 09:30 UTC, with 1 answer",
      choices: [
        {
          value: true,
          name: "Go on with it",
          description: "its last question is asked next; Esc goes back from there",
        },
        { value: false, name: "Begin anew" },
      ],
    });
    const anew = await atTerminal("kickoff", ["shop", ...MINIMAL], cwd, env, { draft: false, review: "stop" });
    expect(anew.asked.map(({ name }) => name)).toEqual(["draft", "domain", "review"]);
  });

  it("keeps nothing where nothing was answered", async () => {
    const { cwd, env } = await place();
    const { error, stdout } = await atTerminal("kickoff", ["shop"], cwd, env, { project: LEAVES });
    expect([error?.message, stdout.includes("A preset asks 5 to 8 questions")]).toEqual([
      "Stopped. Nothing was written.",
      true,
    ]);
    expect((await atTerminal("kickoff", ["shop"], cwd, env, { project: LEAVES })).asked).toHaveLength(1);
  });

  it("offers every answer to be changed, and the list of services by a preset or one by one", async () => {
    const { cwd, env } = await place();
    const { asked } = await atTerminal("kickoff", ["shop", ...MINIMAL], cwd, env, {
      review: "change",
      "review-answer": LEAVES,
    });
    const [, , answers] = asked;
    const choices = answers?.choices as { value: string; name: string }[];
    expect([answers?.message, choices.map(({ name }) => name)]).toMatchInlineSnapshot(`
      [
        "Which answer?",
        [
          "Project            shop",
          "AWS region         us-east-1",
          "Stages             dev, staging, production",
          "Domain             none",
          "E-mail for alarms  none",
          "Slack channel      none",
          "Capacity           on-demand",
          "Images for         x86_64",
          "Traces             none",
          "dev sleeps         none",
          "CI                 github",
          "Package manager    npm",
          "Services and what they use: choose a preset, or one after the other",
        ],
      ]
    `);
    expect(choices.at(-1)?.value).toBe("lists");
  });

  it("writes what was agreed to without another question, and forgets the draft", async () => {
    const { cwd, env } = await place();
    const words = ["shop", ...MINIMAL, "--skip-install", "--skip-git"];
    const { asked, error, stdout } = await atTerminal("kickoff", words, cwd, env);
    expect([error, asked.map(({ name }) => name)]).toEqual([null, ["domain", "review"]]);
    // What it costs was on the screen already.
    expect(stdout.match(/A month costs about/g)).toHaveLength(1);
    expect(stdout).toMatch(/\n {2}npm install\n {2}npm run check /);
    expect(tree(join(cwd, ".cache", "generator-space-sst", "drafts"))).toEqual({});
  });

  it("in a dry run asks what is missing, and no last screen", async () => {
    const { cwd, env } = await place();
    const { asked, error, stdout } = await atTerminal("kickoff", ["shop", ...MINIMAL, "--dry-run"], cwd, env);
    expect([error, asked.map(({ name }) => name)]).toEqual([null, ["domain"]]);
    expect(stdout).toContain("Nothing was written: this is what would change.");
    expect(Object.keys(tree(cwd)).filter((path) => path.startsWith("shop/"))).toEqual([]);
  });

  it("is refused inside a repo, unless it is said as a path", async () => {
    const { cwd, env } = await place();
    await stored(cwd, SAAS);
    const words = [...MINIMAL, "--yes", "--dry-run"];
    const { error } = await runHere("kickoff", ["extra", ...words], cwd, env);
    expect(error).toMatchObject({
      code: 2,
      problems: [{ path: "extra", message: `would be a repo inside ${cwd}: for a folder of that name say ./extra` }],
    });
    expect((await runHere("kickoff", ["./extra", ...words], cwd, env)).error).toBeNull();
    // Its own folder is the repo itself.
    expect((await runHere("kickoff", [".", "--yes", "--dry-run"], cwd, env)).error).toBeNull();
  });
});

describe("where nobody can be asked", () => {
  it.each([
    [
      [],
      "the flags: nobody can be asked here; --yes takes the default of all but --project:\n  --project: Project\n  --region: AWS region\n  --domain: Domain\n  --alerts-email: E-mail for alarms\n  --service: the services: --preset NAME, or --service once for each",
    ],
    [["--yes"], "the flags: nobody can be asked here:\n  --project: Project"],
    [["--preset", "minimal"], "the flags: nobody can be asked here:\n  --project: Project"],
    [
      [
        "--project",
        "shop",
        "--domain",
        "acme.com",
        "--region",
        "us-east-1",
        "--service",
        "api",
        "--alerts-email",
        "none",
      ],
      "the flags: nobody can be asked here; --yes takes the default of all but --project:\n  --dns: Who serves the domain's DNS",
    ],
  ])("%j names what is missing", async (words, message) => {
    const { cwd, env } = await place();
    const { error } = await runHere("kickoff", ["shop", ...words], cwd, env);
    expect(error).toMatchObject({ code: 2, message: expect.stringContaining(message) });
  });

  it("flags that cannot be read are refused together with what is wrong with the rest", async () => {
    const { cwd, env } = await place();
    const words = ["--project", "Shop!", "--service", "name=api,prt=1", "--yes"];
    expect((await runHere("kickoff", ["shop", ...words], cwd, env)).error).toMatchObject({
      code: 2,
      problems: [
        { path: "--service", message: 'there is no such key as "prt" (did you mean "port"?)' },
        { path: "project", message: expect.stringMatching(/^"Shop!"/) },
      ],
    });
  });

  it("something simpler is named once, for a new repo only", async () => {
    const { cwd, env } = await place();
    const words = [...MINIMAL, "--yes", "--dry-run"];
    const simpler =
      /^A simpler choice: one API without a cache or a second service also runs on AWS Elastic Beanstalk/m;
    expect((await runHere("kickoff", ["shop", ...words], cwd, env)).stdout).toMatch(simpler);
    await stored(cwd, { project: "shop", ...PRESETS.minimal?.answers });
    expect((await runHere("kickoff", ["--yes", "--dry-run"], cwd, env)).stdout).not.toMatch(simpler);
  });
});

describe("in a repo", () => {
  async function repo() {
    const { cwd, env } = await place();
    await stored(cwd, toDocument(toBlueprint(SAAS)));
    return { cwd, env };
  }

  it("offers its answers to be changed where nothing new is said; Enter changes none", async () => {
    const { cwd, env } = await repo();
    const { asked, stdout, error } = await atTerminal("kickoff", [], cwd, env, { "go-on": false });
    expect(asked.map(({ name, message }) => [name, message])).toEqual([
      ["review-answer", "What is to change?"],
      ["go-on", expect.stringMatching(/^Write \d+ files to /)],
    ]);
    expect(stdout.replace(/\n(?=\S)/g, " ")).toContain(
      "What it consists of changes by a command of its own: space-sst service, space-sst database, space-sst cache, space-sst bucket, space-sst queue, space-sst stage, space-sst client, space-sst remove.",
    );
    // Whoever stops here has a repo: no draft is kept, no command repeated.
    expect(error?.message).toBe("Stopped. Nothing was written.");
    expect(stdout).not.toContain("The same answers again");
  });

  it("asks nothing where something is said, and again what is stored where that is wanted", async () => {
    const { cwd, env } = await repo();
    const said = await atTerminal("kickoff", ["--domain", "acme.com", "--dns", "route53"], cwd, env, {
      "go-on": false,
    });
    expect(said.asked.map(({ name }) => name)).toEqual(["go-on"]);
    const again = await atTerminal("kickoff", ["--ask-answered"], cwd, env, { region: LEAVES });
    expect(again.asked.map(({ name, default: initial }) => [name, initial])).toEqual([
      ["project", "shop"],
      ["region", "us-east-1"],
    ]);
  });

  it("says which one it is, from a folder inside", async () => {
    const { cwd, env } = await repo();
    await mkdir(join(cwd, "infra"));
    const { stdout } = await runHere("kickoff", ["--yes", "--dry-run"], join(cwd, "infra"), env);
    expect(stdout.split("\n")[0]).toBe(`The repo: ${cwd}`);
    expect((await runHere("kickoff", ["--yes", "--dry-run"], cwd, env)).stdout).not.toContain("The repo:");
  });

  it("leaves no data behind without a yes", async () => {
    const { cwd, env } = await repo();
    const said =
      "Data: region: the stages in us-east-1 stay in AWS with their data, and nothing here knows them any more; eu-west-1 gets new, empty ones.";
    const move = ["--region", "eu-west-1"];
    const refused = await runHere("kickoff", [...move, "--yes"], cwd, env);
    expect([refused.stdout, refused.error]).toMatchObject([
      expect.stringContaining(said),
      { code: 2, problems: [{ path: "region", message: expect.stringMatching(/^needs --lose-data: the stages in/) }] },
    ]);
    const asked = await atTerminal("kickoff", move, cwd, env);
    expect(asked.asked).toMatchObject([{ message: "Go on all the same?", default: false }]);
    const insists = await runHere("kickoff", [...move, "--lose-data", "--yes", "--dry-run"], cwd, env);
    expect(insists.error).toBeNull();
  });
});

describe("what runs once the files are there", () => {
  /** An npm that writes down what it is asked. */
  async function withNpm(answers: object = SAAS) {
    const { cwd, env } = await place();
    const bin = join(cwd, "bin");
    await mkdir(bin);
    await writeFile(join(bin, "npm"), `#!/bin/sh\necho "$*" >> '${bin}/calls'\nmkdir -p node_modules\n`);
    await chmod(join(bin, "npm"), 0o755);
    const root = join(cwd, "shop");
    await mkdir(root);
    await stored(root, answers);
    const kickoff = (...words: string[]) =>
      runHere("kickoff", [...words, "--yes"], root, { ...env, PATH: `${bin}:${process.env.PATH}` });
    const calls = () => readFile(join(bin, "calls"), "utf8").catch(() => "");
    return { cwd, root, kickoff, calls };
  }
  const isGit = async (root: string) => (await git(root, ["rev-parse", "--show-toplevel"])).stdout.toString().trim();

  it("is git, and the install where something is new to it", async () => {
    const { root, kickoff, calls } = await withNpm();
    const { error } = await kickoff();
    expect([error, await isGit(root), await calls()]).toEqual([null, root, "install\n"]);
    // Nothing has changed, and the packages are there.
    expect([(await kickoff()).error, await calls()]).toEqual([null, "install\n"]);
    expect([(await kickoff("--alerts-email", "ana@acme.com")).error, await calls()]).toEqual([
      null,
      "install\ninstall\n",
    ]);
  });

  it.each([
    ["no git where it is told so", ["--skip-git"], "install\n"],
    ["no install where it is told so", ["--skip-install"], ""],
  ])("is %s", async (_, words, called) => {
    const { root, kickoff, calls } = await withNpm();
    const { error, stdout } = await kickoff(...words);
    const inGit = tree(root)[".gitignore"] !== undefined && (await isGit(root)) === root;
    expect([error, await calls(), inGit]).toEqual([null, called, !words.includes("--skip-git")]);
    expect(stdout.includes("\n  npm install\n")).toBe(words.includes("--skip-install"));
  });

  it("is no git of its own in a bigger repository", async () => {
    const { cwd, root, kickoff } = await withNpm({ ...SAAS, workingDirectory: "shop" });
    await git(cwd, ["init", "--quiet"]);
    expect([(await kickoff()).error, await isGit(root)]).toEqual([null, cwd]);
  });
});
