import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isLike } from "../../lib/proof/judges/access.ts";
import { allowedBy, statementsIn } from "../../lib/proof/judges/policies.ts";
import { type Simulation, Simulator } from "../../lib/proof/simulate/simulate.ts";
import { Stack } from "../../lib/proof/simulate/stack.ts";
import type { Resource } from "../../lib/proof/simulate/types.ts";
import { renderRepo } from "../support/repo.ts";

/**
 * Two clients whose stages live in one account: what a role of the one may do, asked of everything that the other has, as
 * IAM would answer. The name of one client begins with that of the other.
 */

const account = "111111111111";
const names = ["acme", "acme-two"] as const;
type Name = (typeof names)[number];

let root: string;
const stacks = {} as Record<Name, Stack>;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "space-sst-clients-"));
  await renderRepo(
    {
      project: "shop",
      stages: ["dev"],
      domain: "shop.example",
      services: [
        { name: "api", database: "main", cache: "main", secrets: ["JWT_SECRET"] },
        { name: "nightly", kind: "cron", database: "main", secrets: ["API_KEY"] },
      ],
      databases: [{ name: "main" }],
      caches: [{ name: "main" }],
      backup: { region: "us-west-2" },
      clients: names.map((name) => ({ name, account, domain: `${name}.example`, stages: ["production"] })),
    },
    root,
  );
  const simulator = new Simulator(root);
  for (const name of names) {
    const simulation: Simulation = await simulator.run({ stage: `${name}-production`, account });
    expect(simulation.errors).toEqual([]);
    stacks[name] = new Stack(simulation);
  }
}, 300_000);

afterAll(() => rm(root, { recursive: true, force: true }));

/** Roles that may do something with an ARN, on no condition that would keep them from it. */
const whoMay = (stack: Stack, action: string, arn: string): string[] =>
  stack
    .of("aws:iam/role:Role")
    .filter((role) =>
      allowedBy(role).some(
        ({ actions, resources }) =>
          actions.some((pattern) => isLike(pattern, action)) && resources.some((pattern) => isLike(pattern, arn)),
      ),
    )
    .map(({ name }) => name);

const arnsOf = (stack: Stack, type: string): string[] => stack.of(type).map(({ outputs }) => String(outputs.arn));

const questions: [action: string, type: string][] = [
  ["secretsmanager:GetSecretValue", "aws:secretsmanager/secret:Secret"],
  ["kms:Decrypt", "aws:kms/key:Key"],
  ["ecr:BatchGetImage", "aws:ecr/repository:Repository"],
  ["ecs:RunTask", "aws:ecs/taskDefinition:TaskDefinition"],
  ["iam:PassRole", "aws:iam/role:Role"],
  ["logs:PutLogEvents", "aws:cloudwatch/logGroup:LogGroup"],
  ["s3:GetObject", "aws:s3/bucket:Bucket"],
  ["sqs:ReceiveMessage", "aws:sqs/queue:Queue"],
  ["sns:Publish", "aws:sns/topic:Topic"],
];

describe.each([names, [...names].reverse() as [Name, Name]])("%s and what belongs to %s", (one, other) => {
  test.each(questions)("%s", (action, type) => {
    const arns = arnsOf(stacks[other], type).map((arn) => (action.startsWith("logs:") ? `${arn}:log-stream:x` : arn));
    expect(arns).not.toEqual([]);
    for (const arn of arns) expect(whoMay(stacks[one], action, arn), arn).toEqual([]);
  });

  test("no role, key, topic or bucket of the one lets the other in", () => {
    const foreign = arnsOf(stacks[other], "aws:iam/role:Role");
    const trusting = (resource: Resource) =>
      [resource.inputs.assumeRolePolicy, resource.inputs.policy]
        .flatMap(statementsIn)
        .filter(({ allows }) => allows)
        .flatMap(({ principals }) => principals)
        .filter((principal) => foreign.includes(principal));
    expect(stacks[one].simulation.resources.flatMap(trusting)).toEqual([]);
  });
});

test("the question finds those who may: each service reads its own secret, and no other one's", () => {
  const stack = stacks.acme;
  const secrets = stack.of("aws:secretsmanager/secret:Secret").filter(({ name }) => /^(Api|Nightly)Secret$/.test(name));
  const readers = Object.fromEntries(
    secrets.map(({ name, outputs }) => [
      name,
      whoMay(stack, "secretsmanager:GetSecretValue", String(outputs.arn)).sort(),
    ]),
  );
  expect(readers).toEqual({
    ApiSecret: ["ApiGrantExecutionRole", "ApiServiceExecutionRole"],
    NightlySecret: ["NightlyGrantExecutionRole", "NightlyTaskExecutionRole"],
  });
});

test("what runs has no rights of its own that it did not ask for", () => {
  const tasks = stacks.acme.of("aws:iam/role:Role").filter(({ name }) => name.endsWith("TaskRole"));
  expect(tasks.map(({ name }) => name)).toContain("ApiServiceTaskRole");
  expect(tasks.flatMap(allowedBy)).toEqual([]);
});
