import { readFileSync, statfsSync } from "node:fs";
import { freemem, tmpdir } from "node:os";

const MEMORY = "/dev/shm";

/** Whether programs may be started from there: a container's own has it forbidden. */
function runsPrograms(): boolean {
  const mounts = readFileSync("/proc/mounts", "utf8").split("\n");
  const options = mounts.map((line) => line.split(" ")).find(([, folder]) => folder === MEMORY)?.[3];
  return options !== undefined && !options.split(",").includes("noexec");
}

/**
 * Where folders of packages go that are installed and deleted by the dozen: into memory in CI, where the machine has twice as much
 * as is needed, and else where everything temporary goes. On a disk up to half the time of an installation is spent on finding
 * room for its files; on a person's machine, what a stopped run leaves would take memory until the next start.
 * @param bytes how much is there at a time
 */
export function folderFor(bytes: number): string {
  if ((process.env.CI ?? "") === "") return tmpdir();
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return Math.min(bavail * bsize, freemem()) >= 2 * bytes && runsPrograms() ? MEMORY : tmpdir();
  } catch {
    // Not every system has it.
    return tmpdir();
  }
}
