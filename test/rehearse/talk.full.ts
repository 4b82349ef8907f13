import { expect, it } from "vitest";
import { losses } from "../../lib/rehearse/story/steps.ts";
import { preset } from "../support/plan.ts";
import { brief, engine, Stage } from "../support/rehearsal.ts";

const found = await engine();
const MINUTES = 20 * 60_000;

const SAAS = preset("saas", { domain: "acme.com", alerts: { email: "ops@acme.com" } });

/** Its worker has no task without jobs, and its pages call a service that nothing outside reaches. */
const TALKING = {
  ...SAAS,
  services: [
    ...(SAAS.services ?? []).map((one) => ({
      ...one,
      ...(one.name === "worker" ? { min: 0 } : {}),
      ...(one.name === "web" ? { calls: ["billing"] } : {}),
    })),
    { name: "billing", private: true, source: "node" as const },
  ],
};

const ADDED = [
  "changed Target WorkerServiceAutoScalingTarget",
  "changed MetricAlarm service.worker.no-tasks",
  "created Policy queue.worker.start",
  "created MetricAlarm queue.worker.start",
  "created Service BillingServiceService",
  "created Service BillingRegistry",
  "created SecurityGroupIngressRule BillingFromWeb",
  "changed Service WebServiceService",
];

/** Hidden: docs/rehearse.md, "What it cannot show". */
it.skipIf(found === null)(
  "a production whose services begin to talk: nothing is lost, no gap, it settles, and it can be taken back",
  async () => {
    const stage = await Stage.open(found as NonNullable<typeof found>, SAAS, { stage: "production" });
    expect(brief(await stage.deploy())).toEqual(
      expect.arrayContaining([
        "created Policy queue.worker.backlog",
        "created LogMetricFilter queue.worker.backlog.api",
      ]),
    );
    await stage.change(TALKING);
    const steps = await stage.deploy();
    expect(brief(steps)).toEqual(expect.arrayContaining(ADDED));
    expect(losses(steps)).toEqual([]);
    expect(steps.filter(({ gap }) => gap)).toEqual([]);
    expect(brief(await stage.deploy())).toEqual([]);
    await stage.change({ ...SAAS, services: (SAAS.services ?? []).map(({ backlog: _, jobs: __, ...one }) => one) });
    expect(brief(await stage.deploy())).toEqual(
      expect.arrayContaining([
        "deleted Policy queue.worker.start",
        "deleted Policy queue.worker.backlog",
        "deleted LogMetricFilter queue.worker.backlog.api",
        "deleted Service BillingServiceService",
      ]),
    );
  },
  MINUTES,
);
