import { file, type Row } from "../types.ts";

const engine = [
  ...["app", "bundle", "catalog", "clock", "cloud", "errors", "lookups", "modules", "monitor", "process", "rpc", "sdk"],
  ...["secrets", "settle", "wire"],
  ...["row", "network", "edge", "compute", "data", "operations", "utilities"].map((name) => `catalog/${name}`),
].map((name) => `engine/${name}`);

const controls = [
  ...["control", "list", "look", "name-limits", "policies", "report", "secret-places", "upstream", "waivers"],
  ...[
    "backup",
    "cloudwatch",
    "connections",
    "ecs-containers",
    "ecs-services",
    "elasticache",
    "firewall",
    "iam",
    "keeping",
    "load-balancer",
  ],
  ...[
    "machines",
    "messaging",
    "order",
    "rds",
    "rds-access",
    "rds-encryption",
    "rds-operations",
    "rds-safety",
    "releases",
    "routing",
  ],
  ...["security-groups", "stage", "storage", "tls", "vpc"],
];

/** A file of the proof, copied: this package uses it, too. */
const proof = (path: string): Row => file({ from: `../lib/proof/${path}`, to: `infra/${path}` });

/** The repo's own proof: its program runs offline on the real SST components, and its resources are checked. */
export const testing: readonly Row[] = [
  file({ from: "infra/infra.test.ts" }),
  file({ from: "infra/waivers.json", owner: "yours" }),
  ...controls.map((name) => `controls/${name}.ts`).map(proof),
  file({ from: "policy/PulumiPolicy.yaml" }),
  file({ from: "policy/index.cjs" }),
  file({ from: "policy/pack.ts" }),
  file({ from: "policy/package.json.ejs" }),
  ...["place", "simulate", "stack", "stages", "types", "unforeseen", ...engine]
    .map((name) => `simulate/${name}.ts`)
    .map(proof),
];
