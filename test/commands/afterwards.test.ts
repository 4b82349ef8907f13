import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { PRESETS } from "../../lib/answers/presets.ts";
import { stagesOf } from "../../lib/answers/stages.ts";
import { checkDeploy, goOn, offerCommit } from "../../lib/commands/kickoff/offer.ts";
import { Session } from "../../lib/commands/session.ts";
import { firstStage, needs } from "../../lib/repo/needs.ts";
import { git } from "../../lib/system/git.ts";
import { noCredentials } from "../support/aws/server.ts";
import { temporaryFolder } from "../support/cli.ts";
import { sitsDown } from "../support/in-process.ts";
import { account, healthy } from "../support/sst/world.ts";
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
    [{ deploy: "dev", "dry-run": true }, "does not go with --dry-run"],
    [
      { deploy: "production", json: true },
      "2 problems in the flags:\n  --deploy: production is deployed by a command of its own: space-sst deploy production\n  --deploy: does not go with --json",
    ],
  ])("%j is refused before anything is written", async (options, message) => {
    const { session } = sessionIn(await temporaryFolder(), options);
    expect(() => checkDeploy(session, saas)).toThrow(message);
  });

  it("takes a stage outside production", async () => {
    const { session } = sessionIn(await temporaryFolder(), { deploy: "staging" });
    expect(() => checkDeploy(session, saas)).not.toThrow();
    expect(() => checkDeploy(sessionIn("/nowhere").session, saas)).not.toThrow();
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

describe("the first deploy is offered", () => {
  const API = { name: "api", source: "node" } as const;
  const IMAGE = { name: "api", source: "image", image: "nginx:1.29" } as const;

  interface World {
    answers: Parameters<typeof viewOf>[0];
    /** What `docker info` ends with; without, there is no Docker. */
    docker?: number;
    sst?: boolean;
    env?: Record<string, string>;
    options?: Record<string, unknown>;
  }

  async function offered({ answers, docker, sst = true, env = {}, options = {} }: World): Promise<string[]> {
    const root = await temporaryFolder();
    const bin = join(root, "node_modules", ".bin");
    await mkdir(bin, { recursive: true });
    if (sst) await writeFile(join(bin, "sst"), "");
    if (docker !== undefined) await writeFile(join(bin, "docker"), `#!/bin/sh\n[ "$1" = info ] && exit ${docker}\n`);
    if (docker !== undefined) await chmod(join(bin, "docker"), 0o755);
    onTestFinished(sitsDown());
    const aws = await account(healthy());
    for (const [name, value] of Object.entries({ ...aws.env, PATH: `${bin}:/bin`, ...env })) vi.stubEnv(name, value);
    const asked: string[] = [];
    const ask = async ({ message, default: initial }: { message: string; default?: unknown }) => {
      asked.push(`${message} ${initial}`);
      return initial;
    };
    const session = new Session({ cwd: root, root, args: [], options, ask: ask as never });
    await goOn(session, viewOf(answers));
    return asked;
  }

  const OFFER = "Deploy dev now to account 111111111111, us-east-1? false";
  const rows: [what: string, world: World, asked: string[]][] = [
    ["where it can work; Enter is no", { answers: { services: [API] }, docker: 0 }, [OFFER]],
    ["without Docker, where nothing is built", { answers: { services: [IMAGE] } }, [OFFER]],
    ["not without Docker, where images are built", { answers: { services: [API] } }, []],
    ["not where Docker does not answer", { answers: { services: [API] }, docker: 1 }, []],
    [
      "not without credentials",
      { answers: { services: [IMAGE] }, env: { ...noCredentials, AWS_ACCESS_KEY_ID: "" } },
      [],
    ],
    ["not without SST", { answers: { services: [IMAGE] }, sst: false }, []],
    ["not of production", { answers: { services: [IMAGE], stages: ["production"] } }, []],
    ["not where a secret is to be set first", { answers: { services: [{ ...IMAGE, secrets: ["KEY"] }] } }, []],
    ["not where nobody is asked", { answers: { services: [IMAGE] }, options: { yes: true } }, []],
  ];
  it.each(rows)("%s", async (_, world, asked) => {
    expect(await offered(world)).toEqual(asked);
  });
});
