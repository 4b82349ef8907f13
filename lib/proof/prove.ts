import type { Control } from "./controls/control.ts";
import { controlProblems } from "./controls/read.ts";
import { ask, line, report } from "./controls/report.ts";
import { readWaivers, today, type Waiver } from "./controls/waivers.ts";
import { Simulator } from "./simulate/simulate.ts";
import { Stack } from "./simulate/stack.ts";
import { type StageOf, stagesToRun } from "./simulate/stages.ts";
import { unforeseen } from "./simulate/unforeseen.ts";

/** What Pulumi itself makes of every program. */
const STACK = "pulumi:pulumi:Stack";

/** What the check says of one stage. */
export interface StageProof {
  /** What to print: how many controls passed, what is advised, and what is waived. */
  report: string[];
  /** What fails the check, a line each: errors of the program, resources that a preview does not
   * foresee, and mandatory controls that find something. */
  problems: string[];
}

/** The proof of a repo: its program run offline in every stage, and asked a list of controls. */
export class Proof {
  /** The stages to prove. */
  readonly stages: readonly StageOf[];
  /** How many more stages there are: each has the settings of one of these. ALL_STAGES=true in the environment names them too. */
  readonly left: number;
  /** What is wrong with the controls and the waivers themselves, a line each. */
  readonly problems: readonly string[];
  readonly #controls: readonly Control[];
  readonly #waivers: readonly Waiver[];
  readonly #simulator: Simulator;

  /**
   * @param root folder of sst.config.ts
   * @throws where SST's platform is missing in the repo
   */
  constructor(root: string, controls: readonly Control[]) {
    const { run, left } = stagesToRun(root);
    const wrong = controlProblems(controls);
    const { waivers, problems } = readWaivers(root, wrong.length === 0 ? controls : [], today());
    this.stages = run;
    this.left = left;
    this.problems = wrong.length === 0 ? problems : wrong;
    this.#controls = wrong.length === 0 ? controls : [];
    this.#waivers = waivers;
    this.#simulator = new Simulator(root);
  }

  async of(stage: StageOf): Promise<StageProof> {
    // Whether production may do without a domain is decided when it is deployed.
    const options = { ...stage, env: { ALLOW_PLAIN_HTTP: "true" } };
    const simulation = await this.#simulator.run(options);
    const errors = simulation.errors.map(({ message }) => message);
    if (errors.length > 0) return { report: [], problems: errors };
    if (simulation.resources.every(({ type }) => type === STACK))
      return { report: [], problems: ["the program makes nothing"] };
    // A preview knows less than a deploy: it must foresee every resource all the same.
    const preview = await this.#simulator.run({ ...options, preview: true });
    const stack = new Stack(simulation);
    const results = this.#controls.map((control) => ask(control, stack, this.#waivers));
    const mandatory = results.filter(({ control }) => control.severity === "mandatory");
    return {
      report: report(stage.stage, results),
      problems: [
        ...preview.errors.map(({ message }) => `in a preview: ${message}`),
        ...unforeseen(simulation, preview).map((resource) => `${resource}: a preview does not foresee it`),
        ...mandatory.flatMap(({ findings }) => findings.map(line)),
      ],
    };
  }
}
