import { isEcsService, type ServiceView, type View } from "../../answers/view.ts";
import type { Deployed } from "../../deploy/deployed.ts";
import type { ServiceExpected } from "../../deploy/expected.ts";
import { lookAt, refuseFailed } from "../../deploy/rolling/look.ts";
import { rollBack, targetOf } from "../../deploy/rolling/rollback.ts";
import { type Current, currentOf, type Version } from "../../deploy/rolling/versions.ts";
import type { Check } from "../../deploy/verify.ts";
import { Failure } from "../../errors.ts";
import { typed } from "../../system/typed.ts";
import { confirmProduction } from "../consent.ts";
import { lookForAwake } from "../deployed.ts";
import { checkedNumber, waitOf } from "../numbers.ts";
import { repoOf } from "../repo.ts";
import { serviceOf } from "../service-of.ts";
import { stageOf } from "../stage-of.ts";
import { inSteps } from "../steps.ts";

interface Valid {
  view: View;
  wait: number;
}

interface Asked {
  wait: number;
  deployed: Deployed;
  expected: ServiceExpected;
  current: Current;
  target: Version;
}

interface Done extends Asked {
  task: string;
  checks: Check[];
}

const FORWARD_ONLY =
  "The database does not go back: migrations go forward only, and the earlier version must be able to work with what they have made (RUNBOOK, Migrations).";

/** What going back means, before anybody says yes to it. */
function* meaning({ name, database }: ServiceView, { expected, current, target }: Asked): Iterable<string> {
  const at = target.at === null ? "" : `, which came up at ${target.at.slice(0, 16).replace("T", " ")} UTC`;
  yield `${name} goes from ${current.name} back to ${target.name}${at}.`;
  if (database !== null) yield FORWARD_ONLY;
  yield `The repo still has what ${expected.name} is taken back from: revert it, or the next deploy brings it again.`;
}

/** Brings a service back to an earlier version. */
export const begin = inSteps<Valid, Asked, Done>({
  validate(session) {
    session.stoppingMeans("Stopped. Nothing was rolled back.");
    return { wait: checkedNumber(waitOf(session)), view: repoOf(session) };
  },

  async ask(session, { view, wait }) {
    const { terminal } = session;
    const running = view.services.filter(isEcsService);
    const stage = await stageOf(session, view, session.args[0], "Roll back in which stage?");
    const name = await serviceOf(session, running, "Which service?");
    const deployed = await lookForAwake(session, terminal, view, stage);
    const expected = deployed.services.find((service) => service.name === name);
    if (expected === undefined)
      throw new Failure(`${name} is not in ${stage.stage} yet: there is nothing to go back to`);
    const current = await currentOf(deployed.aws, deployed.cluster, expected);
    const target = await targetOf(deployed, expected, current, session.text("to"));
    const asked = { wait, deployed, expected, current, target };
    for (const line of meaning(running.find((service) => service.name === name) as ServiceView, asked))
      terminal.print(line);
    await confirmProduction(session, stage, "roll back a service of");
    return asked;
  },

  async execute({ terminal }, asked) {
    const { deployed, expected, target, wait } = asked;
    const service = await rollBack(deployed, expected, target);
    return { ...asked, task: service.task, checks: await lookAt(deployed, [service], wait, terminal) };
  },

  recommend(session, { deployed, expected, current, target, task, checks }) {
    const { stage } = deployed.stage;
    const again = (words: string) => typed(words, session.root);
    if (session.flag("json"))
      session.terminal.document({ stage, service: expected.name, from: current.name, to: target.name, task, checks });
    refuseFailed(checks, "the rollback", `How it goes on: ${again(`status ${stage} --watch`)}`);
    session.terminal.print();
    session.terminal.print(
      `Next: git revert what is wrong, then ${again(`deploy ${stage}`)}, so that the repo and what runs agree.`,
    );
  },
});
