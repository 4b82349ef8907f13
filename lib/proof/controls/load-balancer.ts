import { texts } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { get, isSet, isTrue, unless } from "./look.ts";

const balancers = "aws:lb/loadBalancer:LoadBalancer";
const application = ({ inputs }: Resource) => (inputs.loadBalancerType ?? "application") === "application";
const settings = "keep it as infra/kit/load-balancer.ts sets it";

/** The load balancer itself. */
export const loadBalancerControls: Control[] = [
  {
    id: "ELB.4",
    title: "the load balancer drops malformed headers",
    why: "two programs that read a request differently can be made to mix up the requests of two people",
    fix: settings,
    severity: "mandatory",
    when: "always",
    of: [balancers],
    where: application,
    problem: unless("dropInvalidHeaderFields", isTrue, "dropInvalidHeaderFields is off"),
  },
  {
    id: "ELB.5",
    title: "the load balancer keeps an access log",
    why: "after an incident it is the only record of who asked for what",
    fix: settings,
    severity: "advisory",
    when: "production",
    of: [balancers],
    problem: ({ inputs }) =>
      get(inputs, "accessLogs.enabled") === true && isSet(get(inputs, "accessLogs.bucket"))
        ? undefined
        : "it keeps no access log",
  },
  {
    id: "ELB.6",
    title: "the load balancer cannot be deleted by mistake",
    why: "its name and addresses are gone with it, and with them every service",
    fix: "keepData is true for production in infra/stage.ts",
    severity: "mandatory",
    when: "production",
    of: [balancers],
    problem: unless("enableDeletionProtection", isTrue, "deletion protection is off"),
  },
  {
    id: "ELB.12",
    title: "the load balancer defends against request smuggling",
    why: "a request that is read in two ways can carry another one past every check",
    fix: settings,
    severity: "mandatory",
    when: "always",
    of: [balancers],
    where: application,
    problem: unless(
      "desyncMitigationMode",
      (mode) => [undefined, "defensive", "strictest"].includes(mode as string),
      "desyncMitigationMode is off",
    ),
  },
  {
    id: "ELB.13",
    title: "the load balancer is in two zones",
    why: "a zone fails as a whole",
    fix: "give it the public subnets of all zones",
    severity: "mandatory",
    when: "always",
    of: [balancers],
    problem: unless("subnets", (value) => texts(value).length > 1, "it is in one subnet"),
  },
];
