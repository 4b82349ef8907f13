import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../lib/system/package-root.ts";
import { noCredentials } from "../support/aws/server.ts";
import { temporaryFolder } from "../support/cli.ts";
import { tree } from "../support/files.ts";
import { account, healthy } from "../support/sst/world.ts";
import { CTRL_C, ENTER, hasScript, type } from "../support/terminal.ts";

/** The end of a kickoff on a terminal. */

/** An npm that installs SST's stand-in and nothing else, and a Docker. */
async function npm(folder: string): Promise<string> {
  const bin = join(folder, "bin");
  await mkdir(bin);
  const replay = join(packageRoot, "test", "support", "sst", "replay.mjs");
  const script = `#!/bin/sh\nmkdir -p node_modules/.bin && cp '${replay}' node_modules/.bin/sst && echo '{}' > scenario.json\n`;
  await writeFile(join(bin, "npm"), script);
  // Docker answers, and has no buildx: a deploy is refused by the doctor.
  await writeFile(join(bin, "docker"), '#!/bin/sh\n[ "$1" = info ]\n');
  for (const name of ["npm", "docker"]) await chmod(join(bin, name), 0o755);
  return `${bin}:${process.env.PATH}`;
}

const QUESTIONS: [RegExp, string][] = [
  [/E-mail/, ENTER],
  [/Write \d+ files/, ENTER],
];

const FLAGS = ["kickoff", "shop", "--preset", "minimal", "--project", "shop", "--skip-git"];
const REST = ["--region", "us-east-1", "--stages", "dev,production", "--domain", "none", "--backup-region", "none"];

async function kickoff(keys: [RegExp, string][], env?: Record<string, string>) {
  const cwd = await temporaryFolder();
  const aws = env ?? (await account(healthy())).env;
  const { screen, status } = await type(cwd, [...FLAGS, ...REST], [...QUESTIONS, ...keys], {
    ...aws,
    PATH: await npm(cwd),
  });
  return { screen, status, files: tree(join(cwd, "shop")) };
}

describe.skipIf(!hasScript)("the offer", () => {
  it("names the account; Enter is no", async () => {
    const { screen, status, files } = await kickoff([[/Deploy dev now to account 111111111111, us-east-1/, ENTER]]);
    expect(screen).toMatch(/Deploy dev now to account 111111111111, us-east-1\?\S* \S*\(y\/N\)/);
    expect(status).toBe(0);
    expect(files["calls.jsonl"]).toBeUndefined();
    expect(files["sst.config.ts"]).toContain("shop");
  });

  it("does not come without credentials: what a deploy needs is said all the same", async () => {
    const { screen, status } = await kickoff([], noCredentials);
    for (const text of ["A deploy of dev needs", "credentials of its AWS account"]) expect(screen).toContain(text);
    expect(screen).not.toContain("Deploy dev now");
    expect(status).toBe(0);
  });

  it("Ctrl-C at it leaves the repo, and says so", async () => {
    const { screen, status, files } = await kickoff([[/Deploy dev now/, CTRL_C]]);
    expect(screen).toContain("Stopped. The repo is written, and nothing was deployed.");
    expect(status).toBe(130);
    expect(files["sst.config.ts"]).toContain("shop");
  });

  it("yes goes the way of every deploy: the doctor comes first", async () => {
    const { screen, status, files } = await kickoff([[/Deploy dev now to account/, `y${ENTER}`]]);
    expect(screen).toContain("dev is not ready to deploy:");
    expect(status).toBe(1);
    expect(files["calls.jsonl"]).toBeUndefined();
  });
});
