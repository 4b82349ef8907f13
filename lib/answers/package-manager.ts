import type { PackageManagerName } from "./vocabulary.ts";

/** What the repo's documents, workflows and Dockerfiles say for each package manager. */
export interface PackageManager {
  name: PackageManagerName;
  /** Exact version for `packageManager` in package.json; null: the one that comes with Node. */
  version: string | null;
  install: string;
  /** Installs exactly what the lockfile says. */
  ci: string;
  run: string;
  exec: string;
  lockfile: string;
  /** Runs a script in every service that has it. */
  runAll: (script: string) => string;
}

export const PACKAGE_MANAGERS: Record<PackageManagerName, PackageManager> = {
  npm: {
    name: "npm",
    version: null,
    install: "npm install",
    ci: "npm ci",
    run: "npm run",
    exec: "npx",
    lockfile: "package-lock.json",
    runAll: (script) => `npm run ${script} --workspaces --if-present`,
  },
  pnpm: {
    name: "pnpm",
    version: "10.34.9",
    install: "pnpm install",
    ci: "pnpm install --frozen-lockfile",
    run: "pnpm run",
    exec: "pnpm exec",
    lockfile: "pnpm-lock.yaml",
    runAll: (script) => `pnpm --recursive --if-present run ${script}`,
  },
};
