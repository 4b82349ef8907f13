import { containersOf, objects } from "../simulate/stack.ts";
import type { Control } from "./control.ts";
import { get, isNot, unless, unlessContainer } from "./look.ts";

const of = ["aws:ecs/taskDefinition:TaskDefinition"];
const always = { when: "always", of } as const;
const isRoot = (user: unknown) => /^(root|0)?(:|$)/.test(String(user ?? ""));
const keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "ECS_ENGINE_AUTH_DATA"];
const hardened = "keep it as harden() of infra/kit/container-definition.ts sets it";

/** What runs: the containers of services and scheduled tasks. */
export const containerControls: Control[] = [
  {
    ...always,
    id: "ECS.1",
    title: "containers that share the host's network are not root",
    why: "in the host's network, root reaches whatever listens on the host",
    fix: "keep networkMode awsvpc, the only one that Fargate has",
    severity: "mandatory",
    problem: (resource) =>
      resource.inputs.networkMode === "host" && containersOf(resource).some(({ user }) => isRoot(user))
        ? "root in the host's network"
        : undefined,
  },
  {
    ...always,
    id: "ECS.3",
    title: "containers do not see the processes of the host",
    why: "whoever sees them can read their memory and their environment",
    fix: "leave pidMode out",
    severity: "mandatory",
    problem: unless("pidMode", isNot("host"), "it shares the host's processes"),
  },
  {
    ...always,
    id: "ECS.4",
    title: "containers are not privileged",
    why: "a privileged container can do whatever the host can",
    fix: hardened,
    severity: "mandatory",
    problem: unlessContainer(({ privileged }) => privileged !== true, "it is privileged"),
  },
  {
    ...always,
    id: "ECS.5",
    title: "the root file system of containers is read-only",
    why: "a process that is taken over can then change nothing in the image",
    fix: `${hardened}; name the folders that must be writable in \`writable\``,
    severity: "mandatory",
    problem: unlessContainer(
      ({ readonlyRootFilesystem }) => readonlyRootFilesystem === true,
      "its root file system is writable",
    ),
  },
  {
    ...always,
    id: "ECS.8",
    title: "no AWS credentials are passed as environment variables",
    why: "everybody who may see the task definition can use them, and they do not expire",
    fix: "give the task what it needs with `permissions` in infra/services/<name>.ts",
    severity: "mandatory",
    problem: (resource) =>
      containersOf(resource)
        .flatMap(({ environment }) => objects(environment))
        .filter(({ name }) => keys.includes(String(name)))
        .map(({ name }) => `${name} is in its environment`),
  },
  {
    ...always,
    id: "ECS.9",
    title: "containers write a log",
    why: "without one, nobody can say afterwards what happened",
    fix: "keep the awslogs driver that SST sets",
    severity: "mandatory",
    problem: unlessContainer(
      (container) => get(container, "logConfiguration.logDriver") !== undefined,
      "it writes no log",
    ),
  },
  {
    ...always,
    id: "ECS.17",
    title: "tasks have a network interface of their own",
    why: "in the host's network, security groups do not tell tasks apart",
    fix: "keep networkMode awsvpc",
    severity: "mandatory",
    problem: unless("networkMode", isNot("host"), "it shares the host's network"),
  },
  {
    ...always,
    id: "ECS.18",
    title: "shared file systems are mounted over TLS",
    why: "what travels in the clear inside the VPC can be read there",
    fix: 'set transitEncryption to "ENABLED" on the EFS volume',
    severity: "mandatory",
    where: ({ inputs }) => objects(inputs.volumes).some(({ efsVolumeConfiguration }) => efsVolumeConfiguration),
    problem: ({ inputs }) =>
      objects(inputs.volumes)
        .filter(({ efsVolumeConfiguration }) => efsVolumeConfiguration)
        .filter((volume) => get(volume, "efsVolumeConfiguration.transitEncryption") !== "ENABLED")
        .map(({ name }) => `the volume ${name} is mounted in the clear`),
  },
  {
    ...always,
    id: "ECS.20",
    title: "containers run as a normal user",
    why: "root inside a container is one mistake away from root outside",
    fix: hardened,
    severity: "mandatory",
    problem: unlessContainer(({ user }) => !isRoot(user), "it runs as root"),
  },
  {
    ...always,
    id: "OWN.ports",
    title: "a container opens the one port that the load balancer uses",
    why: "SST maps all 65535, so that whatever else listens in a container could be reached",
    fix: hardened,
    severity: "mandatory",
    problem: unlessContainer(
      ({ portMappings }) => objects(portMappings).every(({ containerPortRange }) => !containerPortRange),
      "it maps a range of ports",
    ),
  },
  {
    ...always,
    id: "OWN.digest",
    title: "images built here are named by their digest",
    why: "a tag can be moved, so that the same task definition runs other code tomorrow",
    fix: "use the `uri` that build() of infra/kit/build.ts answers",
    severity: "mandatory",
    problem: (resource) =>
      containersOf(resource)
        .map(({ image }) => String(image))
        .filter((image) => image.includes(".dkr.ecr.") && !image.includes("@sha256:"))
        .map((image) => `${image} is a tag`),
  },
];
