import type { Problem } from "../../errors.ts";
import { didYouMean } from "../../system/nearest.ts";
import { answersHttp, isRouted } from "../assign.ts";
import { urlVariable } from "../names.ts";
import { RESERVED_VARIABLES } from "../reserved.ts";
import type { Parsed } from "../schema.ts";

/** Rules about services that call each other. Two may call each other, and so may a longer circle: they meet by name. */

type Service = Parsed["services"][number];

const RESERVED = new Set<string>(RESERVED_VARIABLES);

const list = (names: readonly string[]): string => (names.length === 0 ? "none" : names.join(", "));

/** The API whose address a service that faces people is given, without naming it. */
const facedApi = (caller: Service, services: readonly Service[]): Service | undefined =>
  caller.kind === "web" ? services.find((one) => one.kind === "api" && isRouted(one)) : undefined;

/** What is wrong with one name in `calls`, or null. */
function problemOf(caller: Service, name: string, services: readonly Service[]): string | null {
  const others = services.filter((one) => answersHttp(one) && one.name !== caller.name).map((one) => one.name);
  const callable = `it can call ${list(others)}`;
  const called = services.find((one) => one.name === name);
  if (called === undefined) return `there is no service called "${name}"${didYouMean(name, others)}: ${callable}`;
  if (name === caller.name) return `"${name}" is the service itself: ${callable}`;
  if (!answersHttp(called)) return `"${name}" is a ${called.kind}, which answers nobody: ${callable}`;
  const variable = urlVariable(name);
  const faced = facedApi(caller, services)?.name ?? name;
  if (variable === "API_URL" ? faced !== name : RESERVED.has(variable))
    return `${variable} is set by the infrastructure itself: call "${name}" by another name`;
  return caller.secrets.includes(variable) ? `"${name}" is called at ${variable}, which is a secret too` : null;
}

export function* calls({ services }: Parsed): Iterable<Problem> {
  for (const [i, caller] of services.entries()) {
    if (caller.private && caller.kind !== "api")
      yield { path: `services[${i}].private`, message: `is for kind api only, not ${caller.kind}` };
    if (caller.kind === "static" && caller.calls.length > 0) {
      yield { path: `services[${i}].calls`, message: "a static site has no server to call a service from" };
      continue;
    }
    for (const [j, name] of caller.calls.entries()) {
      const message = caller.calls.indexOf(name) === j ? problemOf(caller, name, services) : `"${name}" is named twice`;
      if (message !== null) yield { path: `services[${i}].calls[${j}]`, message };
    }
  }
}
