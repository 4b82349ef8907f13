import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PRESETS } from "../../lib/answers/presets.ts";
import { stagesOf } from "../../lib/answers/stages.ts";
import { checkDeploy, offerCommit } from "../../lib/commands/kickoff/offer.ts";
import { Session } from "../../lib/commands/session.ts";
import { firstStage, needs } from "../../lib/repo/needs.ts";
import { git } from "../../lib/system/git.ts";
import { temporaryFolder } from "../support/cli.ts";
import { viewOf } from "../support/view.ts";

const sessionIn = (root: string, options: Record<string, unknown> = {}, answer: unknown = true) => {
  const asked: string[] = [];
  const ask = async ({ name }: { name: string }) => {
    asked.push(name);
    return answer;
  };
  return { session: new Session({ cwd: root, root, args: [], options, ask }), asked };
};

const saas = viewOf({ ...PRESETS.saas?.answers, domain: "acme.com" });

describe("what a deploy needs", () => {
  it("is one list, by what was chosen", () => {
    const stage = firstStage(saas);
    expect(stage?.stage).toBe("dev");
    expect(needs(saas, stage as never)).toEqual([
      { what: "credentials of its AWS account", how: "export AWS_PROFILE=<profile>" },
      { what: "Docker, running", how: "images are built on the machine that deploys" },
      { what: "a hosted zone of acme.com", how: "in Route 53, in the account of the stage" },
      { what: "a value of ApiJwtSecret", how: "npx sst secret set ApiJwtSecret --stage dev" },
    ]);
    const image = viewOf({ services: [{ name: "api", source: "image", image: "nginx:1.29" }], stages: ["production"] });
    const [only] = stagesOf(image);
    expect(firstStage(image)).toEqual(only);
    expect(needs(image, only as never).map(({ what }) => what)).toEqual(["credentials of its AWS account"]);
  });
});

describe("--deploy", () => {
  it.each([
    [{ deploy: "qa" }, 'there is no stage "qa"; there are dev, staging, production'],
    [{ deploy: "production" }, "production is deployed by a command of its own"],
    [{ deploy: "dev", "skip-install": true }, "does not go with --skip-install"],
    [{ deploy: "dev", json: true }, "does not go with --json"],
  ])("%j is refused before anything is written", async (options, message) => {
    const { session } = sessionIn(await temporaryFolder(), options);
    expect(() => checkDeploy(session, saas)).toThrow(message);
  });

  it("takes a stage outside production", async () => {
    const { session } = sessionIn(await temporaryFolder(), { deploy: "staging" });
    expect(() => checkDeploy(session, saas)).not.toThrow();
  });
});

describe("the first commit", () => {
  const repo = async () => {
    const root = await temporaryFolder();
    await git(root, ["init", "--quiet"]);
    await git(root, ["config", "user.name", "Test"]);
    await git(root, ["config", "user.email", "test@example.com"]);
    await writeFile(join(root, "README.md"), "x\n");
    return root;
  };
  const log = async (root: string) => (await git(root, ["log", "--format=%s"])).stdout.toString().trim();

  it("is made where there is none, and somebody says yes", async () => {
    const root = await repo();
    const no = sessionIn(root, {}, false);
    await offerCommit(no.session);
    expect({ asked: no.asked, log: await log(root) }).toEqual({ asked: ["commit"], log: "" });
    await offerCommit(sessionIn(root).session);
    expect(await log(root)).toBe("First version");
    expect((await git(root, ["status", "--porcelain"])).stdout.toString()).toBe("");
    const again = sessionIn(root);
    await offerCommit(again.session);
    expect(again.asked).toEqual([]);
  });

  it("is not offered outside git", async () => {
    const { session, asked } = sessionIn(await temporaryFolder());
    await offerCommit(session);
    expect(asked).toEqual([]);
  });
});
