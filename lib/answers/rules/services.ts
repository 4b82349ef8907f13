import type { Problem } from "../../errors.ts";
import { answersHttp } from "../assign.ts";
import { ROTATED, secretName } from "../names.ts";
import { RESERVED_VARIABLES, TRACING_VARIABLES } from "../reserved.ts";
import { scheduleProblem } from "../schedule.ts";
import type { Parsed } from "../schema.ts";
import { FARGATE, SOURCES_OF } from "../vocabulary.ts";

/** Rules about one service: which answers go with its kind and its source. */

/** Answers that mean something for certain kinds or sources only. */
export function* serviceShape({ services }: Parsed): Iterable<Problem> {
  for (const [i, service] of services.entries()) {
    const path = (key: string) => `services[${i}].${key}`;
    const source = service.source ?? SOURCES_OF[service.kind][0];
    if (source !== undefined && !SOURCES_OF[service.kind].includes(source)) {
      yield {
        path: path("source"),
        message: `a ${service.kind} service is made from ${SOURCES_OF[service.kind].join(", ")}, not ${source}`,
      };
    }
    if (source === "image" && service.image === undefined)
      yield { path: path("image"), message: "is required for source image" };
    if (source !== "image" && service.image !== undefined)
      yield { path: path("image"), message: `is for source image only, not ${source}` };
    if (source === "existing" && service.directory === undefined)
      yield { path: path("directory"), message: "is required for source existing" };
    if (source !== "existing" && service.directory !== undefined)
      yield { path: path("directory"), message: `is for source existing only, not ${source}` };
    if (service.writable.length > 0 && (service.kind === "static" || (source !== "existing" && source !== "image")))
      yield { path: path("writable"), message: `is for containers of sources image and existing, not ${source}` };
    for (const key of ["schedule", "timeout"] as const)
      if (service.kind !== "cron" && service[key] !== undefined)
        yield { path: path(key), message: `is for kind cron only, not ${service.kind}` };
    if (service.schedule !== undefined) {
      const problem = scheduleProblem(service.schedule);
      if (problem !== null) yield { path: path("schedule"), message: problem };
    }
    for (const key of ["priority", "redirectsPriority", "balancer"] as const)
      if (!answersHttp(service) && service[key] !== undefined)
        yield { path: path(key), message: `is for kinds api and web only, not ${service.kind}` };
    if (service.max !== undefined && service.max < service.min)
      yield { path: path("max"), message: `${service.max} should be at least min, ${service.min}` };
    if (service.kind === "static") {
      for (const key of ["database", "cache", "bucket"] as const) {
        if (service[key] !== null)
          yield { path: path(key), message: `a static site has no server to reach a ${key} from` };
      }
      if (service.secrets.length > 0)
        yield { path: path("secrets"), message: "a static site cannot keep a secret: everything in it is public" };
    }
    const cpu = service.cpu ?? "0.25 vCPU";
    const memories: readonly string[] = FARGATE[cpu];
    if (service.memory !== undefined && !memories.includes(service.memory)) {
      yield {
        path: path("memory"),
        message: `Fargate pairs ${cpu} with ${memories.join(", ")}, not ${service.memory}`,
      };
    }
  }
}

export function* directories({ services }: Parsed): Iterable<Problem> {
  const owned = ["infra", "clients", "policy", "scripts", "node_modules"];
  for (const [i, { directory }] of services.entries()) {
    const top = directory?.split("/")[0];
    if (top !== undefined && owned.includes(top))
      yield { path: `services[${i}].directory`, message: `"${top}" belongs to the repo's own files` };
  }
}

/** A secret's name is part of SST's name for it, and of the container's environment. */
export function* secrets({ services, tracing }: Parsed): Iterable<Problem> {
  const reserved = new Set<string>([...RESERVED_VARIABLES, ...(tracing === null ? [] : TRACING_VARIABLES)]);
  const owners = new Map<string, string>();
  for (const [i, service] of services.entries()) {
    for (const [j, secret] of service.secrets.entries()) {
      const path = `services[${i}].secrets[${j}]`;
      if (service.secrets.indexOf(secret) !== j) yield { path, message: `"${secret}" is named twice` };
      else {
        if (reserved.has(secret)) yield { path, message: `"${secret}" is set by the infrastructure itself` };
        const name = secretName(service.name, secret);
        if (name.endsWith(ROTATED))
          yield {
            path,
            message: `"${secret}" would become the SST secret ${name}, and \`rotate\` has those on ${ROTATED}`,
          };
        const other = owners.get(name);
        if (other !== undefined)
          yield { path, message: `${service.name}/${secret} is too like ${other}: both become the SST secret ${name}` };
        owners.set(name, `${service.name}/${secret}`);
      }
    }
  }
}

/** Bitbucket's machines build images for x86_64 only. */
export function* architectures({ architecture, ci, services }: Parsed): Iterable<Problem> {
  const builds = services.some(({ kind, source }) => kind !== "static" && source !== "image");
  if (architecture === "arm64" && ci === "bitbucket" && builds)
    yield {
      path: "architecture",
      message: "arm64 images are not built on Bitbucket: use x86_64, or another CI",
    };
}
