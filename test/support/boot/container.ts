import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import type { Image } from "./image.ts";

/** How containers are run here: in a file system of their own where root may make one, else as plain processes. */
const root = process.getuid?.() === 0;
export const separate = root && mayMount();
export const isolation = separate
  ? "a read-only file system of its own"
  : "a plain process: the file system is writable";

function mayMount(): boolean {
  try {
    execFileSync("unshare", ["--mount", "sh", "-c", "mount -t tmpfs test /mnt && command -v setpriv chroot"], {
      stdio: "ignore",
    });
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes the container's file system and becomes its process. Read-only is all but /tmp: the folders of the image, and
 * around them those of this machine, which stand in for the base image.
 */
const ENTER = `
set -e
new=$1 image=$2 workdir=$3 user=$4 node=$5 shared=$6; shift 6
mount -t tmpfs -o mode=755 container "$new"
for path in /bin /dev /etc /lib /lib64 /proc /sbin /sys /usr; do
  if [ -L "$path" ]; then cp -P "$path" "$new$path"
  elif [ -d "$path" ]; then mkdir "$new$path"; mount --rbind "$path" "$new$path"
  fi
done
for path in "$image"/*; do
  into="$new/\${path##*/}"
  mkdir "$into"; mount --bind "$path" "$into"; mount -o remount,bind,ro "$into"
done
mkdir "$new/tmp" "$new/node"; mount -t tmpfs -o mode=1777 tmp "$new/tmp"
touch "$new/node/node"; mount --bind "$node" "$new/node/node"
if [ -n "$shared" ]; then
  mkdir -p "$new\${shared%/*}"; touch "$new$shared"
  mount --bind "$shared" "$new$shared"; mount -o remount,bind,ro "$new$shared"
fi
mount -o remount,ro "$new"
exec chroot "$new" setpriv --reuid "\${user%:*}" --regid "\${user#*:}" --clear-groups --no-new-privs --pdeathsig KILL \
  env --chdir="$workdir" PATH=/node:/usr/bin:/bin "$@"
`;

export interface RunOptions {
  /** Instead of the image's CMD. */
  command?: readonly string[];
  env: Readonly<Record<string, string>>;
  /** A file of this machine that the container may read. */
  shared?: string;
}

export interface Container {
  /** What it has printed so far. */
  output(): string;
  /** Its exit status, or the signal that ended it. */
  ended: Promise<number | string>;
  running(): boolean;
  signal(name: NodeJS.Signals): void;
  /** A file of the container, as this process can see it. */
  path(file: string): string;
}

function launch(image: Image, { command = image.command, env, shared = "" }: RunOptions, mountPoint: string) {
  const options = {
    extendEnv: false,
    reject: false,
    all: true,
    buffer: false,
    stdin: "ignore",
    forceKillAfterDelay: false,
  } as const;
  if (separate) {
    const args = [mountPoint, image.root, image.workdir, image.user, process.execPath, shared, ...command];
    const PATH = process.env.PATH ?? "";
    return execa("unshare", ["--mount", "sh", "-c", ENTER, "enter", ...args], { ...options, env: { ...env, PATH } });
  }
  const [uid, gid] = image.user.split(":").map(Number);
  const [file = "", ...args] = command;
  return execa(file, args, {
    ...options,
    cwd: join(image.root, image.workdir),
    env: { ...env, PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ""}` },
    ...(root ? { uid, gid } : {}),
  });
}

/** Starts a container. It ends with this process at the latest. */
export async function startContainer(image: Image, options: RunOptions): Promise<Container> {
  const mountPoint = await mkdtemp(join(tmpdir(), "space-sst-root-"));
  const child = launch(image, options, mountPoint);
  let output = "";
  let running = true;
  child.all.on("data", (chunk: Buffer) => {
    output += chunk;
  });
  const ended = child.then(async ({ exitCode, signal, shortMessage }) => {
    running = false;
    await rm(mountPoint, { recursive: true, force: true });
    return exitCode ?? signal ?? shortMessage ?? "unknown";
  });
  return {
    output: () => output,
    ended,
    running: () => running,
    signal: (name) => void child.kill(name),
    path: (file) => (separate ? `/proc/${child.pid}/root${file}` : file),
  };
}

/** Runs a container to its end. */
export async function runContainer(image: Image, options: RunOptions, limitMs = 120_000) {
  const container = await startContainer(image, options);
  const late = AbortSignal.timeout(limitMs);
  late.addEventListener("abort", () => container.signal("SIGKILL"));
  const status = await container.ended;
  return { status, output: container.output(), lines: container.output().split("\n").filter(Boolean) };
}

/** Asks again until there is an answer. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, limitMs = 20_000): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`${what}: not within ${limitMs / 1000} s`);
    await delay(100);
  }
}
