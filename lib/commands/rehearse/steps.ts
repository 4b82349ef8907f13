import type { Stage } from "../../answers/stages.ts";
import { Failure, UsageError } from "../../errors.ts";
import { architectureNow } from "../../plan/make.ts";
import { identityOf } from "../../plan/report/identity.ts";
import type { Fault } from "../../rehearse/account/faults.ts";
import { type Engine, engineFor } from "../../rehearse/engine.ts";
import { faultsOf } from "../../rehearse/fault-words.ts";
import { rehearse, stageToRehearse } from "../../rehearse/rehearse.ts";
import { pageOf } from "../../rehearse/report/page.ts";
import { linesOf } from "../../rehearse/report/text.ts";
import type { Report } from "../../rehearse/report/types.ts";
import { verdictOf } from "../../rehearse/report/verdict.ts";
import { type Revision, revisionOf } from "../../repo/revision.ts";
import { interruptible } from "../../system/interruptible.ts";
import { repoOf } from "../repo.ts";
import { reportFile, reportProblems, writeReport } from "../report-file.ts";
import { inSteps } from "../steps.ts";

interface Rehearsed {
  stage: Stage;
  project: string;
  engine: Engine;
  since: Revision | null;
  faults: Fault[];
}

/** Says what a deploy would do, on this machine. Changes nothing, and asks nothing: the last stage is the default. */
export const begin = inSteps<Rehearsed, Rehearsed, Report>({
  async validate(session) {
    const { root } = session;
    const since = session.text("since");
    const problems = reportProblems(session);
    if (session.flag("first") && since !== undefined)
      problems.push({ path: "--first", message: "says that there is nothing before, and --since what" });
    if (problems.length > 0) throw new UsageError(problems, "the command line");
    const view = repoOf(session);
    const stage = stageToRehearse(view, session.args[0]);
    const faults = faultsOf([session.options.fault ?? []].flat().map(String));
    const engine = engineFor(root);
    const before = session.flag("first") ? null : await revisionOf(root, since);
    return { stage, project: view.project, engine, since: before, faults };
  },

  ask: (_, rehearsed) => rehearsed,

  execute(session, rehearsed) {
    const { root, terminal } = session;
    const remove = session.flag("remove");
    const step = <T>(name: string, run: () => Promise<T>) => terminal.step(name, run);
    return interruptible((signal) => rehearse({ ...rehearsed, root, remove, signal, step }), {
      also: ["SIGTERM", "SIGHUP"],
    });
  },

  async recommend(session, report) {
    const { root, terminal } = session;
    if (session.flag("json")) terminal.document(report);
    else for (const line of linesOf(report, terminal)) terminal.print(line);
    const file = reportFile(session);
    if (file !== null) {
      const graph = await architectureNow(root, report.stage, (name, run) => terminal.step(name, run));
      await writeReport(file, pageOf(report, graph, await identityOf(root, new Date())));
      terminal.print(`Report: ${file}`);
    }
    const verdict = verdictOf(report);
    if (verdict !== null) throw new Failure(verdict.message, { status: verdict.status });
  },
});
