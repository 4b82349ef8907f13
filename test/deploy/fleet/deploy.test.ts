import { appendFile, chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import {
  closeCheckouts,
  commitsBetween,
  currentRevision,
  headOf,
  openCheckout,
} from "../../../lib/deploy/fleet/checkout.ts";
import { deployer } from "../../../lib/deploy/fleet/deploy.ts";
import type { Outcome } from "../../../lib/deploy/fleet/rollout.ts";
import type { Target } from "../../../lib/deploy/fleet/targets.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { commitAll, git, habits } from "../../support/git.ts";

/** What a rollout deploys: a revision, in a folder of its own, with a profile of its own. SST is a shell script here. */

const BEHAVES = "behaves.sh";

/** A repo below the root of its repository, whose SST does what a script says that git does not have. */
async function repo(): Promise<string> {
  const root = join(await temporaryFolder(), "shop");
  const files = {
    "package.json": "{}",
    "services/api/package.json": "{}",
    "services/web/package.json": "{}",
    "packages/été/package.json": "{}",
    ".yo-rc.json": "{}",
    ".gitignore": "node_modules\n.sst\n.env*\nbehaves.sh\n",
    "node_modules/.bin/sst": `#!/bin/sh\n. '${join(root, BEHAVES)}'\n`,
    "services/api/node_modules/pg/index.js": "",
    "packages/été/node_modules/pg/index.js": "",
    ".sst/platform/package.json": "{}",
    ".sst/platform/sst.config.1.mjs": "",
    ".sst/provider-lock.json": "[]",
    ".env": "A=1",
    ".env.dev": "B=2",
    ".environment": "",
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(root, name, ".."), { recursive: true });
    await writeFile(join(root, name), text);
  }
  await chmod(join(root, "node_modules/.bin/sst"), 0o755);
  const top = join(root, "..");
  await writeFile(join(top, "other.txt"), "");
  await commitAll(top, "First version");
  return root;
}

const COMPLETE = 'echo "✓  Complete    "';
const target = { stage: "acme-production", client: "acme", account: "222222222222", region: "us-east-1" } as Target;
const never = new AbortController().signal;

describe("a deploy of a rollout", () => {
  const rows: [what: string, script: string, outcome: Partial<Outcome>][] = [
    ["that is done and expects nothing more", COMPLETE, { status: "complete", error: null }],
    [
      "that fails has the first line of its first error",
      'echo "✕  Failed    "; echo one; echo two; exit 1',
      { status: "failed", error: "one" },
    ],
    [
      "that fails without an error says where to look",
      "echo '✕  Failed    '; exit 1",
      { status: "failed", error: "SST failed without an error of its own: see the log" },
    ],
    [
      "that is locked says what frees it",
      "echo '|  Locked      by another'; echo '✕  locked' >&2; exit 1",
      {
        status: "locked",
        error: "the stage is locked: where nobody else deploys it, npx sst unlock --stage acme-production",
      },
    ],
    [
      "that is gone without a word says what it may have left",
      "exit 137",
      {
        status: "killed",
        error: "SST ended without a word, and may have left the stage locked: npx sst unlock --stage acme-production",
      },
    ],
  ];

  it("says what came of it, and keeps its log", async () => {
    const root = await repo();
    const deploy = deployer({ root, revision: await git(root, "rev-parse", "HEAD"), pattern: "none", wait: 0 });
    for (const [what, script, outcome] of rows) {
      await writeFile(join(root, BEHAVES), `echo '${what}'\n${script}\n`);
      const found = await deploy(target, 0, never);
      expect(found, what).toMatchObject(outcome);
      expect(found.log).toMatch(/^\.sst\/fleet\/logs\/deploy-acme-production-\d{8}T\d{6}Z\.log$/);
      expect(await readFile(join(root, found.log ?? ""), "utf8")).toContain(what);
    }
  });

  it("is as its revision has it, with the packages, platform and variables of the folder, and the stage's profile alone", async () => {
    const root = await repo();
    const revision = await git(root, "rev-parse", "HEAD");
    // What somebody does meanwhile is no part of it.
    await writeFile(join(root, "package.json"), '{ "edited": true }');
    await writeFile(
      join(root, BEHAVES),
      `cat package.json; ls -A . .sst .sst/platform services/*; cat .env .env.dev; echo; ls ../other.txt packages/*/*
       echo "$AWS_PROFILE|$AWS_ACCESS_KEY_ID|$AWS_SECRET_ACCESS_KEY|$AWS_SESSION_TOKEN|$RELEASE"; ${COMPLETE}`,
    );
    const keys = { AWS_PROFILE: "mine", AWS_ACCESS_KEY_ID: "A", AWS_SECRET_ACCESS_KEY: "B", AWS_SESSION_TOKEN: "C" };
    for (const [name, value] of Object.entries(keys)) vi.stubEnv(name, value);
    const said = async (pattern: string) => {
      const { log } = await deployer({ root, revision, pattern, wait: 0 })(target, 0, never);
      return readFile(join(root, log ?? ""), "utf8");
    };
    const text = await said("{client}-deploy");
    expect(text).toContain(`acme-deploy||||${revision}\n`);
    const lines = text.replace(/^.*\.log\n/gm, "").split("\n");
    expect(lines.slice(0, lines.indexOf("A=1B=2"))).toEqual([
      "{}.:",
      ...[
        ".env",
        ".env.dev",
        ".gitignore",
        ".sst",
        ".yo-rc.json",
        "node_modules",
        "package.json",
        "packages",
        "services",
      ],
      ...["", ".sst:", "log", "platform", "provider-lock.json"],
      ...["", ".sst/platform:", "package.json"],
      ...["", "services/api:", "node_modules", "package.json"],
      ...["", "services/web:", "package.json"],
    ]);
    expect(lines).toEqual(
      expect.arrayContaining(["../other.txt", "packages/été/package.json", "packages/été/node_modules:"]),
    );
    expect(await said("none")).toContain(`mine|A|B|C|${revision}\n`);
    await closeCheckouts(root);
    expect(await readdir(join(root, ".space-sst"))).toEqual([]);
    expect(await readFile(join(root, "services/api/node_modules/pg/index.js"), "utf8")).toBe("");
  });

  it("serves, or says what does not; where somebody stops it before that is seen, it is not done", async () => {
    const root = await repo();
    await writeFile(join(root, BEHAVES), `printf '{"web.url":"http://127.0.0.1:9"}' > .sst/outputs.json; ${COMPLETE}`);
    const deploy = deployer({ root, revision: await git(root, "rev-parse", "HEAD"), pattern: "none", wait: 0 });
    expect(await deploy(target, 0, never)).toMatchObject({
      status: "unverified",
      error: expect.stringMatching(/^http:\/\/127\.0\.0\.1:9: /),
    });
    const stop = new AbortController();
    await writeFile(
      join(root, BEHAVES),
      `trap '${COMPLETE}; exit 0' INT; echo "SST 4.17.1 ready!"; : > '${join(root, "runs")}'; while :; do sleep 0.05; done`,
    );
    const stopped = deploy(target, 0, stop.signal);
    await vi.waitFor(() => readFile(join(root, "runs")), 20_000);
    stop.abort();
    expect(await stopped).toMatchObject({
      status: "unverified",
      error: "stopped before the new version was seen to serve",
    });
  });
});

it("looks whether it serves for as long as it may take, a quarter of a minute at a time: a Ctrl-C waits no longer than that", async () => {
  const root = await repo();
  const revision = await git(root, "rev-parse", "HEAD");
  let looks = 0;
  const server = createServer((_, response) => {
    looks += 1;
    // It is asked for all of the time that a look has.
    vi.setSystemTime(Date.now() + 15_000);
    response.writeHead(503).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await writeFile(join(root, BEHAVES), `printf '{"web.url":"${url}"}' > .sst/outputs.json; ${COMPLETE}`);
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const seen: [wait: number, looks: number][] = [];
  for (const wait of [15, 16, 31]) {
    looks = 0;
    const { status, error } = await deployer({ root, revision, pattern: "none", wait })(target, 0, never);
    expect({ status, error }).toEqual({ status: "unverified", error: expect.stringMatching(/: 503 in \d+ ms$/) });
    seen.push([wait, looks]);
  }
  expect(seen).toEqual([
    [15, 1],
    [16, 2],
    [31, 3],
  ]);
});

it("the revision is the last commit, and refused where the program that it has is not committed", async () => {
  const root = await temporaryFolder();
  expect(await headOf(root)).toBe(null);
  await expect(currentRevision(root)).rejects.toThrow(`${root} has no commit: a rollout deploys what is committed`);
  await mkdir(join(root, "infra"));
  for (const name of [".yo-rc.json", "sst.config.ts", "infra/stage.ts", "README.md"])
    await writeFile(join(root, name), "1");
  await commitAll(root, "First version\n\nand more");
  const id = await git(root, "rev-parse", "HEAD");
  expect(await currentRevision(root)).toEqual({ id, subject: "First version" });
  await appendFile(join(root, "README.md"), "2");
  expect(await currentRevision(root)).toMatchObject({ id });
  for (const name of [".yo-rc.json", "sst.config.ts", "infra/stage.ts"]) await appendFile(join(root, name), "2");
  await mkdir(join(root, "clients"));
  await writeFile(join(root, "clients/acme.json"), "{}");
  await expect(currentRevision(root)).rejects.toThrow(
    "a rollout deploys what is committed, and these are not: M .yo-rc.json M infra/stage.ts M sst.config.ts ?? clients/",
  );
  await commitAll(root, "Second");
  expect(await commitsBetween(root, id, await git(root, "rev-parse", "HEAD"))).toBe(1);
  expect(await commitsBetween(root, id, id)).toBe(0);
  expect(await commitsBetween(root, "0".repeat(40), id)).toBe(null);
  await expect(openCheckout(root, "0".repeat(40), 0)).rejects.toThrow(/^git worktree failed: /);
});

it("a revision is the same for somebody who has git check signatures, and leave out what it does not have", async () => {
  const root = await temporaryFolder();
  // It signs and checks as GnuPG does, without a key.
  const signs = join(root, "gpg.sh");
  const script = [
    "#!/bin/sh",
    "cat > /dev/null",
    'case "$*" in *--verify*) echo "gpg: Good signature" >&2; echo "[GNUPG:] GOODSIG A Ana"; exit 0 ;; esac',
    "printf -- '-----BEGIN PGP SIGNATURE-----\\n\\nx\\n-----END PGP SIGNATURE-----\\n'",
    "printf '\\n[GNUPG:] SIG_CREATED D\\n' >&2",
  ];
  await writeFile(signs, script.join("\n"), { mode: 0o755 });
  await commitAll(root, "First");
  await git(root, "-c", `gpg.program=${signs}`, "commit", "--quiet", "--gpg-sign", "--allow-empty", "-m", "Signed");
  await habits("[log]", "showSignature", "[gpg]", `program = ${signs}`, "[status]", "showUntrackedFiles = no");
  const id = await git(root, "rev-parse", "HEAD");
  expect(await currentRevision(root)).toEqual({ id, subject: "Signed" });
  await mkdir(join(root, "clients"));
  await writeFile(join(root, "clients/acme.json"), "{}");
  await expect(currentRevision(root)).rejects.toThrow("and these are not: ?? clients/");
});
