/**
 * Which tests belong to a file: the first row whose path it begins with. What is not here belongs to the tests of the room
 * that mirrors its own.
 */
const BELONGS = [
  ["lib/proof/judges/", ["test/proof/judges.test.ts", "test/controls", "test/proof/defects.test.ts"]],
  ["lib/proof/controls/", ["test/controls", "test/proof/defects.test.ts", "test/proof/defaults.test.ts"]],
  ["lib/proof/simulate/", ["test/proof/simulate.test.ts", "test/proof/defects.test.ts"]],
  ["lib/proof/", ["test/proof"]],
  ["lib/answers/", ["test/answers", "test/questions", "test/render", "test/proof/defects.test.ts"]],
  ["lib/resources/", ["test/resources", "test/controls", "test/plan", "test/deploy/day-two"]],
  ["lib/cost/", ["test/cost", "test/prices", "test/plan/usage.test.ts"]],
  ["lib/plan/", ["test/plan", "test/resources", "test/prices"]],
  ["lib/deploy/ci/", ["test/deploy/ci"]],
  ["lib/deploy/doctor/", ["test/deploy/doctor"]],
  ["lib/deploy/fleet/", ["test/deploy/fleet", "test/cli/fleet.test.ts"]],
  ["lib/deploy/secrets/", ["test/deploy/secrets"]],
  ["lib/deploy/", ["test/deploy/deploy.test.ts", "test/deploy", "test/cli"]],
  ["lib/repo/", ["test/repo", "test/cli/edit.test.ts"]],
  ["lib/render/", ["test/render", "test/deploy/ci/workflows.test.ts", "test/proof/defects.test.ts"]],
  ["lib/rehearse/", ["test/rehearse"]],
  ["lib/terminal/", ["test/terminal", "test/cli/terminal.test.ts"]],
  ["lib/", ["test/commands.test.ts", "test/reference.test.ts", "test/cli"]],
  ["templates/infra/tasks/", ["test/infra", "test/proof/defects.test.ts"]],
  ["templates/infra/", ["test/infra", "test/proof/defects.test.ts", "test/proof/property.test.ts"]],
  ["templates/services/common/Dockerfile.ejs", ["test/services/dockerfiles.test.ts"]],
  ["templates/services/", ["test/services"]],
  ["templates/_github/", ["test/deploy/ci"]],
  ["templates/bitbucket-pipelines.yml.ejs", ["test/deploy/ci"]],
  ["templates/", ["test/render", "test/deploy/ci", "test/infra"]],
];

/** The tests that belong to a file, nearest first. */
export const testsOf = (file) => BELONGS.find(([path]) => file.startsWith(path))?.[1] ?? [];

/** Written down from what is rendered: it notices every change and judges none, so it says nothing about a wrong one. */
export const WRITTEN_DOWN = "test/render/presets.test.ts";
