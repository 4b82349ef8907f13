import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Step } from "../../lib/rehearse/story/steps.ts";
import { servicePackages } from "../support/packages.ts";
import { preset } from "../support/plan.ts";
import { brief, engine, Stage } from "../support/rehearsal.ts";

const found = await engine();
const MINUTES = 20 * 60_000;

/** What the presets leave out, of one client: every other engine, a site, mail, Cloudflare, Slack. */
const WIDE = preset("multi-tenant", {
  domain: "acme.com",
  dns: "cloudflare",
  alerts: { email: "ops@acme.com", slack: "T0123ABCD/C0123ABCD" },
  services: [
    {
      name: "api",
      kind: "api",
      source: "nestjs",
      database: "main",
      cache: "main",
      secrets: ["JWT_SECRET"],
      email: "noreply",
    },
    { name: "shop", kind: "api", source: "nestjs", database: "books", cache: "jobs", bucket: "documents" },
    { name: "old", kind: "worker", source: "node", database: "legacy" },
    { name: "site", kind: "static", source: "react" },
    { name: "proxy", kind: "web", source: "image", image: "public.ecr.aws/nginx/nginx:1.29", port: 8080 },
  ],
  databases: [
    { name: "main", engine: "aurora-postgres" },
    { name: "books", engine: "aurora-mysql", migrations: "none" },
    { name: "legacy", engine: "mysql" },
  ],
  caches: [{ name: "main" }, { name: "jobs", engine: "redis" }],
  buckets: [{ name: "documents" }],
});

/** Hidden: docs/rehearse.md, "What it cannot show". */
describe.skipIf(found === null)("a client's production of all else on the real SST and engine, AWS played", () => {
  let stage: Stage;
  let first: Step[];
  /** The site is built for real. */
  const installSite = async () => {
    await symlink(await servicePackages(), join(stage.root, "services", "site", "node_modules"), "junction");
    await stage.rehearsal.put("work tree");
  };
  beforeAll(async () => {
    stage = await Stage.open(found as NonNullable<typeof found>, WIDE, {
      stage: "acme-production",
      account: "111111111111",
    });
    await installSite();
    first = await stage.deploy();
  }, MINUTES);

  it("is deployed: everything is made, nothing twice", () => {
    expect(first.filter(({ action }) => action !== "created")).toEqual([]);
    expect(brief(first)).toEqual(
      expect.arrayContaining([
        "created Cluster MainDatabaseCluster",
        "created Cluster BooksDatabaseCluster",
        "created Instance LegacyDatabaseInstance",
        "created ReplicationGroup JobsCacheCluster",
        "created Bucket DocumentsFilesBucket",
        "created BucketServerSideEncryptionConfiguration DocumentsFilesEncryption",
        "created ConfigurationSet Mail",
        "created EmailIdentity MailDomain",
        "created EmailIdentityMailFromAttributes MailBounces",
        "created ConfigurationSetEventDestination MailEvents",
        "created Distribution SiteSiteCdnDistribution",
        "created SlackChannelConfiguration Slack",
        expect.stringContaining("created DnsRecord "),
      ]),
    );
  });

  it("has put the built site into its bucket", () => {
    // Keys of the key-value store begin with its ARN.
    const pages = [...stage.rehearsal.account.objects].filter(([key]) => /^[^:]+\/index\.html$/.test(key));
    expect(pages.map(([, body]) => body.includes('<div id="root">'))).toEqual([true]);
  });

  it(
    "has settled, the site too: a second deploy does nothing",
    async () => {
      expect(brief(await stage.deploy())).toEqual([]);
    },
    MINUTES,
  );

  it(
    "moves its DNS, and nothing that holds data is touched",
    async () => {
      await stage.change({ ...WIDE, dns: "route53" });
      await installSite();
      const steps = await stage.deploy();
      expect(steps.filter(({ holds }) => holds !== null)).toEqual([]);
      const records = (action: string, type: string) =>
        brief(steps).filter((line) => line.startsWith(`${action} ${type} `)).length;
      expect(records("created", "Record")).toBeGreaterThan(2);
      expect(records("deleted", "DnsRecord")).toBeGreaterThan(2);
      // Nothing that people come through waits for its successor.
      expect(steps.filter(({ gap }) => gap)).toEqual([]);
    },
    MINUTES,
  );

  it("asked nothing of the outside, and nothing that nobody answers", () => {
    expect(stage.rehearsal.outside).toEqual([]);
    expect(stage.rehearsal.unanswered).toEqual([]);
  });
});
