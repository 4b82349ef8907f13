import type { Alarm } from "./alarm.ts";

const BALANCER = {
  means: "The load balancer itself answers 5xx, in 5 of 15 minutes: it finds no healthy task, or a task hangs up.",
  type: "status",
  act: "Which service has no healthy task, and why its tasks stopped. The dashboard has the numbers.",
};

/** Visitors, and what is between them and the tasks. */
export const TRAFFIC: readonly Alarm[] = [
  { ...BALANCER, names: ["load-balancer.errors"], when: ({ has }) => has.routed && !has.balancers },
  {
    ...BALANCER,
    names: ["load-balancer.errors", "load-balancer.<name>.errors"],
    when: ({ has }) => has.balancers,
  },
  {
    names: ["firewall.blocked"],
    when: ({ has }) => has.routed && has.production,
    means:
      "The web firewall has stopped more than 100 requests in 10 minutes: an attack, or visitors who are kept out.",
    type: null,
    act: "Which rule it was, on which path (see Web firewall).",
  },
  {
    names: ["service.<name>.errors"],
    when: ({ has }) => has.routed,
    means: "In 10 minutes, more than 5 of 100 requests were answered with 5xx, and at least 3.",
    type: "logs <name> --errors",
    act: "The minute when it began. If it began with a deploy, take that back (see Roll back).",
  },
  {
    names: ["service.<name>.unhealthy"],
    when: ({ has }) => has.routed,
    means: "Tasks do not pass their health check and are replaced again and again.",
    type: "status",
    act: "Why its last task stopped and what it said last; see what the health path depends on.",
  },
  {
    names: ["service.<name>.slow"],
    when: ({ has }) => has.routed,
    means: "One request in twenty takes more than two seconds.",
    type: "logs <name>",
    act: "Compare with the load of what it uses. Raise `max`, or `cpu` and `memory`, if the service itself is the limit.",
  },
  {
    names: ["service.<name>.unreachable"],
    when: ({ has }) => has.routed && has.domain,
    means: "The public address does not answer from outside AWS.",
    type: "status",
    act: "Open it yourself, and look in this order: name, certificate, load balancer, service.",
  },
];
