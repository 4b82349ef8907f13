import { namesOf, uncertified, unrecorded } from "../judges/names.ts";
import type { Control } from "./control.ts";

const named = {
  severity: "mandatory",
  when: "always",
  scope: "stage",
  of: ["aws:lb/listenerRule:ListenerRule", "aws:cloudfront/distribution:Distribution"],
  where: (resource) => namesOf(resource).length > 0,
} satisfies Partial<Control>;

/** What the world calls the load balancer's services and the sites by. */
export const nameControls: Control[] = [
  {
    ...named,
    id: "OWN.name-certificate",
    title: "every host has a certificate that covers it",
    why: "browsers refuse a name that no certificate is for, and *.acme.com is not for acme.com",
    fix: "add the host to the certificates of infra/dns.ts",
    problem: (resource, stack) => uncertified(resource, stack).map((name) => `no certificate is for ${name}`),
  },
  {
    ...named,
    id: "OWN.name-record",
    title: "every host has a record",
    why: "nobody finds a name that DNS does not know",
    fix: "point the host at the load balancer, as infra/kit/https.ts does, or let SST make the site's",
    problem: (resource, stack) => unrecorded(resource, stack).map((name) => `no record is called ${name}`),
  },
];
