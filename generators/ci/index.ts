import type { BaseFeatures } from "yeoman-generator";
import { type Stage, stagesOf } from "../../lib/answers/stages.ts";
import type { View } from "../../lib/answers/view.ts";
import { Aws } from "../../lib/aws/client.ts";
import { identityOf } from "../../lib/aws/identity.ts";
import { ci } from "../../lib/commands/ci/command.ts";
import { setVariables, subjectPrefix } from "../../lib/deploy/ci/gh.ts";
import { checkFlags, checkStages, type Flags, findRepository, identitiesOf } from "../../lib/deploy/ci/inputs.ts";
import { type Made, makeProvider, makeRoleWithPolicies } from "../../lib/deploy/ci/make.ts";
import { planStage, SOME_ACCOUNT, type StagePlan, stagesNamed } from "../../lib/deploy/ci/plan.ts";
import { nextSteps, report, type StageResult } from "../../lib/deploy/ci/report.ts";
import { type Repository, slugOf } from "../../lib/deploy/ci/repository.ts";
import { Failure, Stopped, UsageError } from "../../lib/errors.ts";
import { confirm } from "../../lib/questions/ask.ts";
import { viewOf } from "../../lib/repo/changes.ts";
import { storedRepo } from "../../lib/repo/edit/stored.ts";
import { SpaceGenerator, type SpaceOptions } from "../base.ts";

/** `yo space-sst:ci`: makes the roles that CI is lent, and says what is left to set. */
export default class CiGenerator extends SpaceGenerator {
  #view!: View;
  #flags!: Flags;
  #stages!: Stage[];
  #repository!: Repository;
  #plans: StagePlan[] = [];
  readonly #results: StageResult[] = [];

  constructor(args: string[], options: SpaceOptions, features: BaseFeatures = {}) {
    super(args, options, features, ci);
  }

  initializing(): void {
    this.checkCommandLine();
    this.#view = viewOf(storedRepo(this.root).blueprint);
    this.#flags = this.options as unknown as Flags;
  }

  async prompting(): Promise<void> {
    this.#repository = await findRepository(this.root, this.#view, this.#flags.repository);
    checkFlags(this.#flags, this.#view);
    const words = this._args[0] ?? (await this.#askStage());
    this.#stages = stagesNamed(this.#view, words);
    checkStages(this.#repository, this.#stages, { diff: this.flag("diff"), sets: this.flag("set-variables") });
  }

  async configuring(): Promise<void> {
    const prefix = await this.#prefix();
    const account = this.flag("dry-run") ? undefined : await this.#account();
    const identities = identitiesOf(this.#repository, prefix, this.#flags);
    this.#plans = this.#stages.map((stage) =>
      planStage(this.#view, stage, account ?? stage.client?.account ?? this.#flags.account ?? SOME_ACCOUNT, {
        identities,
        diff: this.flag("diff"),
      }),
    );
    if (!this.interactive || this.flag("dry-run")) return;
    const roles = this.#plans.flatMap((plan) => plan.roles.map(({ name }) => name)).join(", ");
    if (!(await confirm(this.ask, "go-on", `Make or update ${roles} in account ${account}?`, true)))
      throw new Stopped();
  }

  async writing(): Promise<void> {
    for (const plan of this.#plans) this.#results.push({ ...plan, ...(await this.#make(plan)) });
    if (this.#sets)
      await this.terminal.step("Setting variables with gh", () =>
        setVariables(
          this.#repository,
          this.#plans.flatMap(({ variables }) => variables),
          this.flag("diff") ? this.#plans.map(({ stage }) => stage) : [],
        ),
      );
  }

  end(): void {
    const next = nextSteps(this.#view, this.#repository, this.#results, this.#sets);
    const dryRun = this.flag("dry-run");
    if (this.flag("json"))
      this.terminal.document({ repository: slugOf(this.#repository), dryRun, stages: this.#results, next });
    else
      for (const line of report(this.terminal, {
        repository: this.#repository,
        results: this.#results,
        next,
        dryRun,
        set: this.#sets,
      }))
        this.terminal.print(line);
  }

  get #sets(): boolean {
    return this.flag("set-variables") && !this.flag("dry-run");
  }

  /** A dry run asks nobody: GitHub may put numbers into the subject, and then it shows the form without. */
  async #prefix(): Promise<string> {
    if (this.#repository.host === "bitbucket") return "";
    if (this.#flags.subject !== undefined) return this.#flags.subject;
    if (this.flag("dry-run")) return `repo:${slugOf(this.#repository)}`;
    return this.terminal.step("Asking GitHub how its tokens name the repository", () =>
      subjectPrefix(this.#repository),
    );
  }

  /** The account of the credentials, if it is the one that is meant. */
  async #account(): Promise<string> {
    const { account } = await this.terminal.step("Asking AWS whose credentials these are", () =>
      identityOf(this.#aws()),
    );
    for (const { stage, client } of this.#stages) {
      const meant = client?.account ?? this.#flags.account;
      if (meant !== undefined && meant !== account)
        throw new Failure(
          `${stage} belongs to account ${meant}, and the credentials are for ${account}: choose others, such as with AWS_PROFILE.`,
        );
    }
    return account;
  }

  async #make(plan: StagePlan): Promise<{ made: Made[]; others: string[] }> {
    if (this.flag("dry-run")) return { made: [], others: [] };
    const aws = this.#aws();
    const { project } = this.#view;
    return this.terminal.step(`Making what ${plan.stage} needs`, async () => {
      const made = [await makeProvider(aws, plan.trust, plan.account)];
      const others: string[] = [];
      for (const role of plan.roles) {
        const result = await makeRoleWithPolicies(aws, role, { project, stage: plan.stage });
        made.push(...result.made);
        others.push(...result.others);
      }
      return { made, others };
    });
  }

  /** IAM is the same in every region. */
  readonly #aws = (): Aws => new Aws({ region: this.#view.region });

  async #askStage(): Promise<string> {
    const stages = stagesOf(this.#view).map(({ stage }) => stage);
    if (!this.interactive)
      throw new UsageError(
        [{ path: "stage", message: `is required: ${stages.join(", ")}` }],
        "the command line: nobody can be asked here",
      );
    const choices = stages.map((value) => ({ value, name: value }));
    return (await this.ask({
      type: "select",
      name: "stage",
      message: "Which stage may CI deploy?",
      choices,
    })) as string;
  }
}
