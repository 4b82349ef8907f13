import { PRESETS } from "../../answers/presets.ts";
import { DNS, ENVIRONMENTS, REGIONS } from "../../answers/vocabulary.ts";
import { environmentHint, presetHint } from "../../cost/hints.ts";
import { type Prompt, regionOf, regions } from "./types.ts";

/** The questions about the project itself, in the order in which they are asked. */

export const CUSTOM = "custom";

export const PRESET_PROMPT: Prompt = {
  path: "preset",
  message: "Start from",
  help: "A preset is a starting point: everything in it can be changed later by running this command again.",
  choices: () => [
    ...Object.entries(PRESETS).map(([value, { description, answers }]) => ({
      value,
      name: value,
      description: `${description}: ${presetHint(answers)}`,
    })),
    { value: CUSTOM, name: CUSTOM, description: "choose service after service, and answer everything yourself" },
  ],
};

/** Until the services. */
export const FIRST_PROMPTS: readonly Prompt[] = [
  {
    path: "project",
    label: "Project",
    message: "Project",
    help: "At most 16 characters: it is the prefix of everything in AWS, and cannot be changed after the first deploy.",
    initial: ({ folder }) => folder,
  },
  {
    path: "region",
    label: "AWS region",
    leads: ["backup.region"],
    message: "AWS region",
    choices: () => regions(REGIONS),
    initial: () => "us-east-1",
  },
  {
    path: "stages",
    label: "Stages",
    detail: true,
    message: "Stages",
    help: "Each is an environment of its own: network, load balancer, databases.",
    several: true,
    choices: (context) =>
      ENVIRONMENTS.map((value) => ({ value, name: value, description: environmentHint(value, regionOf(context)) })),
    initial: () => [...ENVIRONMENTS],
  },
  {
    path: "domain",
    label: "Domain",
    message: "Domain",
    help: "Such as acme.com: services answer at api.acme.com, api-dev.acme.com …",
    empty: "to decide later; until then they answer on the load balancer's name, over plain HTTP",
    optional: true,
  },
  {
    path: "dns",
    label: "DNS",
    message: "Who serves the domain's DNS?",
    choices: () => [
      {
        value: DNS[0],
        name: "Route 53",
        description: "certificate and records are made for you; the hosted zone has to exist",
      },
      {
        value: DNS[1],
        name: "Cloudflare",
        description: "certificate and records are made for you, with CLOUDFLARE_API_TOKEN",
      },
      {
        value: DNS[2],
        name: "Somebody else",
        description: "you bring an ACM certificate, and enter the records that a deploy prints",
      },
    ],
    when: ({ document }) => document.domain != null,
  },
  {
    path: "certificate",
    label: "Certificate",
    message: "ARN of the ACM certificate",
    help: "In the project's region, for *.<domain>.",
    when: ({ document }) => document.domain != null && document.dns === "external",
  },
];
