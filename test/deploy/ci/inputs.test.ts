import { describe, expect, it } from "vitest";
import { stagesOf } from "../../../lib/answers/stages.ts";
import { checkFlags, checkStages, type Flags, findRepository, identitiesOf } from "../../../lib/deploy/ci/inputs.ts";
import type { UsageError } from "../../../lib/errors.ts";
import { typed } from "../../../lib/system/typed.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { git } from "../../support/git.ts";
import { viewOf } from "../../support/view.ts";

/** What a command line of `space-sst ci` may say, before anybody is asked. */

const repoOf = (ci: string) =>
  viewOf({
    project: "shop",
    ci,
    domain: "acme.com",
    services: [{ name: "api" }],
    clients: [{ name: "globex", account: "222222222222", domain: "globex.example" }],
  });

/** All that is wrong, as `--flag: why`. */
function problems(check: () => void): string[] {
  try {
    check();
    return [];
  } catch (error) {
    expect(error).toMatchObject({ code: 2, message: expect.stringContaining("in the command line:") });
    return (error as UsageError).problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

const NONE: Flags = {
  repository: undefined,
  subject: undefined,
  account: undefined,
  "workspace-uuid": undefined,
  "repository-uuid": undefined,
  "environment-uuid": undefined,
};
const wrong = (flags: Partial<Flags>, ci = "github") => problems(() => checkFlags({ ...NONE, ...flags }, repoOf(ci)));
const UUID = "0a1B2c3d-0000-4000-8000-00000000000f";

describe("a flag", () => {
  it.each<[keyof Flags, string, string | null]>([
    ["repository", "acme/shop", null],
    ["repository", "acme", "is no repository: OWNER/NAME, such as acme/shop"],
    ["account", "123456789012", null],
    ["account", "12345678901", "is no AWS account: 12 digits"],
    ["account", "1234567890123", "is no AWS account: 12 digits"],
    ["subject", "repo:acme@12/shop@34", null],
    [
      "subject",
      "repo:acme/*",
      "is not how a subject begins: repo:acme/shop or repo:acme@123456/shop@456789, without a wildcard",
    ],
    ["workspace-uuid", UUID, null],
    ["repository-uuid", `{${UUID}}`, null],
    ["environment-uuid", UUID.slice(1), "is no UUID"],
    ["environment-uuid", `${UUID}0`, "is no UUID"],
    ["environment-uuid", UUID.replace("-0000-4000", "-4000"), "is no UUID"],
    ["environment-uuid", `0${UUID}`, "is no UUID"],
    ["workspace-uuid", UUID.replace("f", "g"), "is no UUID"],
    ["repository-uuid", "*", "is no UUID"],
  ])("--%s %s: %s", (name, value, why) => {
    expect(wrong({ [name]: value })).toEqual(why === null ? [] : [`--${name}: "${value}" ${why}`]);
  });

  it("is refused with all others that are wrong", () => {
    expect(wrong({ account: "1", subject: "repo", "workspace-uuid": "2" }).map((line) => line.split(":")[0])).toEqual([
      "--account",
      "--subject",
      "--workspace-uuid",
    ]);
  });

  it("is required of Bitbucket, which nobody else can be asked for", () => {
    const required = (name: string) => `--${name}: is required: Repository settings, OpenID Connect shows it`;
    const uuids = ["workspace-uuid", "repository-uuid", "environment-uuid"];
    expect(wrong({}, "bitbucket")).toEqual(uuids.map(required));
    expect(wrong({ "workspace-uuid": UUID }, "bitbucket")).toEqual(uuids.slice(1).map(required));
    expect(wrong(Object.fromEntries(uuids.map((name) => [name, UUID])), "bitbucket")).toEqual([]);
  });

  it("says whom a role will trust", () => {
    const repository = { host: "bitbucket", owner: "acme", name: "shop" } as const;
    const given = { "workspace-uuid": "w", "repository-uuid": "r", "environment-uuid": "e" };
    expect(identitiesOf(repository, "repo:acme/shop", { ...NONE, ...given })).toEqual({
      repository,
      prefix: "repo:acme/shop",
      workspaceUuid: "w",
      repositoryUuid: "r",
      environmentUuid: "e",
    });
  });
});

describe("stages", () => {
  const wrongWith = (host: "github" | "bitbucket", names: string[], words: { diff?: boolean; sets?: boolean } = {}) => {
    const stages = stagesOf(repoOf(host)).filter(({ stage }) => names.includes(stage));
    expect(stages.length).toBe(names.length);
    return problems(() =>
      checkStages({ host, owner: "acme", name: "shop" }, stages, { diff: false, sets: false, ...words }),
    );
  };

  it.each<[string, string[]]>([
    ["of GitHub are done together", wrongWith("github", ["dev", "staging", "globex-production"], { sets: true })],
    ["of the project are looked at", wrongWith("github", ["dev", "staging"], { diff: true })],
    ["of Bitbucket are done one at a time", wrongWith("bitbucket", ["dev"])],
  ])("%s", (_, found) => {
    expect(found).toEqual([]);
  });

  it("of Bitbucket have no more than one deployment at a time, and nothing that is GitHub's", () => {
    expect(wrongWith("bitbucket", ["dev", "staging"])).toEqual([
      "--environment-uuid: belongs to one deployment: with Bitbucket, one stage at a time",
    ]);
    expect(wrongWith("bitbucket", ["dev"], { diff: true, sets: true })).toEqual([
      "--set-variables: is for GitHub",
      "--diff: is for GitHub",
    ]);
  });

  it("of clients are compared with no pull request", () => {
    expect(wrongWith("github", ["dev", "globex-staging", "globex-production"], { diff: true })).toEqual([
      "--diff: is for the project's own stages: no pull request is compared with globex-staging, globex-production",
    ]);
  });
});

describe("the repository", () => {
  async function checkout(origin?: string) {
    const root = await temporaryFolder();
    await git(root, "init", "--quiet");
    if (origin !== undefined) await git(root, "remote", "add", "origin", origin);
    return root;
  }

  it.each([
    ["named", "git@github.com:acme/shop.git", "Other/name", { host: "github", owner: "Other", name: "name" }],
    ["git's origin", "git@github.com:acme/shop.git", undefined, { host: "github", owner: "acme", name: "shop" }],
    // The flag is refused with all others that are wrong.
    [
      "git's origin, until the flag is refused",
      "git@github.com:acme/shop.git",
      "*",
      { host: "github", owner: "acme", name: "shop" },
    ],
  ])("is what is %s", async (_, origin, given, expected) => {
    expect(await findRepository(await checkout(origin), repoOf("github"), given)).toEqual(expected);
  });

  it.each([
    [
      "github",
      undefined,
      'git has no remote "origin" at github.com in ROOT: add it, or name the repository with --repository OWNER/NAME.',
    ],
    [
      "bitbucket",
      "/srv/git/shop.git",
      'git has no remote "origin" at bitbucket.org in ROOT: add it, or name the repository with --repository OWNER/NAME.',
    ],
    [
      "github",
      "git@bitbucket.org:acme/shop.git",
      `The repo's CI is github, but git's remote "origin" is at bitbucket: name the repository with --repository OWNER/NAME, or change the CI with \`npx space-sst --ci bitbucket\`.`,
    ],
    [
      "none",
      "git@github.com:acme/shop.git",
      "This repo has no CI: `npx space-sst --ci github` or `npx space-sst --ci bitbucket` gives it one.",
    ],
  ])("of a repo whose CI is %s is not known by the origin %s", async (ci, origin, message) => {
    const root = await checkout(origin);
    await expect(findRepository(root, repoOf(ci), undefined)).rejects.toMatchObject({
      code: 1,
      message: message.replace("ROOT", root).replaceAll(/npx space-sst (--ci \w+)/g, (_, words) => typed(words, root)),
    });
  });
});
