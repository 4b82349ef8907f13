import type { Usage } from "../../cost/usage.ts";
import { Failure } from "../../errors.ts";
import { type Made, makePlan } from "../../plan/make.ts";
import { identityOf } from "../../plan/report/identity.ts";
import { pictured, reportOf } from "../../plan/report/report.ts";
import { linesOf } from "../../plan/text/plan.ts";
import { verdictOf } from "../../plan/verdict.ts";
import { mermaidOf } from "../../render/diagram/mermaid.ts";
import { reportFile, reportProblems, writeReport } from "../report-file.ts";
import { inSteps } from "../steps.ts";
import { usageGiven } from "./usage.ts";

/** Says what a deploy would make, what it costs, and which controls it keeps. Changes nothing, and asks nothing. */
export const begin = inSteps<Usage, Usage, Made>({
  validate: (session) => usageGiven((flag) => session.text(flag), reportProblems(session)),
  ask: (_session, usage) => usage,

  async execute(session, usage) {
    const since = session.text("since");
    const made = await makePlan(session.root, {
      words: session.args,
      all: session.flag("all"),
      fresh: session.flag("fresh"),
      ...(since === undefined ? {} : { since }),
      usage,
      step: (name, run) => session.terminal.step(name, run),
    });
    const report = reportFile(session);
    if (report !== null) await writeReport(report, reportOf(made, await identityOf(session.root, new Date())));
    return made;
  },

  recommend(session, { plan, graphOf }) {
    const { terminal } = session;
    if (session.flag("json")) terminal.document(plan);
    else if (session.flag("mermaid")) terminal.raw(mermaidOf(graphOf(pictured(plan))));
    else for (const line of linesOf(plan, terminal)) terminal.print(line);
    const report = reportFile(session);
    if (report !== null) terminal.print(`\nReport: ${report}`);
    const verdict = verdictOf(plan);
    if (verdict !== null) throw new Failure(verdict.message, { status: verdict.status });
  },
});
