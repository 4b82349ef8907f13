import { containsSecret } from "../simulate/engine/secrets.ts";
import { textsIn } from "../simulate/stack.ts";
import type { Plain } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { counted, countProblems } from "./count-limits.ts";
import { get } from "./look.ts";
import { nameProblems, tagProblems } from "./name-limits.ts";
import { exposed } from "./secret-places.ts";

const stage = "pulumi:pulumi:Stack";
const tasks = "aws:ecs/taskDefinition:TaskDefinition";
const images = "docker-build:index:Image";
const isEmpty = (value: Plain | undefined) => Object.keys((value ?? {}) as object).length === 0;
const secrets = {
  why: "task definitions, outputs and the state can be read by many more people than the secret itself",
  fix: "put it into the service's secret: `secrets` or `connect` in infra/services/<name>.ts",
  severity: "mandatory",
  when: "always",
  // Every offline run gives secrets that can be recognised; real ones look like anything else.
  scope: "program",
} as const;

/** What holds for a stage as a whole. */
export const stageControls: Control[] = [
  {
    ...secrets,
    id: "OWN.env",
    title: "no secret is in the environment of a container in the clear",
    of: [tasks],
    problem: exposed,
  },
  {
    ...secrets,
    id: "OWN.buildsecrets",
    title: "no secret of a running service is passed to the build of its image",
    why: "it stays in the image's history, and in the state",
    of: [images],
    problem: exposed,
  },
  {
    ...secrets,
    id: "OWN.secrets",
    title: "no secret is in the clear anywhere else",
    of: ["*"],
    where: ({ type }) => ![tasks, images, stage].includes(type),
    problem: exposed,
  },
  {
    ...secrets,
    id: "OWN.outputs",
    title: "neither outputs nor what the program prints show a secret",
    why: "they are kept in the logs of every deploy",
    fix: "leave it out of output() and console.log()",
    of: [stage],
    problem: (_, { simulation }) => [
      ...textsIn(simulation.outputs)
        .filter(({ text }) => containsSecret(text))
        .map(({ path }) => `the output ${path} shows a secret`),
      ...simulation.log.filter(containsSecret).map(() => "the program prints a secret"),
    ],
  },
  {
    id: "WA.removal",
    title: "the stage cannot be removed by mistake",
    why: "one command with the wrong stage would otherwise take everything away",
    fix: "keep `protect` and `removal` in sst.config.ts",
    severity: "mandatory",
    when: "production",
    scope: "program",
    of: [stage],
    problem: (_, { simulation: { app } }) => [
      ...(app.protect ? [] : ["protect is off, so `sst remove` would run"]),
      ...(app.removal === "remove" ? ['removal is "remove"'] : []),
    ],
  },
  {
    id: "OWN.tags",
    title: "everything says to which project and stage it belongs",
    why: "nobody dares to delete what belongs to nobody, and nobody knows what it costs",
    fix: "keep defaultTags in sst.config.ts; for another region give a resource `region`, not a provider of its own",
    severity: "advisory",
    when: "always",
    scope: "program",
    of: [stage, "pulumi:providers:aws"],
    problem: ({ type, inputs }, { simulation: { app } }) => {
      const tags = type === stage ? get(app.providers.aws, "defaultTags.tags") : defaultTags(inputs.defaultTags);
      return isEmpty(tags) ? "it has no default tags" : undefined;
    },
  },
  {
    id: "OWN.names",
    title: "AWS accepts every name",
    why: "a name that is too long or taken stops a deploy half-way",
    fix: "make names with named() of infra/naming.ts",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: ["*"],
    problem: nameProblems,
  },
  {
    id: "OWN.count-limits",
    title: "AWS accepts as many as there are",
    why: "what is one too many stops a deploy half-way, and in production alone, which has the most",
    fix: "make fewer of them or a second one that holds them; where the account's quota was raised, waive it",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: counted,
    problem: countProblems,
  },
  {
    id: "OWN.tag-limits",
    title: "AWS accepts every tag",
    why: "a tag that is too long stops a deploy half-way",
    fix: "shorten the tag",
    severity: "mandatory",
    when: "always",
    of: ["*"],
    where: ({ inputs }) => inputs.tags !== undefined,
    problem: tagProblems,
  },
];

/** A provider of its own holds them as text. */
const defaultTags = (value: Plain | undefined) => get(typeof value === "string" ? JSON.parse(value) : value, "tags");
