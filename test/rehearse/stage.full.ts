import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { diagnose } from "../../lib/deploy/diagnose.ts";
import { sstTurn } from "../../lib/deploy/sst.ts";
import { losses } from "../../lib/rehearse/story/steps.ts";
import { run } from "../../lib/system/run.ts";
import { preset } from "../support/plan.ts";
import { brief, engine, Stage } from "../support/rehearsal.ts";

const found = await engine();
const MINUTES = 20 * 60_000;

const SAAS = preset("saas");
const WITH_DOMAIN = preset("saas", { domain: "acme.com" });
const WITH_MAIL = {
  ...WITH_DOMAIN,
  services: [...(SAAS.services ?? []), { name: "mail", kind: "worker", source: "node" } as const],
};

/** What a new version of a service does, and nothing else. Hidden: whether its tasks come up. */
const newVersion = (name: string): string[] => [
  `replaced RandomId ${name}ServiceTag`,
  `changed Image ${name}ServiceImage`,
  `replaced TaskDefinition ${name}ServiceTask`,
  `replaced Invocation ${name}MigrationRun`,
  `changed Service ${name}ServiceService`,
];

/** What a new value of a service's secret does. */
const newSecret = (name: string): string[] => [
  `replaced SecretVersion ${name}SecretVersion`,
  // It has the database's password too: the role is given it once more.
  `replaced Invocation ${name}GrantRun`,
  `replaced TaskDefinition ${name}ServiceTask`,
  `replaced Invocation ${name}MigrationRun`,
  `changed Service ${name}ServiceService`,
];

interface Changed {
  op: string;
  urn: string;
}

/**
 * A dev stage's life. Each test goes on from the one before, and names everything that its deploy does: what an earlier one
 * had left unsettled would be among it. Hidden: docs/rehearse.md, "What it cannot show".
 */
describe.skipIf(found === null)("a stage of the saas preset on the real SST and engine, with AWS played", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open(found as NonNullable<typeof found>, SAAS);
  });

  /** What the diff of CI lists, by the repo's own script. */
  const diff = async (): Promise<string[]> => {
    const { place, env } = stage.rehearsal;
    // SST is begun by the script, beside those of other rehearsals.
    const next = await sstTurn();
    const { status, output } = await run(process.execPath, ["scripts/diff.mjs", "changes.json"], {
      cwd: place,
      env: { ...env, STAGE: stage.stage, GITHUB_STEP_SUMMARY: undefined },
    }).finally(next);
    expect(status, output).toBe(0);
    const changes = JSON.parse(await readFile(join(place, "changes.json"), "utf8")) as Changed[];
    return changes.map(({ op, urn }) => `${op} ${urn.split("::").slice(2).join(" ")}`);
  };

  it(
    "is deployed: everything is made, nothing twice",
    async () => {
      const steps = await stage.deploy();
      expect(steps.length).toBeGreaterThan(150);
      expect(steps.filter(({ action }) => action !== "created")).toEqual([]);
    },
    MINUTES,
  );

  it(
    "has settled: a second deploy does nothing",
    async () => {
      expect(brief(await stage.deploy())).toEqual([]);
    },
    MINUTES,
  );

  it(
    "does nothing as in CI: from another folder, without what git ignores",
    async () => {
      const elsewhere = await stage.rehearsal.leave();
      await stage.rehearsal.put("work tree");
      const { status, calls } = await stage.rehearsal.sst("deploy", "dev", { root: elsewhere });
      expect({ status, calls }).toEqual({ status: "complete", calls: [] });
      expect(brief(await stage.deploy())).toEqual([]);
    },
    MINUTES,
  );

  it(
    "gets its domain later, and nothing that holds data is touched",
    async () => {
      await stage.change(WITH_DOMAIN);
      const steps = await stage.deploy();
      expect(steps.filter(({ holds, action }) => holds !== null && action !== "created")).toEqual([]);
      expect(steps.filter(({ gap }) => gap)).toEqual([]);
      expect(brief(steps)).toEqual(
        expect.arrayContaining(["created Certificate CertificateCertificate", "created Listener AlbListenerHTTPS443"]),
      );
    },
    MINUTES,
  );

  it(
    "goes on where it was, after a failure and after it was killed",
    async () => {
      const { account } = stage.rehearsal;
      account.faults.add([
        { on: "create", resource: "/::MailServiceTaskRole$/", do: "fail" },
        // SST stores the state after each event, a moment later: what came before the image is to be in it.
        { on: "create", resource: "/::MailServiceImage$/", do: "slow", seconds: 8 },
        { on: "created", resource: "/::MailServiceImage$/", do: "kill" },
      ]);
      await stage.change(WITH_MAIL);
      const failed = await stage.sst("deploy");
      expect(failed.status).toBe("failed");
      expect(failed.errors.map(({ resource }) => resource?.name)).toEqual(["MailServiceTaskRole"]);
      expect((await stage.sst("deploy")).status).toBe("killed");
      expect((await stage.sst("deploy")).status).toBe("locked");
      expect((await stage.sst("unlock")).status).toBe("complete");
      // It was pushed, and the state does not know.
      const refused = await stage.sst("deploy");
      expect(refused.errors).toMatchObject([{ resource: { name: "MailServiceImage" } }]);
      const place = { stage: "dev", project: "shop", region: "us-east-1", exec: "npx", again: "space-sst deploy dev" };
      const [remedy = ""] = diagnose(refused.errors, place)?.next ?? [];
      const [, repository, tag] =
        /batch-delete-image .*--repository-name (\S+) --image-ids imageTag=(\S+)/.exec(remedy) ?? [];
      const image = [...account.pushed].find((one) => one.endsWith(`/${repository}:${tag}`)) ?? "";
      const left = account.living().filter(({ inputs }) => isDeepStrictEqual(inputs.tags, [image]));
      expect(left).toHaveLength(1);
      account.pushed.delete(image);
      for (const { type, id } of left) account.bury(type, id, {});
      const rest = brief(await stage.deploy());
      expect(rest).toContain("created Service MailServiceService");
      expect(rest).not.toContain("created Role MailServiceTaskRole");
      expect(rest.filter((line) => !line.startsWith("created "))).toEqual([]);
    },
    MINUTES,
  );

  it(
    "loses a service and its cache, and gets the cache back",
    async () => {
      const services = (SAAS.services ?? []).map(({ cache: _, backlog: __, jobs: ___, ...service }) => service);
      await stage.change({ ...WITH_DOMAIN, caches: [], services });
      const gone = await stage.deploy();
      expect(gone.filter(({ action }) => action === "refused" || action === "kept")).toEqual([]);
      expect(brief(gone)).toEqual(
        expect.arrayContaining([
          "deleted ReplicationGroup MainCacheCluster",
          "deleted Repository MailServiceRepository",
        ]),
      );
      await stage.change(WITH_DOMAIN);
      expect(brief(await stage.deploy())).toContain("created ReplicationGroup MainCacheCluster");
    },
    MINUTES,
  );

  it(
    "shows new code and a new secret as what they are: a diff deletes nothing",
    async () => {
      await appendFile(join(stage.root, "services", "worker", "src", "main.ts"), "\n// One more line.\n");
      await stage.rehearsal.put("work tree");
      await stage.setSecret("ApiJwtSecret", "another value");
      const changes = await diff();
      expect(changes).not.toEqual([]);
      expect(changes.filter((line) => line.startsWith("delete "))).toEqual([]);
      expect(brief(await stage.deploy()).sort()).toEqual([...newVersion("Worker"), ...newSecret("Api")].sort());
    },
    MINUTES,
  );

  it(
    "keeps what was rotated: the next deploy brings the same credentials, and the one after it nothing",
    async () => {
      await stage.setSecret("ApiDatabaseRotated", "api__b:r0tated");
      await stage.setSecret("MainCacheRotated", "t0ken");
      expect(brief(await stage.deploy()).sort()).toEqual(
        [...newSecret("Api"), ...newSecret("Worker"), "changed ReplicationGroup MainCacheCluster"].sort(),
      );
      expect(brief(await stage.deploy())).toEqual([]);
    },
    MINUTES,
  );

  it(
    "sleeps, on Spot and Arm: images of the same sources are built anew, and nothing that holds data goes",
    async () => {
      await stage.change({ ...WITH_DOMAIN, capacity: "spot", architecture: "arm64", sleep: {} });
      const steps = await stage.deploy();
      expect(losses(steps)).toEqual([]);
      expect(steps.filter(({ gap }) => gap)).toEqual([]);
      const turns = ["api", "main.database"].flatMap((name) => [`${name}.wake`, `${name}.sleep`]);
      expect(brief(steps)).toEqual(
        expect.arrayContaining([
          "created Role SleepRole",
          ...turns.map((name) => `created Schedule ${name}`),
          ...newVersion("Api"),
          ...newVersion("Worker").filter((line) => !line.includes("Migration")),
        ]),
      );
      expect(brief(await stage.deploy())).toEqual([]);
    },
    MINUTES,
  );

  it("keeps no secret in plain text in SST's buckets", () => {
    const places = (word: string) => [...stage.rehearsal.account.objects].filter(([, body]) => body.includes(word));
    // They can be read.
    expect(places("ApiSecretVersion")).not.toEqual([]);
    expect(places("another value").map(([key]) => key)).toEqual([]);
  });

  it(
    "is destroyed whole",
    async () => {
      const { document, error } = await stage.destroy();
      expect(error).toBeNull();
      // The record that proves a certificate's domain stays on purpose: other stages share it.
      expect(document.stays.map(({ name }) => name)).toEqual(["CertificateCNAMERecordMockacmecom"]);
      expect(stage.rehearsal.account.living().map(({ type }) => type)).toEqual(["aws:route53/record:Record"]);
      expect((await stage.destroy()).error).toMatchObject({ kind: "not-deployed" });
    },
    MINUTES,
  );

  it("asked nothing of the outside, and nothing that nobody answers", () => {
    expect(stage.rehearsal.outside).toEqual([]);
    expect(stage.rehearsal.unanswered).toEqual([]);
  });
});
