import { isEcsService, type View } from "../../answers/view.ts";
import type { Deployed } from "../../deploy/deployed.ts";
import type { ServiceExpected } from "../../deploy/expected.ts";
import { lookAt, refuseFailed } from "../../deploy/rolling/look.ts";
import { restart } from "../../deploy/rolling/rollback.ts";
import { type Current, currentOf } from "../../deploy/rolling/versions.ts";
import type { Check } from "../../deploy/verify.ts";
import { Failure, UsageError } from "../../errors.ts";
import { typed } from "../../system/typed.ts";
import { confirmProduction } from "../consent.ts";
import { lookForAwake } from "../deployed.ts";
import { checkedNumber, waitOf } from "../numbers.ts";
import { repoOf } from "../repo.ts";
import { servicesNamed } from "../services.ts";
import { stageOf } from "../stage-of.ts";
import { inSteps } from "../steps.ts";

interface Valid {
  view: View;
  wait: number;
  /** Null for all. */
  names: string[] | null;
}

interface Asked {
  wait: number;
  deployed: Deployed;
  services: { expected: ServiceExpected; current: Current }[];
}

interface Done extends Asked {
  checks: Check[];
}

/** Starts new tasks of what runs. */
export const begin = inSteps<Valid, Asked, Done>({
  validate(session) {
    session.stoppingMeans("Stopped. Nothing was restarted.");
    const wait = checkedNumber(waitOf(session));
    const view = repoOf(session);
    const running = view.services.filter(isEcsService).map(({ name }) => name);
    const given = session.args.slice(1);
    const [names, problems] = servicesNamed(given, running);
    if (problems.length > 0) throw new UsageError(problems, "the command line");
    return { view, wait, names: given.length === 0 ? null : names };
  },

  async ask(session, { view, wait, names }) {
    const stage = await stageOf(session, view, session.args[0], "Restart services of which stage?");
    const deployed = await lookForAwake(session, session.terminal, view, stage);
    const { aws, cluster } = deployed;
    const chosen = deployed.services.filter(({ name }) => names === null || names.includes(name));
    const absent = (names ?? []).filter((wanted) => !chosen.some(({ name }) => name === wanted));
    if (absent.length > 0)
      throw new Failure(`not in ${stage.stage} yet, so that a deploy makes it: ${absent.join(", ")}`);
    const services = await Promise.all(
      chosen.map(async (expected) => ({ expected, current: await currentOf(aws, cluster, expected) })),
    );
    await confirmProduction(session, stage, "restart services of");
    return { wait, deployed, services };
  },

  async execute({ terminal }, asked) {
    const { deployed, services, wait } = asked;
    const restarted: ServiceExpected[] = [];
    for (const { expected, current } of services) {
      terminal.print(`${expected.name}: new tasks of ${current.name} take over from those that run`);
      restarted.push(await restart(deployed, expected, current));
    }
    return { ...asked, checks: await lookAt(deployed, restarted, wait, terminal) };
  },

  recommend(session, { deployed, services, checks }) {
    const { stage } = deployed.stage;
    if (session.flag("json"))
      session.terminal.document({
        stage,
        services: services.map(({ expected, current }) => ({ name: expected.name, version: current.name })),
        checks,
      });
    refuseFailed(checks, "the restart", `How it goes on: ${typed(`status ${stage} --watch`, session.root)}`);
  },
});
