import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Vitest begins with the largest files, until it has measured them. These are small, and take the longest: in this order. */
export const LONG = [
  "test/services/npm.full.ts",
  "test/proof/clients.full.ts",
  "test/proof/matrix.full.ts",
  "test/rehearse/stage.full.ts",
  "test/services/pnpm.full.ts",
  "test/rehearse/day-two.full.ts",
  "test/proof/property.test.ts",
  "test/services/unit.test.ts",
  "test/proof/rendered.test.ts",
];

/** What takes long is begun first, so that no core waits for it at the end. */
export function longFirst<File extends { moduleId: string }>(files: readonly File[]): File[] {
  const long = LONG.flatMap((name) => files.filter(({ moduleId }) => moduleId.endsWith(`/${name}`)));
  return [...long, ...files.filter((file) => !long.includes(file))];
}

export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = longFirst(await super.sort(files));
    // A process that several files share ends where the next one wants its own.
    const own = ({ project }: TestSpecification) => Number(project.config.isolate);
    return sorted.sort((one, other) => own(other) - own(one));
  }
}
