import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import {
  asTyped,
  type GhCommand,
  protection,
  SUBJECT_PREFIX,
  setVariables,
  subjectPrefix,
} from "../../../lib/deploy/ci/gh.ts";
import { temporaryFolder } from "../../support/cli.ts";

/** GitHub, asked by its command line. A stand-in for `gh` answers, which hides whether GitHub does so. */

const SHOP = { host: "github", owner: "Acme", name: "shop" } as const;

/** @param says cases of a shell, by the words that `gh` was given */
async function gh(...says: string[]): Promise<() => Promise<string[]>> {
  const bin = await temporaryFolder();
  const script = `#!/bin/sh\necho "$*" >> "${bin}/asked"\ncase "$*" in\n${says.join("\n")}\nesac\n`;
  await writeFile(join(bin, "gh"), script);
  await chmod(join(bin, "gh"), 0o755);
  vi.stubEnv("PATH", `${bin}:${process.env.PATH}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  return async () => (await readFile(join(bin, "asked"), "utf8")).trim().split("\n");
}

const NOT_FOUND = "echo 'gh: Not Found (HTTP 404)' >&2; exit 1";
const ASKED = "api --header X-GitHub-Api-Version: 2026-03-10 repos/Acme/shop/actions/oidc/customization/sub";
const remedy = "give what GitHub shows under Settings, Actions, OIDC: --subject repo:…";

describe.skipIf(process.platform === "win32")("what the subjects of a repository's tokens begin with", () => {
  it.each<[string, object, string]>([
    ["as GitHub says", { use_default: true, sub_claim_prefix: "repo:Acme@12/shop@34" }, "repo:Acme@12/shop@34"],
    ["its name, where GitHub says no more", { use_default: true }, "repo:ACME/shop"],
    ["its name, where others would fit what GitHub says", { sub_claim_prefix: "repo:Acme/*" }, "repo:ACME/shop"],
    ["its name, where what GitHub says is no text", { sub_claim_prefix: ["repo:Acme/shop"] }, "repo:ACME/shop"],
  ])("is %s", async (_, answer, expected) => {
    const asked = await gh(
      `"${ASKED}") echo '${JSON.stringify(answer)}';;`,
      '"api repos/Acme/shop --jq .full_name") echo ACME/shop;;',
    );
    expect(await subjectPrefix(SHOP)).toBe(expected);
    expect((await asked())[0]).toBe(ASKED);
  });

  it("is the name of the remote where GitHub does not say its own", async () => {
    await gh(`"${ASKED}") echo '{}';;`, `*) ${NOT_FOUND};;`);
    expect(await subjectPrefix(SHOP)).toBe("repo:Acme/shop");
  });

  it.each<[string, string, string]>([
    [
      "that nobody sees",
      NOT_FOUND,
      "GitHub shows gh no repository Acme/shop: push it there first, or sign in as somebody who sees it (gh auth login).",
    ],
    [
      "with a form of its own",
      `echo '{"use_default":false,"sub_claim_prefix":"repo:Acme/shop"}'`,
      "Acme/shop has a form of its own for OIDC subjects: set it back to the default (Settings, Actions, OIDC), or the role could not name the environment.",
    ],
    [
      "whose numbers GitHub keeps to itself",
      `echo '{"use_default":true,"use_immutable_subject":true}'`,
      "GitHub does not say how the subjects of Acme/shop begin: give it with --subject, such as repo:acme@123456/shop@456789.",
    ],
    [
      "whose numbers are not all",
      `echo '{"use_default":true,"use_immutable_subject":true,"sub_claim_prefix":"repo:Acme@1*/shop"}'`,
      "GitHub does not say how the subjects of Acme/shop begin: give it with --subject, such as repo:acme@123456/shop@456789.",
    ],
    [
      "of somebody who is not signed in",
      "printf '\\n  HTTP 401: Bad credentials\\nTry gh auth login\\n' >&2; exit 1",
      `gh api failed (HTTP 401: Bad credentials): sign in with gh auth login, or ${remedy}.`,
    ],
    ["for no reason", "exit 1", `gh api failed (no reason given): sign in with gh auth login, or ${remedy}.`],
  ])("is not known of a repository %s", async (_, says, message) => {
    await gh(`*) ${says};;`);
    await expect(subjectPrefix(SHOP)).rejects.toMatchObject({ message, code: 1 });
  });

  it("is not known without gh", async () => {
    vi.stubEnv("PATH", await temporaryFolder());
    onTestFinished(() => void vi.unstubAllEnvs());
    const message = `gh, GitHub's command line, is not installed: install it (https://cli.github.com) and run gh auth login, or ${remedy}.`;
    await expect(subjectPrefix(SHOP)).rejects.toMatchObject({ message });
  });
});

it.each([
  ["repo:acme/shop", true],
  ["repo:Acme-Inc@123456/shop.app@456789", true],
  ["repo:acme/shop:", false],
  ["repo:acme/*", false],
  ["repo:a*/shop", false],
  ["repo:acme@/shop", false],
  ["repo:acme@1a/shop", false],
  ["repo:acme/shop@", false],
  ["repo:acme", false],
  ["repo:acme/shop/more", false],
  ["a repo:acme/shop", false],
])("%s is how a subject begins: %j", (text, is) => {
  expect(SUBJECT_PREFIX.test(text)).toBe(is);
});

describe.skipIf(process.platform === "win32")("variables", () => {
  const role = (environment: string) => ({
    environment,
    name: "AWS_ROLE_ARN",
    value: `arn:aws:iam::1:role/${environment}`,
  });

  it("are set in their environments, and what is missing is made first", async () => {
    const asked = await gh(
      `"api --silent repos/Acme/shop/environments/dev-diff") ${NOT_FOUND};;`,
      '"variable get"*) printf "staging  dev\\n";;',
    );
    await setVariables(SHOP, [role("dev"), role("dev-diff"), { ...role("dev"), name: "OTHER" }], ["dev", "production"]);
    expect(await asked()).toEqual([
      "api --silent repos/Acme/shop/environments/dev",
      "api --silent repos/Acme/shop/environments/dev-diff",
      "api --method PUT --silent repos/Acme/shop/environments/dev-diff",
      "variable set AWS_ROLE_ARN --repo Acme/shop --env dev --body arn:aws:iam::1:role/dev",
      "variable set AWS_ROLE_ARN --repo Acme/shop --env dev-diff --body arn:aws:iam::1:role/dev-diff",
      "variable set OTHER --repo Acme/shop --env dev --body arn:aws:iam::1:role/dev",
      "variable get DIFF_STAGES --repo Acme/shop",
      "variable set DIFF_STAGES --repo Acme/shop --body staging dev production",
    ]);
  });

  it("name the first stages whose changes are shown", async () => {
    const asked = await gh(`"variable get"*) ${NOT_FOUND};;`);
    await setVariables(SHOP, [], ["dev"]);
    expect((await asked()).at(-1)).toBe("variable set DIFF_STAGES --repo Acme/shop --body dev");
  });

  it("say nothing of stages whose changes nobody wants to see", async () => {
    const asked = await gh();
    await setVariables(SHOP, [role("dev")], []);
    expect((await asked()).filter((line) => line.includes("DIFF_STAGES"))).toEqual([]);
  });

  it.each([
    [NOT_FOUND, "gh variable set AWS_ROLE_ARN failed: GitHub shows you no such repository, or you may not change it."],
    [
      "echo 'HTTP 403' >&2; exit 1",
      "gh variable set AWS_ROLE_ARN failed (HTTP 403): sign in with gh auth login, or leave --set-variables away and set them by hand.",
    ],
  ])("that GitHub refuses by %s end it", async (says, message) => {
    await gh(`"variable set"*) ${says};;`);
    await expect(setVariables(SHOP, [role("dev")], ["dev"])).rejects.toMatchObject({ message });
  });
});

describe.skipIf(process.platform === "win32")("a command as it is typed", () => {
  /** What a shell makes of it: the words of each `gh`. */
  const wordsIn = async (...lines: string[]) => {
    const gh = `gh() { if [ "$2" = users/LOGIN ]; then echo 42; else printf '%s\\037' "$@"; echo; fi; }`;
    const { stdout } = await execa("sh", ["-c", [gh, ...lines].join("\n")]);
    return stdout.split("\n").map((line) => line.split("\u001f").slice(0, -1));
  };

  it.each<[GhCommand]>([
    [["variable", "set", "A", "--body", "arn:aws:iam::1:role/ci/shop-dev_deploy,a=1+2%@."]],
    [["", "two words", "it's", "$HOME", "`id`", "a;b", "*", "\\", '"']],
  ])("is these words for a shell: %j", async (words) => {
    expect(await wordsIn(asTyped(words))).toEqual([words]);
  });

  it("has no quotes where none are needed", () => {
    expect(asTyped(["variable", "set", "A", "--body", "arn:aws:iam::1:role/x"])).toBe(
      "gh variable set A --body arn:aws:iam::1:role/x",
    );
  });

  it("lets main alone deploy a stage, once that person has approved", async () => {
    expect(await wordsIn(...protection(SHOP, "production"))).toEqual([
      [
        ...["api", "--method", "PUT", "repos/Acme/shop/environments/production"],
        ...["-f", "reviewers[][type]=User", "-F", "reviewers[][id]=42"],
        ...["-F", "deployment_branch_policy[protected_branches]=false"],
        ...["-F", "deployment_branch_policy[custom_branch_policies]=true"],
      ],
      [
        ...["api", "--method", "POST", "repos/Acme/shop/environments/production/deployment-branch-policies"],
        ...["-f", "name=main"],
      ],
    ]);
  });
});
