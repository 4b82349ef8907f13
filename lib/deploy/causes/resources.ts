import { type Cause, deployAgain } from "./types.ts";

/** A container that does not do what it should. */
export const TASKS: Cause[] = [
  {
    id: "task-failed",
    when: /The task "([^"]+)" of (\S+) (ended with (?:exit code (\d+)|no exit code)|was stopped|did not start|could not be started)/,
    cause: ([, command, version, , code]) =>
      command?.includes("migrate") === true
        ? `a migration of ${version} failed${code === undefined ? "" : ` with exit code ${code}`}; the service stays at its old version`
        : `"${command}" of ${version} failed${code === undefined ? "" : ` with exit code ${code}`}, and what waits for it was not made`,
    next: (place) => ['repair what its log says; RUNBOOK.md has a section "When one fails"', deployAgain(place)],
  },
  {
    id: "service-unhealthy",
    when: /waiting for ECS Service \((\S+?)\)|circuit breaker/i,
    cause: "new tasks of the service do not become healthy; ECS keeps or brings back the old ones",
    next: (place) => ["repair what the stopped task's reason and its log say", deployAgain(place)],
  },
];

/** What AWS does not let be made, changed or taken away. */
export const RESOURCES: Cause[] = [
  {
    id: "deletion-protection",
    when: /deletion protection|Cannot delete protected|OperationNotPermitted.*cannot be deleted|marked (?:as )?protected|is protected/i,
    cause: "a change would delete or replace something that is protected, and its data with it",
    next: ({ exec, stage }) => [
      `see which: ${exec} sst diff --stage ${stage}`,
      'take the change back; where it is meant, RUNBOOK.md says how, under "Remove something"',
    ],
  },
  {
    id: "secret-deleted",
    when: /secret with this name is already scheduled for deletion/,
    cause: "a secret of this name was deleted and can still be recovered, which keeps its name",
    next: (place) => ["restore it (aws secretsmanager restore-secret) or wait until it is gone", deployAgain(place)],
  },
  {
    id: "name-conflict",
    when: /EntityAlreadyExists|AlreadyExists|already exists|ResourceExistsException|BucketAlreadyOwnedByYou|ResourceInUseException|InvalidGroup\.Duplicate/,
    cause:
      "something of this name is in the account already, and not in this stage's state: often what a killed run left",
    next: (place) => [
      `${place.exec} sst refresh --stage ${place.stage}; if it is still unknown, delete or rename it in AWS`,
      deployAgain(place),
    ],
  },
  {
    id: "dependency",
    when: /DependencyViolation|has dependencies and cannot be deleted|has a dependent object/,
    cause: "something else in the account still uses what is to go",
    next: (place) => ["see in the AWS console what uses it, and remove that first", deployAgain(place)],
  },
  {
    id: "access-denied",
    when: /AccessDenied|UnauthorizedOperation|is not authorized to perform/,
    cause: ({ input }) => {
      const action = /authorized to perform:? ([a-z0-9-]+:[A-Za-z]+)/.exec(input)?.[1] ?? "do it";
      return `these credentials may not ${action}: a deploy needs administrator rights`;
    },
    next: (place) => [
      "use a profile with administrator rights in the stage's account: AWS_PROFILE",
      deployAgain(place),
    ],
  },
];
