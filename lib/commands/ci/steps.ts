import { type Stage, stagesNamed, stagesOf } from "../../answers/stages.ts";
import type { View } from "../../answers/view.ts";
import { Aws } from "../../aws/client.ts";
import { CHOOSE_PROFILE, identityOf, wrongAccount } from "../../aws/identity.ts";
import { setVariables, subjectPrefix } from "../../deploy/ci/gh.ts";
import { checkFlags, checkStages, type Flags, findRepository, identitiesOf } from "../../deploy/ci/inputs.ts";
import { type Made, makeProvider, makeRoleWithPolicies } from "../../deploy/ci/make.ts";
import { planStage, SOME_ACCOUNT, type StagePlan } from "../../deploy/ci/plan.ts";
import { nextSteps, report, type StageResult } from "../../deploy/ci/report.ts";
import { type Repository, slugOf } from "../../deploy/ci/repository.ts";
import { Failure } from "../../errors.ts";
import { oneOf, words } from "../choose.ts";
import { repoOf } from "../repo.ts";
import type { Session } from "../session.ts";
import { inSteps } from "../steps.ts";

interface Repo {
  view: View;
  repository: Repository;
}

interface Planned extends Repo {
  plans: StagePlan[];
}

interface Done extends Repo {
  results: StageResult[];
}

const flagsOf = ({ options }: Session): Flags => options as unknown as Flags;

const sets = (session: Session): boolean => session.flag("set-variables") && !session.flag("dry-run");

async function stagesFor(session: Session, { view, repository }: Repo): Promise<Stage[]> {
  const choices = words(stagesOf(view).map(({ stage }) => stage));
  const [given] = session.args;
  const question = {
    path: "stage",
    given,
    message: "Which stage may CI deploy?",
    choices,
    what: "stages of this repo",
  };
  const stages = stagesNamed(view, given ?? (await oneOf(session, question)));
  checkStages(repository, stages, { diff: session.flag("diff"), sets: session.flag("set-variables") });
  return stages;
}

/** A dry run asks nobody: GitHub may put numbers into the subject, and then it shows the form without. */
async function prefixOf(session: Session, repository: Repository): Promise<string> {
  const { subject } = flagsOf(session);
  if (repository.host === "bitbucket") return "";
  if (subject !== undefined) return subject;
  if (session.flag("dry-run")) return `repo:${slugOf(repository)}`;
  const name = "Asking GitHub how its tokens name the repository";
  return session.terminal.step(name, () => subjectPrefix(repository));
}

/** IAM is the same in every region. */
const iam = ({ region }: View): Aws => new Aws({ region });

/**
 * The account of the credentials.
 * @throws {Failure} where it is not the one that is meant
 */
async function accountOf(session: Session, view: View, stages: readonly Stage[]): Promise<string> {
  const identity = await session.terminal.step("Asking AWS whose credentials these are", () => identityOf(iam(view)));
  for (const { stage, client } of stages) {
    const problem = wrongAccount(client?.account ?? flagsOf(session).account, identity);
    if (problem !== null) throw new Failure(`${stage} ${problem}: ${CHOOSE_PROFILE}`);
  }
  return identity.account;
}

async function make(session: Session, view: View, plan: StagePlan): Promise<{ made: Made[]; others: string[] }> {
  if (session.flag("dry-run")) return { made: [], others: [] };
  const aws = iam(view);
  return session.terminal.step(`Making what ${plan.stage} needs`, async () => {
    const made = [await makeProvider(aws, plan.trust, plan.account)];
    const others: string[] = [];
    for (const role of plan.roles) {
      const result = await makeRoleWithPolicies(aws, role, { project: view.project, stage: plan.stage });
      made.push(...result.made);
      others.push(...result.others);
    }
    return { made, others };
  });
}

/** Makes the roles that CI is lent, and says what is left to set. */
export const begin = inSteps<Repo, Planned, Done>({
  async validate(session) {
    const view = repoOf(session);
    const repository = await findRepository(session.root, view, flagsOf(session).repository);
    checkFlags(flagsOf(session), view);
    return { view, repository };
  },

  async ask(session, repo) {
    const { view, repository } = repo;
    const stages = await stagesFor(session, repo);
    const prefix = await prefixOf(session, repository);
    const dryRun = session.flag("dry-run");
    const account = dryRun ? undefined : await accountOf(session, view, stages);
    const trust = {
      identities: identitiesOf(repository, prefix, flagsOf(session)),
      diff: session.flag("diff"),
    };
    const plans = stages.map((stage) => {
      const meant = account ?? stage.client?.account ?? flagsOf(session).account ?? SOME_ACCOUNT;
      return planStage(view, stage, meant, trust);
    });
    if (session.interactive && !dryRun) {
      const roles = plans.flatMap((plan) => plan.roles.map(({ name }) => name)).join(", ");
      await session.goOn(`Make or update ${roles} in account ${account}?`);
    }
    return { ...repo, plans };
  },

  async execute(session, { view, repository, plans }) {
    const results: StageResult[] = [];
    for (const plan of plans) results.push({ ...plan, ...(await make(session, view, plan)) });
    if (sets(session)) {
      const variables = plans.flatMap((plan) => plan.variables);
      const shown = session.flag("diff") ? plans.map(({ stage }) => stage) : [];
      await session.terminal.step("Setting variables with gh", () => setVariables(repository, variables, shown));
    }
    return { view, repository, results };
  },

  recommend(session, { view, repository, results }) {
    const [set, dryRun, { terminal }] = [sets(session), session.flag("dry-run"), session];
    const next = nextSteps(view, repository, results, set);
    if (session.flag("json")) terminal.document({ repository: slugOf(repository), dryRun, stages: results, next });
    else for (const line of report(terminal, { repository, results, next, dryRun, set })) terminal.print(line);
  },
});
