import { parse } from "yaml";
import type { Answers } from "../../../lib/answers/schema.ts";
import { render } from "../../../lib/render/render.ts";
import type { RenderedFile } from "../../../lib/render/types.ts";
import { viewOf } from "../../support/repo.ts";

const api = { name: "api", kind: "api", source: "nestjs", database: "main", secrets: ["JWT_SECRET"] };
const databases = [{ name: "main", engine: "postgres" }];
const clients = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    name: `client-${n}`,
    account: String(100000000000 + n),
    domain: `client-${n}.com`,
    stages: ["dev", "staging", "production"],
  }));

/** Answers that lead to different files. */
export const REPOS: Record<string, object> = {
  full: { services: [api], databases, domain: "acme.com", backup: { region: "us-west-2" } },
  pnpm: { services: [api], databases, packageManager: "pnpm" },
  cloudflare: { services: [api], databases, domain: "acme.com", dns: "cloudflare" },
  "plain production": { services: [{ ...api, database: null }], stages: ["production"] },
  "two stages": { stages: ["staging", "production"], domain: "acme.com" },
  empty: { stages: ["dev"] },
  "inside a bigger git repository": {
    services: [api],
    databases,
    domain: "acme.com",
    workingDirectory: "platform/shop",
  },
  "inside, with pnpm": { services: [api], databases, packageManager: "pnpm", workingDirectory: "shop", adopted: true },
  "two hundred clients": { services: [api], databases, domain: "acme.com", clients: clients(200) },
};

export interface Step {
  id?: string;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: Record<string, unknown>;
  name?: string;
}
export interface Job {
  steps?: Step[];
  env?: Record<string, unknown>;
  uses?: string;
  permissions?: Record<string, string>;
  concurrency?: unknown;
  "timeout-minutes"?: number;
}
export interface Input {
  description?: string;
  required?: boolean;
  default?: unknown;
  type?: string;
}
export interface Workflow {
  on: Record<string, { inputs?: Record<string, Input> } | null>;
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

/** By their paths from the top of the git repository. */
export const filesOf = (answers: object, ci: string): RenderedFile[] =>
  render(viewOf({ project: "shop", ...answers, ci } as Answers)).map((file) => ({
    ...file,
    path: file.path.replace(/^(\.\.\/)+/, ""),
  }));
const isWorkflow = ({ path }: RenderedFile) => path.startsWith(".github/workflows/");
export const workflowsOf = (answers: object) =>
  filesOf(answers, "github")
    .filter(isWorkflow)
    .map(({ path, contents }) => ({ path, contents, workflow: parse(contents) as Workflow }));
