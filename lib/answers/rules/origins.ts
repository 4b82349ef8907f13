import type { Problem } from "../../errors.ts";
import { didYouMean } from "../../system/nearest.ts";
import { isRouted } from "../assign.ts";
import type { Parsed } from "../schema.ts";

/** Whether it is written as browsers write an origin: `https://app.acme.com`, without path, and never `*`. */
export function isOrigin(text: string): boolean {
  if (!/^https?:\/\/[a-z0-9.:-]+$/.test(text) || !URL.canParse(text)) return false;
  return new URL(text).origin === text;
}

/** Whose pages may call an API from a browser. */
export function* origins({ services }: Parsed): Iterable<Problem> {
  const facing = services.filter(({ kind }) => kind === "static" || kind === "web").map(({ name }) => name);
  for (const [i, service] of services.entries()) {
    if (service.origins == null) continue;
    if (service.kind !== "api" || !isRouted(service)) {
      yield {
        path: `services[${i}].origins`,
        message: `is for an api that browsers reach, not ${service.private ? "a private one" : service.kind}`,
      };
      continue;
    }
    for (const [j, origin] of service.origins.entries()) {
      if (facing.includes(origin) || isOrigin(origin)) continue;
      const named = facing.length === 0 ? "" : `, or one of ${facing.join(", ")}`;
      yield {
        path: `services[${i}].origins[${j}]`,
        message: `"${origin}" should be an origin such as https://app.acme.com${named}${didYouMean(origin, facing)}`,
      };
    }
  }
}
