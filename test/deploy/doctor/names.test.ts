import { Resolver } from "node:dns/promises";
import { describe, expect, it } from "vitest";
import type { Answers } from "../../../lib/answers/schema.ts";
import { records, resolverAt, upwards } from "../../../lib/deploy/doctor/dns.ts";
import type { Outcome } from "../../../lib/deploy/doctor/types.ts";
import type { Answers as AwsAnswers } from "../../support/aws/server.ts";
import { nameServer, type Records } from "../../support/dns.ts";
import { ask } from "./one-check.ts";

describe("mail", () => {
  // 200 a day is what an account has in the sandbox.
  it.each([
    [200, "warning"],
    [201, "ok"],
  ])("of an account that may send %d a day: %s", async (most, result) => {
    const answers = { services: [{ name: "api", email: "noreply" }], databases: [] } as unknown as Answers;
    expect(await ask("mail", { answers, aws: { "quotas.GetServiceQuota": { Quota: { Value: most } } } })).toMatchObject(
      { result },
    );
  });

  it("is signed for what the domain says, also in parts", async () => {
    const answers = {
      domain: "eu.shop.example",
      services: [{ name: "api", email: "noreply" }],
      databases: [],
    } as unknown as Answers;
    const none: Outcome = {
      result: "warning",
      evidence: "eu.shop.example does not say what is to become of forged mail: large mailboxes take less of it then",
      remedy:
        'enter TXT _dmarc.eu.shop.example "v=DMARC1; p=none", and p=quarantine once all mail of the domain is signed',
    };
    expect(await ask("dmarc", { answers })).toEqual(none);
    expect(await ask("dmarc", { answers, dns: { "_dmarc.shop.example": { TXT: ["p=none v=DMARC1"] } } })).toEqual(none);
    expect(await ask("dmarc", { answers, dns: { "_dmarc.shop.example": { TXT: ["v=DMARC1; p=none"] } } })).toEqual({
      result: "ok",
      evidence: "shop.example says what it wants of forgeries",
    });
  });
});

describe("a certificate that the deploy makes", () => {
  const made = { result: "ok", evidence: "made by the deploy; CAA records let Amazon issue it" };
  const free = { result: "ok", evidence: "made by the deploy; no CAA record is in the way" };
  const refused = (name: string, who: string) => ({
    result: "failed",
    evidence: `CAA records of ${name} let only ${who} issue certificates`,
    remedy: `add a CAA record to ${name}: 0 issue "amazon.com"`,
  });
  const caa = (...CAA: string[]): Records => ({ "shop.example": { CAA } });

  it.each<[string, Records, object]>([
    ["nothing", {}, free],
    ...["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"].map((name): [string, Records, object] => [
      `${name} alone`,
      caa(`issue ${name}`),
      made,
    ]),
    ["Amazon beside another", caa("issue letsencrypt.org", "issue amazon.com"), made],
    ["Amazon with an account", caa("issue amazon.com;account=1"), made],
    ["nobody", caa("issue ;"), refused("shop.example", "nobody")],
    ["another for wildcards", caa("issue amazon.com", "issuewild pki.goog"), refused("shop.example", "pki.goog")],
    [
      "two others",
      caa("issue pki.goog", "issue letsencrypt.org"),
      refused("shop.example", "pki.goog, letsencrypt.org"),
    ],
    // RFC 8659: the nearest name that has any record decides, and without `issue` in it everybody may.
    ["whom to write to", { "eu.shop.example": { CAA: ["iodef mailto:a@b.c"] }, ...caa("issue pki.goog") }, free],
    ["another above it", caa("issue pki.goog"), refused("shop.example", "pki.goog")],
  ])("is issued by what CAA records name: %s", async (_, dns, expected) => {
    expect(await ask("certificate", { answers: { domain: "eu.shop.example" } as Answers, dns })).toEqual(expected);
  });
});

describe("a certificate that is there", () => {
  const arn = (region: string) => `arn:aws:acm:${region}:111122223333:certificate/00000000-0000-4000-8000-000000000000`;
  const answers = (region: string) => ({ dns: "external", certificate: arn(region) }) as Answers;
  const issued = (more: object): AwsAnswers => ({
    "acm.DescribeCertificate": {
      Certificate: { Status: "ISSUED", SubjectAlternativeNames: ["*.shop.example"], ...more },
    } as never,
  });
  const inDays = (days: number) => new Date(Date.now() + (days + 0.5) * 24 * 60 * 60 * 1000);

  it.each<[string, AwsAnswers, object]>([
    ["for what is below", issued({}), { result: "ok", evidence: "issued for *.shop.example" }],
    ["for it by its name", issued({ SubjectAlternativeNames: ["x.example", "api.shop.example"] }), { result: "ok" }],
    ["for what is two below", issued({ SubjectAlternativeNames: ["*.example"] }), { result: "failed" }],
    [
      "with 30 days left",
      issued({ NotAfter: inDays(30) }),
      { result: "ok", evidence: "issued for *.shop.example, 30 days left" },
    ],
    [
      "with 29 days left",
      issued({ NotAfter: inDays(29) }),
      { result: "warning", remedy: "ACM renews it only while its validation record is in DNS" },
    ],
  ])("%s", async (_, aws, expected) => {
    expect(await ask("certificate", { answers: answers("us-east-1"), aws })).toMatchObject(expected);
  });
});

describe("a zone", () => {
  const SERVERS = ["ns-1.awsdns-01.com", "ns-2.awsdns-02.net"];
  const zones = (...listed: [name: string, isPrivate: boolean][]): AwsAnswers => ({
    "route53.ListHostedZonesByName": ({ input }) => ({
      HostedZones: {
        HostedZone: listed
          .filter(([name]) => name.endsWith(String(input.dnsname)))
          .map(([name, PrivateZone]) => ({ Id: `/hostedzone/${name}`, Name: `${name}.`, Config: { PrivateZone } })),
      },
    }),
    "route53.GetHostedZone": { DelegationSet: { NameServers: { NameServer: SERVERS } } },
  });
  const at = (name: string, ...NS: string[]): Records => ({ [name]: { NS } });
  const set = (name: string) => `set these name servers where ${name} is registered: ${SERVERS.join(", ")}`;

  it.each<[string, AwsAnswers, Records, object]>([
    [
      "of what the domain is below",
      zones(["example.com", false]),
      at("example.com", ...SERVERS),
      { result: "ok", evidence: "example.com is delegated to its zone" },
    ],
    [
      "that is private",
      zones(["shop.example.com", true]),
      {},
      {
        result: "failed",
        evidence: "the account has no public hosted zone for shop.example.com",
        remedy: "make one in Route 53 for shop.example.com, and set its name servers where the domain is registered",
      },
    ],
    [
      "one of whose servers is missing",
      zones(["shop.example.com", false]),
      at("shop.example.com", "ns-1.awsdns-01.com"),
      {
        result: "warning",
        evidence: "shop.example.com is delegated to ns-1.awsdns-01.com",
        remedy: set("shop.example.com"),
      },
    ],
    [
      "that has one server more",
      zones(["shop.example.com", false]),
      at("shop.example.com", ...SERVERS, "ns9.example.org"),
      { result: "warning" },
    ],
    [
      "that a host has for itself, and that is not delegated",
      zones(["shop.example.com", false], ["api.shop.example.com", false], ["mail.shop.example.com", false]),
      at("shop.example.com", ...SERVERS),
      {
        result: "failed",
        evidence: "api.shop.example.com is not delegated: DNS knows no name servers of it",
        remedy: set("api.shop.example.com"),
      },
    ],
    [
      "that a host has for itself, too",
      zones(["shop.example.com", false], ["api.shop.example.com", false]),
      { ...at("shop.example.com", ...SERVERS), ...at("api.shop.example.com", ...SERVERS) },
      { result: "ok", evidence: "shop.example.com is delegated to its zone" },
    ],
  ])("%s", async (_, aws, dns, expected) => {
    expect(await ask("zone", { answers: { domain: "shop.example.com" } as Answers, aws, dns })).toMatchObject(expected);
  });

  const TOKENS = { CLOUDFLARE_API_TOKEN: "t", CLOUDFLARE_DEFAULT_ACCOUNT_ID: "a" };
  it.each<[string, NodeJS.ProcessEnv, Records, object]>([
    [
      "without its token",
      { CLOUDFLARE_DEFAULT_ACCOUNT_ID: "a" },
      {},
      { result: "failed", evidence: "CLOUDFLARE_API_TOKEN not set" },
    ],
    [
      "without anything",
      {},
      {},
      {
        result: "failed",
        evidence: "CLOUDFLARE_API_TOKEN and CLOUDFLARE_DEFAULT_ACCOUNT_ID not set",
        remedy: "the README says which token it takes",
      },
    ],
    ["that nobody knows", TOKENS, {}, { result: "failed", evidence: "DNS knows no name servers of eu.shop.example" }],
    [
      "that is there",
      TOKENS,
      at("shop.example", "ada.ns.cloudflare.com", "bob.ns.cloudflare.com"),
      { result: "ok", evidence: "shop.example is at Cloudflare" },
    ],
    [
      "that is there in part",
      TOKENS,
      at("shop.example", "ada.ns.cloudflare.com", "ns1.example.org"),
      {
        result: "failed",
        evidence: "shop.example is delegated to ada.ns.cloudflare.com, ns1.example.org",
        remedy: "set Cloudflare's name servers where shop.example is registered",
      },
    ],
  ])("at Cloudflare %s", async (_, env, dns, expected) => {
    expect(
      await ask("zone", { answers: { domain: "eu.shop.example", dns: "cloudflare" } as Answers, env, dns }),
    ).toMatchObject(expected);
  });
});

it("asks DNS for a name and what it is below, but for what everybody is below", () => {
  expect(upwards("a.b.shop.example")).toEqual(["a.b.shop.example", "b.shop.example", "shop.example"]);
});

it("asks DNS again where a packet got lost", async () => {
  const dns = resolverAt([await nameServer({ "shop.example": { NS: ["ns-1.awsdns-01.com"] } }, 1)]);
  expect(await dns.resolveNs("shop.example")).toEqual(["ns-1.awsdns-01.com"]);
});

it("asks what the world sees first, and the machine's own name servers where that is blocked", () => {
  const own = new Resolver().getServers();
  expect(resolverAt(undefined).getServers()).toEqual(["1.1.1.1", "8.8.8.8", ...own]);
  expect(resolverAt(["127.0.0.1:5353"]).getServers()).toEqual(["127.0.0.1:5353"]);
});

it.each(["ENOTFOUND", "ENODATA"])("takes %s for no records, and another answer for none at all", async (code) => {
  const failing = (name: string) => Promise.reject(Object.assign(new Error(name), { code: name }));
  expect(await records(failing(code))).toEqual([]);
  await expect(records(failing("ESERVFAIL"))).rejects.toThrow("ESERVFAIL");
});
