const ofDeploy = ["deploy", "failures", "foresee", "parse", "progress", "real-sst", "verify"].map(
  (name) => `test/deploy/${name}.test.ts`,
);

/** Which tests belong to a file: those of the first row whose path it begins with, and every test of its name. */
export const BELONGS = [
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
  ["lib/deploy/", [...ofDeploy, "test/deploy/day-two"]],
  ["lib/repo/", ["test/repo", "test/cli/edit.test.ts"]],
  ["lib/render/", ["test/render", "test/deploy/ci/workflows.test.ts", "test/proof/defects.test.ts"]],
  ["lib/rehearse/", ["test/rehearse"]],
  ["lib/terminal/", ["test/terminal", "test/cli/terminal.test.ts", "test/deploy/terminal.test.ts"]],
  [
    "lib/questions/",
    ["test/questions", "test/cli/kickoff.test.ts", "test/cli/client.test.ts", "test/cli/terminal.test.ts"],
  ],
  ["lib/aws/", ["test/aws", "test/deploy/doctor"]],
  ["lib/system/", ["test/system", "test/repo/workspace"]],
  ["lib/", ["test/commands", "test/reference.test.ts", "test/cli"]],
  ["templates/infra/tasks/", ["test/infra", "test/proof/defects.test.ts"]],
  ["templates/infra/", ["test/infra", "test/proof/defects.test.ts", "test/proof/property.test.ts"]],
  ["templates/services/common/Dockerfile.ejs", ["test/services/dockerfiles.test.ts"]],
  ["templates/services/", ["test/services"]],
  ["templates/_github/", ["test/deploy/ci"]],
  ["templates/bitbucket-pipelines.yml.ejs", ["test/deploy/ci"]],
  ["templates/", ["test/render", "test/deploy/ci", "test/infra"]],
];

/** Written down from what is rendered: it notices every change and judges none, so it says nothing about a wrong one. */
const WRITTEN_DOWN = "test/render/presets.test.ts";

/** What a path is called by within its room: its file, and the folder that this lies in. */
const namesOf = (path) =>
  path
    .replace(/(\.test)?\.\w+(\.ejs)?$/, "")
    .split("/")
    .slice(2)
    .slice(-2);

/** A test of the same name is about a source, wherever it lies. */
export const isNamesake = (file, test) => {
  const names = new Set(namesOf(file));
  names.delete("index");
  return namesOf(test).some((name) => names.has(name));
};

/** Those of all files that are tests and belong to a source. */
export function testsOf(file, all) {
  const [, paths] = BELONGS.find(([path]) => file.startsWith(path)) ?? [file, []];
  return all.filter(
    (test) =>
      /^test\/.*\.test\.ts$/.test(test) &&
      test !== WRITTEN_DOWN &&
      (isNamesake(file, test) || paths.some((path) => test.startsWith(path))),
  );
}
