import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildsImages, type Stage, stagesOf } from "../../answers/stages.ts";
import type { View } from "../../answers/view.ts";
import { Aws } from "../../aws/client.ts";
import { type Identity, identityOf } from "../../aws/identity.ts";
import { hasSst } from "../../deploy/sst.ts";
import { type Problem, UsageError } from "../../errors.ts";
import { confirm } from "../../questions/ask.ts";
import { firstStage } from "../../repo/needs.ts";
import { git } from "../../system/git.ts";
import { run } from "../../system/run.ts";
import { typed } from "../../system/typed.ts";
import { deployWith } from "../deploy/deploy.ts";
import { checkedNumber, waitOf } from "../numbers.ts";
import { runSteps } from "../repo.ts";
import type { Session } from "../session.ts";

/** What comes after the files: a first commit, and a first deploy. */

/** Milliseconds that the question waits for the name of the account. */
const IDENTITY_MS = 5_000;
/** Milliseconds that Docker has to answer. */
const DOCKER_MS = 5_000;

const orNull = (identity: Promise<Identity>): Promise<Identity | null> =>
  Promise.race([
    identity.catch(() => null),
    new Promise<null>((resolve) => setTimeout(() => resolve(null), IDENTITY_MS).unref()),
  ]);

const answers = async (root: string): Promise<boolean> => {
  const { status, missing } = await run("docker", ["info"], { cwd: root, signal: AbortSignal.timeout(DOCKER_MS) });
  return !missing && status === 0;
};

/** The one refusal of `--deploy`, before anything is written. */
export function checkDeploy(session: Session, view: View): void {
  const given = session.text("deploy");
  if (given === undefined) return;
  const problem = (message: string): Problem => ({ path: "--deploy", message });
  const stage = stagesOf(view).find((one) => one.stage === given);
  const clash = ["dry-run", "skip-install", "json"].find((name) => session.flag(name));
  const problems = [
    ...(stage === undefined
      ? [
          problem(
            `there is no stage "${given}"; there are ${stagesOf(view)
              .map((one) => one.stage)
              .join(", ")}`,
          ),
        ]
      : []),
    ...(stage?.environment === "production"
      ? [problem(`production is deployed by a command of its own: ${typed(`deploy ${given}`, session.root)}`)]
      : []),
    ...(clash === undefined ? [] : [problem(`does not go with --${clash}`)]),
  ];
  if (problems.length > 0) throw new UsageError(problems, "the flags");
}

/** Offers the first commit of a repo that has none: `plan`, `upgrade` and CI begin there. */
export async function offerCommit(session: Session): Promise<void> {
  const { ask, root, terminal } = session;
  const [head, email] = await Promise.all([
    git(root, ["rev-parse", "--verify", "--quiet", "HEAD"]),
    git(root, ["config", "user.email"]),
  ]);
  if (!existsSync(join(root, ".git")) || head.status === 0 || email.status !== 0) return;
  terminal.print();
  if (!(await confirm(ask, "commit", "Make the first commit?", true))) return;
  const remedy = "run git commit there to see why";
  const words = [
    ["add", "--all"],
    ["commit", "--quiet", "--message", "First version"],
  ];
  await runSteps(
    session,
    words.map((one) => ({ command: "git", words: one, remedy, missing: "install git" })),
  );
}

/** Deploys a stage right after the kickoff; what a deploy refuses is said, and leaves the repo as it is. */
async function deployNow(session: Session, view: View, stage: Stage, consented: boolean): Promise<void> {
  const { root, terminal } = session;
  const aws = new Aws({ region: stage.region });
  const again = typed(`deploy ${stage.stage}`, root);
  const wait = checkedNumber(waitOf(session));
  const options = { root, view, stage, aws, terminal, again, allowPlainHttp: false, wait };
  const { result } = await deployWith(session, options, { consented, skipDoctor: false });
  if (result.error !== null) throw result.error;
}

/** On a terminal: deploy right now? Asked only where it can work: with credentials, with Docker, and without secrets to set. */
async function offerDeploy(session: Session, view: View): Promise<void> {
  const { root, terminal, ask } = session;
  const stage = firstStage(view);
  if (stage === undefined || stage.environment === "production" || view.has.secrets || !hasSst(root)) return;
  const [identity, ready] = await Promise.all([
    orNull(identityOf(new Aws({ region: stage.region }))),
    buildsImages(view) ? answers(root) : true,
  ]);
  if (identity === null || !ready) return;
  terminal.print();
  const question = `Deploy ${stage.stage} now to account ${identity.account}, ${stage.region}?`;
  if (await confirm(ask, "deploy", question, false)) await deployNow(session, view, stage, true);
}

/** What comes next, once the files are there. */
export async function goOn(session: Session, view: View): Promise<void> {
  session.stoppingMeans("Stopped. The repo is written, and nothing was deployed.");
  if (session.interactive && !session.flag("skip-git")) await offerCommit(session);
  const given = session.text("deploy");
  const stage = stagesOf(view).find((one) => one.stage === given);
  if (stage !== undefined) return deployNow(session, view, stage, session.flag("yes"));
  if (session.interactive) await offerDeploy(session, view);
}
