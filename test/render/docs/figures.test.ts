import { expect, it } from "vitest";
import { render } from "../../../lib/render/render.ts";
import { SHOP } from "../../support/one-of-everything.ts";
import { viewOf } from "../../support/view.ts";

/** What the runbook says in numbers is what the program sets. */

const view = viewOf({ ...SHOP, alerts: { email: "ops@acme.com" } });
const FILES = new Map(render(view).map(({ path, contents }) => [path, contents]));

const numbers = (path: string, pattern: RegExp): number[] =>
  (pattern.exec(FILES.get(path) ?? "") ?? []).slice(1).map((found) => Number(found.replaceAll(/[,_]/g, "")));

it.each<[said: RegExp, path: string, set: RegExp]>([
  [
    /inside the container,\*\* asks every (\d+) seconds .* After (\d+) failures/,
    "infra/kit/ecs-service.ts",
    /interval: "(\d+) seconds" as const,[^}]*retries: (\d+)/,
  ],
  [
    /inside a worker,\*\* asks every (\d+) seconds .* After (\d+) failures/,
    "infra/kit/ecs-service.ts",
    /interval: "(\d+) seconds" as const,[^}]*retries: (\d+)/,
  ],
  [
    /The load balancer\*\* asks every (\d+) seconds .* After (\d+) failures/,
    "infra/kit/routed.ts",
    /interval: "(\d+) seconds",[^}]*unhealthyThreshold: (\d+)/,
  ],
  [/Route 53, from .* asks every (\d+) seconds/, "infra/kit/https.ts", /requestInterval: (\d+)/],
  [/sends more than ([\d,]+) requests in 5 minutes/, "infra/firewall.ts", /rateLimit\(\{ limit: (\d+)/],
  [/keeps the old version for (\d+) days/, "infra/kit/bucket.ts", /noncurrentDays: (\d+)/],
  [/in production for (\d+): `aws secretsmanager/, "infra/secrets.ts", /recoveryWindowInDays = .* \? (\d+) :/],
  [/restored for (\d+) days, in production/, "infra/secrets.ts", /recoveryWindowInDays = .* : (\d+);/],
  [/AWS waits for (\d+) days at least/, "infra/keys.ts", /deletionWindowInDays: .* : (\d+),/],
  [/at (\d+) percent of the limit/, "infra/budget.ts", /tell\("ACTUAL", (\d+)\)/],
  [/percent of the limit and at (\d+)/, "infra/budget.ts", /tell\("ACTUAL", \d+\), tell\("ACTUAL", (\d+)\)/],
])("%s, as %s has it", (said, path, set) => {
  const found = numbers("RUNBOOK.md", said);
  expect(found).not.toEqual([]);
  expect(found).toEqual(numbers(path, set));
});

it("a deploy gives a migration a bit more than 14 minutes, and waits for another one within these", () => {
  const [lambda = 0] = numbers("infra/kit/run-task.ts", /timeout: (\d+),/);
  const [reserve = 0] = numbers("infra/tasks/run-task.mjs", /reserve = (\d+) \* seconds/);
  const [minutes = 0] = numbers("RUNBOOK.md", /A deploy gives a migration a bit more than (\d+) minutes/);
  const [wait = 0] = numbers("services/api/src/lock.ts", /WAIT_MS = (\d+) \* 60_000/);
  // A function of AWS ends after a quarter of an hour at the latest, and says what has happened before.
  expect([lambda <= 900, Math.floor((lambda - reserve) / 60)]).toEqual([true, minutes]);
  expect(minutes).toBe(14);
  expect([wait <= minutes, wait > minutes - 1]).toEqual([true, true]);
});
