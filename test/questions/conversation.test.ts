import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { toBlueprint } from "../../lib/answers/parse.ts";
import { PRESETS } from "../../lib/answers/presets.ts";
import type { Question } from "../../lib/questions/ask.ts";
import { askClient } from "../../lib/questions/ask-client.ts";
import { type Conversation, converse, reconsider } from "../../lib/questions/conversation.ts";
import { mergeDocuments } from "../../lib/questions/document.ts";
import { PAGES } from "../../lib/questions/prompts/origins.ts";
import { FIRST_PROMPTS } from "../../lib/questions/prompts/project.ts";
import { NEW } from "../../lib/questions/prompts/stores.ts";
import type { Prompt } from "../../lib/questions/prompts/types.ts";
import { Terminal } from "../../lib/terminal/terminal.ts";

type Script = [name: string, answer: unknown][];

/**
 * A person who answers from a script, as a terminal would let them: only what is asked, only what is on the list, and
 * text again until it is valid. `undefined` is Enter: the default.
 */
function talk(script: Script, { again = false } = {}) {
  const printed: string[] = [];
  const out = Object.assign(
    new Writable({
      write: (chunk, _, done) => {
        printed.push(String(chunk));
        done();
      },
    }),
    {
      isTTY: false,
    },
  );
  const left = [...script];
  const refused: string[] = [];
  const answerOf = (question: Question, answer: unknown): unknown => {
    const choices = question.choices as { value: unknown; checked?: boolean }[] | undefined;
    if (choices !== undefined && answer === undefined) {
      const checked = choices.filter((choice) => choice.checked).map(({ value }) => value);
      const first = choices.find(({ value }) => value === question.default) ?? choices[0];
      return question.type === "checkbox" ? checked : first?.value;
    }
    for (const value of choices === undefined ? [] : [answer].flat())
      expect(choices?.map((choice) => choice.value)).toContainEqual(value);
    return answer === undefined ? question.default : answer;
  };
  const conversation: Conversation = {
    ask: async (question) => {
      const [name, scripted] = left.shift() ?? [];
      expect(question.name).toBe(name);
      const answer = answerOf(question, scripted);
      const validate = question.validate as ((answer: unknown) => true | string) | undefined;
      const verdict = validate?.(question.type === "input" ? (answer ?? "") : answer) ?? true;
      if (verdict === true) return answer;
      refused.push(`${question.name}: ${verdict}`);
      return conversation.ask(question);
    },
    terminal: new Terminal({ out }),
    folder: "my-shop",
    root: "/nowhere",
    withPreset: (name, over) => mergeDocuments(PRESETS[name]?.answers as Record<string, unknown>, over),
    again,
  };
  return { conversation, left, refused, printed };
}

const enter = (...names: string[]): Script => names.map((name) => [name, undefined]);
const AFTER_ALERTS = ["capacity", "architecture"];
const LAST_OF_ALL = ["ci", "packageManager", "another-client"];
const LAST = enter("alerts-email", "alerts-slack", ...AFTER_ALERTS, "tracing", "sleep-hours", ...LAST_OF_ALL);
/** Who has a database or a cache is asked for the way in to it. */
const LAST_WITH_STORES = enter(
  "alerts-email",
  "alerts-slack",
  ...AFTER_ALERTS,
  "tunnel",
  "tracing",
  "sleep-hours",
  ...LAST_OF_ALL,
);

describe("the conversation", () => {
  it("takes Enter for everything but the preset", async () => {
    const { conversation, left } = talk([
      ["project", undefined],
      ["preset", "minimal"],
      ...enter("region", "domain", "alerts-email"),
    ]);
    const document = await converse(conversation, {});
    expect(left).toEqual([]);
    expect(toBlueprint(document)).toEqual(toBlueprint({ project: "my-shop", ...PRESETS.minimal?.answers }));
  });

  it("asks service after service, with new and shared databases", async () => {
    const { conversation, left } = talk([
      ["project", "shop"],
      ["preset", "custom"],
      ...enter("region", "stages"),
      ["domain", "acme.com"],
      ["dns", "cloudflare"],
      ...enter("services-name", "services-kind", "services-source", "services-size"),
      ["services-secrets", "JWT_SECRET, STRIPE_KEY"],
      ["services-email", "NoReply@acme.com"],
      ["services-database", NEW],
      ...enter("databases-name", "databases-engine", "databases-migrations"),
      ["services-cache", NEW],
      ...enter("caches-name", "caches-engine"),
      ["services-bucket", NEW],
      ...enter("buckets-name", "services-pages"),
      ["another-service", true],
      ["services-name", "mailer"],
      ["services-kind", "worker"],
      ["services-source", "node"],
      ...enter("services-size", "services-secrets"),
      ["services-email", ""],
      ["services-database", "main"],
      ["services-cache", "main"],
      ["services-bucket", "uploads"],
      ...enter("services-queue", "services-backlog", "services-givers"),
      ["another-service", false],
      ["backup.region".replace(".", "-"), "us-west-2"],
      ...enter("backup-retentionDays", "backup-copyRetentionDays"),
      ...LAST_WITH_STORES,
    ]);
    const blueprint = toBlueprint(await converse(conversation, {}));
    expect(left).toEqual([]);
    expect(blueprint).toMatchObject({
      domain: "acme.com",
      dns: "cloudflare",
      services: [
        {
          name: "api",
          database: "main",
          cache: "main",
          bucket: "uploads",
          secrets: ["JWT_SECRET", "STRIPE_KEY"],
          email: "noreply",
        },
        { name: "mailer", kind: "worker", database: "main", cache: "main", bucket: "uploads", email: null },
      ],
      databases: [{ name: "main", engine: "postgres", migrations: "typeorm" }],
      caches: [{ name: "main", engine: "valkey" }],
      buckets: [{ name: "uploads" }],
      backup: { region: "us-west-2", retentionDays: 35 },
    });
  });

  it("asks only what is not given", async () => {
    const { conversation, left } = talk([["region", "eu-west-1"], ...enter("domain", "alerts-email")]);
    const document = await converse(conversation, { project: "shop", services: [{ name: "api" }] });
    expect(left).toEqual([]);
    expect(document.region).toBe("eu-west-1");
  });

  it("asks again for what is not valid, and says why", async () => {
    const { conversation, refused } = talk([
      ["project", "My Shop!"],
      ["project", "shop"],
      ["preset", "minimal"],
      ...enter("region"),
      ["domain", "https://acme.com/shop"],
      ["domain", "https://ACME.com/"],
      ...enter("dns"),
      ["alerts-email", "nobody"],
      ["alerts-email", undefined],
    ]);
    expect(toBlueprint(await converse(conversation, {}))).toMatchObject({ project: "shop", domain: "acme.com" });
    expect(refused).toEqual([
      'project: "My Shop!": use lower-case letters and digits, words joined by single hyphens, beginning with a letter',
      'domain: "https://acme.com/shop": use a domain name in lower case such as acme.com, without protocol or path',
      'alerts-email: "nobody": use an e-mail address',
    ]);
  });

  it("asks who calls a private service, and what those call that come after it", async () => {
    const rest = enter("services-size", "services-secrets", "services-database", "services-cache");
    const { conversation, left } = talk([
      ["project", "shop"],
      ["preset", "custom"],
      ...enter("region", "stages", "domain"),
      ["services-name", "api"],
      ...enter("services-kind", "services-source"),
      ...rest,
      ...enter("services-bucket"),
      ["another-service", true],
      ["services-name", "billing"],
      ...enter("services-kind"),
      ["services-private", true],
      ...enter("services-source"),
      ...rest,
      ...enter("services-bucket"),
      ["services-callers", ["api"]],
      ["another-service", true],
      ["services-name", "jobs"],
      ["services-kind", "worker"],
      ["services-calls", ["billing"]],
      ...enter("services-source"),
      ...rest,
      ["services-queue", null],
      ["another-service", true],
      ["services-name", "nightly"],
      ["services-kind", "cron"],
      ["services-calls", []],
      ...enter("services-source", "services-schedule", "services-secrets", "services-database", "services-cache"),
      ["another-service", false],
      ...LAST,
    ]);
    const { services } = toBlueprint(await converse(conversation, {}));
    expect(left).toEqual([]);
    expect(services.map(({ name, calls, ...service }) => [name, service.private, calls])).toEqual([
      ["api", false, ["billing"]],
      ["billing", true, []],
      ["jobs", false, ["billing"]],
      ["nightly", false, []],
    ]);
  });

  it("asks how long the queue of a worker may be, and who gives it jobs", async () => {
    const { conversation, left } = talk([
      ["project", "shop"],
      ["preset", "custom"],
      ...enter("region", "stages", "domain"),
      ["services-name", "api"],
      ...enter("services-kind", "services-source", "services-size", "services-secrets", "services-database"),
      ["services-cache", NEW],
      ...enter("caches-name", "caches-engine", "services-bucket"),
      ["another-service", true],
      ["services-name", "mailer"],
      ["services-kind", "worker"],
      ...enter("services-source", "services-size", "services-secrets", "services-database"),
      ["services-cache", "main"],
      ...enter("services-queue", "services-backlog"),
      ["services-givers", ["api"]],
      ["another-service", true],
      ["services-name", "nightly"],
      ["services-kind", "cron"],
      ...enter("services-source", "services-schedule", "services-secrets", "services-database"),
      ["services-cache", "main"],
      ["services-jobs", ["mailer"]],
      ["another-service", false],
      ...LAST_WITH_STORES,
    ]);
    const { services } = toBlueprint(await converse(conversation, {}));
    expect(left).toEqual([]);
    expect(services.map(({ name, jobs, backlog }) => [name, jobs, backlog])).toEqual([
      ["api", ["mailer"], undefined],
      ["mailer", [], 100],
      ["nightly", ["mailer"], undefined],
    ]);
  });

  it("asks whose pages may call an API where there is a domain, and for pages that join the APIs that say so", async () => {
    const rest = enter(
      "services-size",
      "services-secrets",
      "services-email",
      "services-database",
      "services-cache",
      "services-bucket",
    );
    const site = enter("services-source", "services-host");
    const { conversation, left, refused } = talk([
      ["project", "shop"],
      ["preset", "custom"],
      ...enter("region", "stages"),
      ["domain", "acme.com"],
      ...enter("dns"),
      ["services-name", "www"],
      ["services-kind", "static"],
      ...site,
      ["another-service", true],
      ["services-name", "api"],
      ...enter("services-kind", "services-private", "services-source"),
      ...rest,
      ["services-pages", PAGES.some],
      ["services-origins", "*"],
      ["services-origins", ","],
      ["services-origins", "www, https://App.Partner.example/"],
      ["another-service", true],
      ["services-name", "hooks"],
      ...enter("services-kind", "services-private", "services-source"),
      ...rest,
      ["services-pages", PAGES.none],
      ["another-service", true],
      ["services-name", "open"],
      ...enter("services-kind", "services-private", "services-source"),
      ...rest,
      ...enter("services-pages"),
      ["another-service", true],
      ["services-name", "billing"],
      ...enter("services-kind"),
      ["services-private", true],
      ...enter("services-source"),
      ...rest,
      ...enter("services-callers"),
      ["another-service", true],
      ["services-name", "admin"],
      ["services-kind", "static"],
      ...site,
      ["services-apis", ["api"]],
      ["another-service", false],
      ...LAST,
    ]);
    const { services } = toBlueprint(await converse(conversation, {}));
    expect(left).toEqual([]);
    expect(refused).toEqual([
      'services-origins: "*" should be an origin such as https://app.acme.com, or one of www',
      "services-origins: name one at least",
    ]);
    expect(services.map(({ name, origins }) => [name, origins])).toEqual([
      ["www", undefined],
      ["api", ["www", "https://app.partner.example", "admin"]],
      ["hooks", null],
      ["open", undefined],
      ["billing", undefined],
      ["admin", undefined],
    ]);
  });

  it("asks where the jobs of a worker without a cache wait, and lets every service give it some where that is SQS", async () => {
    const rest = enter("services-size", "services-secrets", "services-database", "services-cache");
    const { conversation, left } = talk([
      ["project", "shop"],
      ["preset", "custom"],
      ...enter("region", "stages", "domain"),
      ["services-name", "api"],
      ...enter("services-kind", "services-source"),
      ...rest,
      ...enter("services-bucket"),
      ["another-service", true],
      ["services-name", "mailer"],
      ["services-kind", "worker"],
      ...enter("services-source"),
      ...rest,
      ["services-queue", "sqs"],
      ["services-backlog", "20"],
      ["services-givers", ["api"]],
      ["another-service", true],
      ["services-name", "web"],
      ["services-kind", "web"],
      ...enter("services-source"),
      ...rest,
      ...enter("services-bucket"),
      ["services-jobs", ["mailer"]],
      ["another-service", false],
      ...LAST,
    ]);
    const { services } = toBlueprint(await converse(conversation, {}));
    expect(left).toEqual([]);
    expect(services.map(({ name, queue, jobs, backlog }) => [name, queue, jobs, backlog])).toEqual([
      ["api", null, ["mailer"], undefined],
      ["mailer", "sqs", [], 20],
      ["web", null, ["mailer"], undefined],
    ]);
  });

  it("knows the rules between answers while it asks: a name that is taken, a certificate from elsewhere", async () => {
    const rest = enter(
      "services-kind",
      "services-source",
      "services-size",
      "services-secrets",
      "services-email",
      "services-database",
      "services-cache",
      "services-bucket",
      "services-pages",
    );
    const arn = (region: string) =>
      `arn:aws:acm:${region}:111111111111:certificate/01234567-89ab-cdef-0123-456789abcdef`;
    const { conversation, left, refused } = talk([
      ["project", "shop"],
      ["preset", "custom"],
      ...enter("region", "stages"),
      ["domain", "acme.com"],
      ["dns", "external"],
      ["certificate", arn("eu-west-1")],
      ["certificate", arn("us-east-1")],
      ["services-name", "api"],
      ...rest,
      ["another-service", true],
      ["services-name", "api"],
      ["services-name", "admin"],
      ...enter("services-kind", "services-private", "services-source", "services-size"),
      ["services-secrets", "NODE_ENV"],
      ["services-secrets", "ADMIN_KEY"],
      ...enter("services-email", "services-database", "services-cache", "services-bucket", "services-pages"),
      ["another-service", false],
      ...LAST,
    ]);
    const blueprint = toBlueprint(await converse(conversation, {}));
    expect(left).toEqual([]);
    expect(blueprint.services.map(({ name }) => name)).toEqual(["api", "admin"]);
    expect(refused).toEqual([
      "certificate: is in eu-west-1, but the load balancer is in us-east-1",
      'services-name: "api" is taken',
      'services-secrets: "NODE_ENV" is set by the infrastructure itself',
    ]);
  });
});

describe("an answer that is given anew", () => {
  const prompt = (path: string) => FIRST_PROMPTS.find((one) => one.path === path) as Prompt;
  const saas = {
    project: "shop",
    region: "us-east-1",
    domain: null,
    ...PRESETS.saas?.answers,
    alerts: { email: null },
  };
  const before = { ...saas, backup: { region: "us-west-2" } };

  it("takes those along that follow from it", async () => {
    const { conversation, left } = talk([
      ["region", "eu-west-1"],
      ["backup-region", undefined],
    ]);
    const document = await reconsider(conversation, before, prompt("region"));
    expect(left).toEqual([]);
    expect(document).toMatchObject({ region: "eu-west-1", backup: { region: "eu-central-1" } });
  });

  it("leaves a no to them a no", async () => {
    const { conversation, left } = talk([["region", "eu-west-1"]]);
    expect(await reconsider(conversation, { ...saas, backup: null }, prompt("region"))).toMatchObject({ backup: null });
    expect(left).toEqual([]);
  });

  it("asks what comes with it", async () => {
    const { conversation, left } = talk([
      ["domain", "acme.com"],
      ["dns", "cloudflare"],
    ]);
    const document = await reconsider(conversation, before, prompt("domain"));
    expect(left).toEqual([]);
    expect(document).toMatchObject({ domain: "acme.com", dns: "cloudflare", backup: { region: "us-west-2" } });
  });
});

describe("the questions about a client", () => {
  const project = { project: "shop", region: "eu-west-1", ...PRESETS.saas?.answers };

  it("have the project's answers as their defaults", async () => {
    const { conversation, left } = talk([
      ["clients-name", "acme"],
      ["clients-account", "111111111111"],
      ["clients-domain", "acme.com"],
      ...enter("clients-region", "clients-stages", "clients-backup", "sizes-staging", "sizes-production"),
    ]);
    const client = await askClient(conversation, project, {});
    expect(left).toEqual([]);
    expect(client).toEqual({
      name: "acme",
      account: "111111111111",
      domain: "acme.com",
      region: "eu-west-1",
      stages: ["staging", "production"],
      backup: { region: "eu-central-1" },
    });
  });

  it("ask for a certificate where the project's DNS is elsewhere", async () => {
    const certificate = "arn:aws:acm:eu-west-1:111111111111:certificate/01234567-89ab-cdef-0123-456789abcdef";
    const { conversation, left } = talk([
      ["clients-account", "111111111111"],
      ["clients-domain", "acme.com"],
      ...enter("clients-region"),
      ["clients-certificate", certificate],
      ...enter("clients-stages", "clients-backup", "sizes-staging", "sizes-production"),
    ]);
    const client = await askClient(conversation, { ...project, dns: "external" }, { name: "acme" });
    expect(left).toEqual([]);
    expect(client).toMatchObject({ certificate });
  });

  it("keep of the sizes only what differs, and refuse an account that is none", async () => {
    const { conversation, left, refused } = talk([
      ["clients-account", "1"],
      ["clients-account", "111111111111"],
      ["clients-domain", "acme.com"],
      ["clients-region", "us-west-2"],
      ["clients-stages", ["production"]],
      ["clients-backup", null],
      ["sizes-production", false],
      ["clients-database-instance", "r7g.large"],
      ...enter("clients-database-multiAz", "clients-cache-node", "clients-cache-replicas", "clients-logDays"),
    ]);
    const client = await askClient(conversation, project, { name: "acme" });
    expect(left).toEqual([]);
    expect(refused).toEqual(['clients-account: "1": use the 12 digits of an AWS account']);
    expect(client).toMatchObject({ backup: null, sizes: { production: { database: { instance: "r7g.large" } } } });
    expect(toBlueprint({ ...project, clients: [client] }).clients[0]?.sizes).toEqual({
      production: { database: { instance: "r7g.large" } },
    });
  });
});
