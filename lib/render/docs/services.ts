import type { ServiceView, View } from "../../answers/view.ts";
import { code, md } from "../encode.ts";
import { addressesOf } from "./hosts.ts";
import { table } from "./markdown.ts";

const KIND: Record<ServiceView["kind"], string> = {
  api: "API behind the load balancer",
  web: "web application behind the load balancer",
  worker: "worker, always running",
  cron: "scheduled task",
  static: "static site on CloudFront",
};

const SOURCE: Record<ServiceView["source"], string> = {
  nestjs: "NestJS",
  node: "Node.js",
  react: "React",
  image: "ready image",
  existing: "your code",
};

function kindOf({ kind, min, ...service }: ServiceView): string {
  if (service.private) return "private API, inside the VPC alone";
  return kind === "worker" && min === 0 ? "worker, running while jobs wait" : KIND[kind];
}

const reached = (service: ServiceView, view: View): string => {
  if (service.kind === "cron") return code(service.schedule);
  if (service.kind === "static" && view.domain === null) return "an address of CloudFront";
  if (service.private) return code(`http://${service.name}.sst:${service.port}`);
  if (!service.routed && service.kind !== "static") return "not reachable";
  const { answers, redirects } = addressesOf(service, view);
  const leading = redirects.map(code).join(", ");
  return `${answers.map(code).join(", ")}${leading === "" ? "" : `; ${leading} redirect${redirects.length > 1 ? "" : "s"} there`}`;
};

const uses = ({ database, cache, bucket, email, queue, calls, jobs }: ServiceView): string =>
  [
    database && `database ${database.name}`,
    cache && `cache ${cache.name}`,
    bucket && `bucket ${bucket.name}`,
    email && `mail from ${email}@`,
    queue === "sqs" && "a queue of SQS",
    ...calls.map(({ name }) => `service ${name}`),
    ...jobs.map(({ name }) => `jobs for ${name}`),
  ]
    .filter(Boolean)
    .join(", ") || "–";

const madeFrom = ({ source, directory, image }: ServiceView): string => `${SOURCE[source]} ${code(directory ?? image)}`;

/** The services of a view, one line each. */
export const serviceTable = (view: View): string =>
  table(
    ["Service", "What it is", "Made from", "Where or when, in production", "Uses"],
    view.services.map((service) => [
      md(service.name),
      kindOf(service),
      madeFrom(service),
      reached(service, view),
      uses(service),
    ]),
  );
