import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a process uses, and how much of a CPU it gets: Linux alone says it in files. */

const GROUPS = "/sys/fs/cgroup";
/** The kernel lets a group run for so long in each tenth of a second, as Fargate does. */
const PERIOD_US = 100_000;
/** Ticks of the clock in a second, whatever the machine. */
const TICKS = 100;

const unified = () => existsSync(join(GROUPS, "cgroup.controllers"));

/**
 * Gives a process a share of a CPU, before those who share the machine with it.
 * @returns what takes the group away once the process has ended; null where this user may make none
 */
export function limitCpu(pid, share) {
  const quota = share * PERIOD_US;
  const [folder, settings] = unified()
    ? [join(GROUPS, `bench-${pid}`), { "cpu.max": `${quota} ${PERIOD_US}`, "cpu.weight": "1000" }]
    : [
        join(GROUPS, "cpu", `bench-${pid}`),
        { "cpu.cfs_period_us": PERIOD_US, "cpu.cfs_quota_us": quota, "cpu.shares": "10240" },
      ];
  try {
    mkdirSync(folder);
    for (const [name, value] of Object.entries({ ...settings, "cgroup.procs": pid }))
      writeFileSync(join(folder, name), String(value));
  } catch {
    return null;
  }
  return () => rmdirSync(folder);
}

/** Seconds of a CPU that a process has had, all of its threads. */
export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Memory that a process has now, in MiB. */
export const memory = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
