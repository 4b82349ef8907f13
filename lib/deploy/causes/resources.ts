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
    next: (place, [, command]) => [
      command?.includes("migrate") === true
        ? 'repair what its log says (RUNBOOK.md, "When one fails")'
        : "repair what its log says",
      deployAgain(place),
    ],
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
    id: "linked-role",
    when: /[Uu]nable to assume the service[- ]linked role|service[- ]linked role[^.]*(?:exist|not found|being created)/,
    cause:
      "AWS has just made the role with which one of its services works in this account, and does not know it everywhere yet",
    next: (place) => [`wait a minute, ${deployAgain(place)}`],
  },
  {
    id: "secret-deleted",
    when: /secret with this name is already scheduled for deletion/,
    cause: "a secret of this name was deleted and can still be recovered, which keeps its name",
    next: (place) => ["restore it (aws secretsmanager restore-secret) or wait until it is gone", deployAgain(place)],
  },
  {
    id: "target-group",
    when: /does not have an associated load balancer/,
    cause: "the load balancer does not send to the service yet: its listener waits for the certificate, or is not made",
    next: (place) => [
      "see whether the certificate is proven: aws acm list-certificates; the domain must name its zone's servers",
      deployAgain(place),
    ],
  },
  {
    id: "other-load-balancer",
    when: /cannot be associated with more than one load balancer/,
    cause: "the service was moved to another load balancer, and AWS leaves its target group at the first",
    next: (place) => [
      "set `balancer` of the service back, or remove the service, deploy, and add it again",
      deployAgain(place),
    ],
  },
  {
    id: "snapshot-name",
    when: /(?:DB)?(?:Cluster)?SnapshotAlreadyExists|SnapshotAlreadyExistsFault/,
    cause: "an earlier database or cache of this name has left a final snapshot, with all that was in it",
    next: (place) => [
      "keep it under another name first: aws rds copy-db-snapshot, or aws elasticache copy-snapshot; then delete it",
      deployAgain(place),
    ],
  },
  {
    id: "dns-record",
    when: /InvalidChangeBatch[\s\S]*already exists|[Rr]ecord (?:with that host )?already exists/,
    cause: "the domain has such a record already: perhaps one that is in use",
    next: (place) => [
      "see where it leads before you take it out of the zone: aws route53 list-resource-record-sets; or choose another host",
      deployAgain(place),
    ],
  },
  {
    id: "not-empty",
    when: /BucketNotEmpty|RepositoryNotEmptyException|vault cannot be deleted because it contains recovery points/,
    cause: "AWS deletes nothing that has something in it, and this is not to be emptied by a deploy",
    next: (place) => ["look at what is in it; empty it in AWS where nobody needs it", deployAgain(place)],
  },
  {
    id: "name-conflict",
    when: /EntityAlreadyExists|AlreadyExists|already exists|ResourceExistsException|BucketAlreadyOwnedByYou|ResourceInUseException|InvalidGroup\.Duplicate/,
    cause:
      "something of this name is in the account already, and not in this stage's state: what a killed run left, or what production kept",
    next: (place) => [
      'see when it was made; what a killed run left is deleted in AWS (RUNBOOK.md, "A stage is locked"), anything else is renamed',
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
