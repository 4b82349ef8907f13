import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { onTestFinished, vi } from "vitest";
import type { Answers } from "../../../lib/answers/schema.ts";
import { stageNamed } from "../../../lib/answers/stages.ts";
import { Aws } from "../../../lib/aws/client.ts";
import { identityOf } from "../../../lib/aws/identity.ts";
import { CHECKS } from "../../../lib/deploy/doctor/checks.ts";
import { resolverAt } from "../../../lib/deploy/doctor/dns.ts";
import type { Outcome, StagedSubject, Subject } from "../../../lib/deploy/doctor/types.ts";
import { type Answers as AwsAnswers, awsServer } from "../../support/aws/server.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { nameServer, type Records } from "../../support/dns.ts";
import { type Programs, programs } from "../../support/programs.ts";
import { viewOf } from "../../support/repo.ts";

/** One check of the doctor with what it is told alone. AWS, name servers and programs are stand-ins that answer as these do. */

const ANSWERS: Answers = {
  project: "shop",
  domain: "shop.example",
  services: [{ name: "api", database: "main" }],
  databases: [{ name: "main" }],
};

export interface World {
  answers?: Answers;
  stage?: string | null;
  aws?: AwsAnswers;
  dns?: Records;
  programs?: Programs;
  files?: Readonly<Record<string, string>>;
  env?: NodeJS.ProcessEnv;
}

export async function subjectOf({
  answers,
  stage = "production",
  aws = {},
  dns = {},
  programs: stand,
  files = {},
  env,
}: World) {
  const view = viewOf({ ...ANSWERS, ...answers });
  const root = await temporaryFolder();
  for (const [path, contents] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), contents);
  }
  const server = await awsServer(aws);
  const path = stand === undefined ? {} : { PATH: await programs(root, stand) };
  onTestFinished(() => void vi.unstubAllEnvs());
  for (const [name, value] of Object.entries({ ...server.env, ...path })) vi.stubEnv(name, value);
  const client = new Aws({ region: "us-east-1" });
  const subject: Subject = {
    root,
    view,
    stage: stage === null ? null : stageNamed(view, stage),
    aws: client,
    identity: () => identityOf(client),
    dns: resolverAt([await nameServer(dns)]),
    env: env ?? {},
  };
  return { subject, server };
}

/** What a check says, which has to be one that this stage is asked. */
export async function ask(id: string, world: World): Promise<Outcome> {
  const { subject } = await subjectOf(world);
  const [check] = CHECKS.filter((one) => one.id === id && (one.when?.(subject) ?? true));
  if (check === undefined) throw new Error(`${id} is not asked`);
  return check.run(subject as StagedSubject, new AbortController().signal);
}

/** Which checks are made. */
export const asked = async (world: World): Promise<string[]> => {
  const { subject } = await subjectOf(world);
  return CHECKS.filter(({ when }) => when?.(subject) ?? true).map(({ id }) => id);
};
