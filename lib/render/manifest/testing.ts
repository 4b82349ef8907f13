import { file, type Row } from "../types.ts";

const engine = [
  ...["app", "bundle", "catalog", "clock", "cloud", "errors", "lookups", "modules", "monitor", "process", "rpc", "sdk"],
  ...["secrets", "settle", "wire"],
  ...["row", "network", "edge", "compute", "data", "operations", "utilities"].map((name) => `catalog/${name}`),
].map((name) => `engine/${name}`);

const checks = ["data", "names", "network", "operations", "policies", "secret-places", "tasks"].map(
  (name) => `checks/${name}`,
);

/** The repo's own proof: its program runs offline on the real SST components, and its resources are checked. */
export const testing: readonly Row[] = [
  file({ from: "infra/infra.test.ts" }),
  ...["checks", "simulate", "stack", "stages", "types", ...checks, ...engine].map((name) =>
    file({ from: `infra/testing/${name}.ts` }),
  ),
];
