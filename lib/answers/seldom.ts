import { isRouted } from "./assign.ts";
import type { Service } from "./normalise.ts";

/** What is valid, and mostly not what somebody meant: a line for each. */
export function seldomMeant({
  services,
}: {
  services: readonly Pick<Service, "name" | "kind" | "path" | "image" | "private">[];
}): string[] {
  return services.flatMap(({ name, path, image, ...service }) => [
    ...(isRouted(service) && !path.includes("*")
      ? [`${name} answers ${path} alone, and nothing below it: ${path.replace(/\/$/, "")}/* has all of it.`]
      : []),
    ...(image !== null && !/[:@][^/]*$/.test(image)
      ? [`${name} runs ${image} without a tag: what that is changes by itself. Name one, such as ${image}:1.2.`]
      : []),
  ]);
}
