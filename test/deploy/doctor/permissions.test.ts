import { expect, it } from "vitest";
import { stagesOf } from "../../../lib/answers/stages.ts";
import { deployStatements } from "../../../lib/deploy/ci/permissions/index.ts";
import { scopeOf } from "../../../lib/deploy/ci/roles.ts";
import { actionsFor } from "../../../lib/deploy/doctor/checks/permissions.ts";
import { viewOf } from "../../support/repo.ts";
import { REPOS, WITHOUT_DOMAIN } from "../ci/repos.ts";

/** Whether a pattern of a policy, whose only wildcard is `*`, names an action. */
const fits = (pattern: string, action: string): boolean =>
  new RegExp(`^${pattern.replaceAll("*", ".*")}$`, "i").test(action);

it("asks for nothing that the role of `ci` has not: its policies are what the doctor names as the remedy", () => {
  // A project without a domain of its own has clients with theirs.
  const found = [...REPOS, WITHOUT_DOMAIN].flatMap((document) => {
    const view = viewOf(document);
    return stagesOf(view).flatMap((stage) => {
      const granted = deployStatements(view, scopeOf(view, stage, "123456789012")).flatMap(({ Action }) => Action);
      return actionsFor(view, stage)
        .filter((action) => !granted.some((pattern) => fits(pattern, action)))
        .map((action) => `${view.project} ${stage.stage}: ${action}`);
    });
  });
  expect(found).toEqual([]);
});
