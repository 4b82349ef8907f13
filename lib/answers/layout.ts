/**
 * Where files stand that other tools want for themselves. A repo of its own has them where everybody looks; in a repo that
 * was there before, those places are taken, or would change what its own tools do.
 */
export interface Layout {
  readme: string;
  /** What an agent must know. */
  agents: string;
  tsconfig: string;
  vitest: string;
  /** Runs the test of the program. */
  vitestRun: string;
  biome: string;
  compose: string;
  /** The test of the program. Where other tools look for `*.test.ts`, it is called otherwise. */
  proof: string;
  /** What `infra/*` of it is called. */
  proofs: string;
  /** From the repo to the top of its git repository, the only place where CI looks for its files. */
  gitTop: string;
  /** Before the names of workflows. */
  workflow: string;
  /** After their titles. */
  inTitle: string;
  /** Before the names of scripts that most repos have. */
  script: string;
  /** From those that are in `infra/` to the top of the repo. */
  up: string;
}

const OWN: Layout = {
  readme: "README.md",
  agents: "AGENTS.md",
  tsconfig: "tsconfig.json",
  vitest: "vitest.config.ts",
  vitestRun: "vitest run",
  biome: "biome.json",
  compose: "docker-compose.yml",
  proof: "infra/infra.test.ts",
  proofs: "*.test.ts",
  gitTop: "",
  workflow: "",
  inTitle: "",
  script: "",
  up: "",
};

const ADOPTED: Layout = {
  readme: "infra/README.md",
  agents: "infra/AGENTS.md",
  tsconfig: "infra/tsconfig.json",
  vitest: "infra/vitest.config.ts",
  vitestRun: "vitest run --config infra/vitest.config.ts",
  biome: "infra/biome.infra.json",
  compose: "docker-compose.infra.yml",
  proof: "infra/infra.check.ts",
  proofs: "*.check.ts",
  gitTop: "",
  workflow: "infra-",
  inTitle: "",
  script: "infra:",
  up: "../",
};

interface Ground {
  project: string;
  adopted: boolean;
  workingDirectory?: string | null | undefined;
}

/** In a bigger git repository, the project's name keeps its workflows apart from those of others. */
export function layoutOf({ project, adopted, workingDirectory }: Ground): Layout {
  const layout = adopted ? ADOPTED : OWN;
  if (!workingDirectory) return layout;
  const gitTop = "../".repeat(workingDirectory.split("/").length);
  return { ...layout, gitTop, workflow: `${project}-`, inTitle: ` (${project})` };
}
