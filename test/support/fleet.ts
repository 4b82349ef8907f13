import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { packageRoot } from "../../lib/system/package-root.ts";
import { awsServer } from "./aws/server.ts";
import { run } from "./cli.ts";
import { commitAll } from "./git.ts";
import { copyOf } from "./kicked-off.ts";

/** What the stand-in for SST wrote down of one moment. */
export interface Moment {
  event: "begin" | "interrupt" | "end";
  stage: string;
  at: number;
  cwd: string;
  profile: string;
  key: string | null;
  release: string;
  client: boolean;
}

/** How a stage's deploy goes: milliseconds that it takes, or a file that it waits for; an error or outputs that it ends with. */
export type Scenario = Record<string, { ms?: number; until?: string; fail?: string; outputs?: Record<string, string> }>;

export const accountOf = (client: number): string => String(100_000_000_001 + client);

/** A repo with clients, committed. */
async function make(folder: string, clients: readonly string[]): Promise<void> {
  const document = {
    project: "shop",
    clients: clients.map((name, i) => ({ name, account: accountOf(i), domain: `${name}.example.com` })),
  };
  await writeFile(join(folder, "answers.json"), JSON.stringify(document));
  await run(["shop", "--answers", "answers.json"], { cwd: folder });
  await commitAll(join(folder, "shop"), "First version");
}

/** A repo with clients, committed, whose SST is a stand-in, and AWS profiles named like the clients. */
export async function fleetRepo(clients: readonly string[]) {
  const folder = await copyOf(`fleet of ${clients}`, (original) => make(original, clients));
  const cwd = join(folder, "shop");
  await mkdir(join(cwd, "node_modules", ".bin"), { recursive: true });
  await symlink(join(packageRoot, "test", "support", "sst", "stand-in.mjs"), join(cwd, "node_modules", ".bin", "sst"));

  const server = await awsServer({
    "sts.GetCallerIdentity": ({ accessKey }) => ({
      Account: accessKey.slice(4),
      Arn: `arn:aws:iam::${accessKey.slice(4)}:user/ana`,
      UserId: "ana",
    }),
  });
  const profiles = async (of: Record<string, string>) =>
    writeFile(
      join(folder, "config"),
      Object.entries(of)
        .map(
          ([name, account]) =>
            `[profile ${name}]\naws_access_key_id = AKIA${account}\naws_secret_access_key = test\nregion = us-east-1\n`,
        )
        .join("\n"),
    );
  await profiles(Object.fromEntries(clients.map((name, i) => [name, accountOf(i)])));
  const scenario = (of: Scenario) => writeFile(join(folder, "scenario.json"), JSON.stringify(of));
  await scenario({});
  const env: Record<string, string> = {
    ...server.env,
    AWS_CONFIG_FILE: join(folder, "config"),
    STAND_IN_JOURNAL: join(folder, "journal"),
    STAND_IN_SCENARIO: join(folder, "scenario.json"),
    GIT_CONFIG_GLOBAL: "/dev/null",
  };
  return {
    cwd,
    folder,
    env,
    profiles,
    scenario,
    fleet: (...words: string[]) => run(["fleet", ...words], { cwd, env }),
    journal: async (): Promise<Moment[]> => {
      const text = await readFile(join(folder, "journal"), "utf8").catch(() => "");
      return text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line));
    },
  };
}
