import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PRESETS } from "../../lib/answers/presets.ts";
import { askClient } from "../../lib/questions/ask-client.ts";
import { type Conversation, converse, reconsider } from "../../lib/questions/conversation.ts";
import { mergeDocuments } from "../../lib/questions/document.ts";
import { PAGES } from "../../lib/questions/prompts/origins.ts";
import { FIRST_PROMPTS } from "../../lib/questions/prompts/project.ts";
import { NEW } from "../../lib/questions/prompts/stores.ts";
import type { Prompt } from "../../lib/questions/prompts/types.ts";
import type { Question } from "../../lib/terminal/ask.ts";
import { temporaryFolder } from "../support/cli.ts";
import { kept } from "../support/kept.ts";

/**
 * Whole conversations as somebody reads them: what is explained, asked, offered and proposed. `screens/` is for people to
 * read; `vitest run FILE -u` writes it. How Inquirer draws a question, and what AWS asks for it today, is hidden.
 */

/** Answers by the names of questions; those of one that comes again one after the other. All else is Enter. */
type Script = Record<string, unknown[]>;

interface Choice {
  value: unknown;
  name: string;
  description?: string;
  checked?: boolean;
}

const MOST_CHOICES = 12;

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** A question's list: what Enter takes is marked, what the cursor shows of it stands behind. */
function* list({ type, choices, default: initial }: Question): Iterable<string> {
  const offered = (choices ?? []) as readonly Choice[];
  const taken = offered.find(({ value }) => same(value, initial)) ?? offered[0];
  const isTaken = (choice: Choice) => (type === "checkbox" ? choice.checked === true : choice === taken);
  for (const choice of offered.slice(0, MOST_CHOICES))
    yield `  ${isTaken(choice) ? "●" : "○"} ${choice.name}${choice.description === undefined ? "" : ` – ${choice.description}`}`;
  if (offered.length > MOST_CHOICES)
    yield `  … ${offered.length - MOST_CHOICES} more, ${offered.findIndex(isTaken) + 1} is marked`;
}

const entered = ({ type, choices, default: initial }: Question): unknown => {
  const offered = choices as readonly Choice[] | undefined;
  if (type === "checkbox") return offered?.filter(({ checked }) => checked).map(({ value }) => value);
  if (offered === undefined) return initial ?? "";
  return (offered.find(({ value }) => same(value, initial)) ?? offered[0])?.value;
};

/** Prices change every week, and with them which ones are known. */
const priceless = (text: string): string => text.replace(/(at least )?\$[\d.,]*\d/g, "$…");

function talking(script: Script, more: Partial<Conversation> = {}) {
  const { terminal, text } = kept();
  const left = structuredClone(script);
  const ask = async (question: Question): Promise<unknown> => {
    const { name, type, message, default: initial, choices } = question;
    const enter = type === "confirm" ? (initial ? "Y/n" : "y/N") : initial;
    terminal.print(`? ${message}${choices === undefined && enter != null ? ` (${enter})` : ""}`);
    for (const line of list(question)) terminal.print(line);
    const answer = left[name]?.length ? left[name]?.shift() : entered(question);
    for (const one of choices === undefined ? [] : [answer].flat())
      expect(
        (choices as Choice[]).some(({ value }) => same(value, one)),
        `${name} offers ${JSON.stringify(one)}`,
      ).toBe(true);
    const validate = question.validate as ((answer: unknown) => true | string) | undefined;
    const verdict = validate?.(answer) ?? true;
    if (type !== "confirm" || answer === true) terminal.print(`> ${JSON.stringify(answer)}`);
    if (verdict === true) return answer;
    terminal.print(`✖ ${verdict}`);
    // Enter would be refused again and again.
    if (!left[name]?.length) throw new Error(`${name}: ${verdict}`);
    return ask(question);
  };
  const conversation: Conversation = {
    ...{
      ask,
      terminal,
      folder: "shop",
      root: "/nowhere",
      email: "ana@acme.com",
      timezone: "Europe/Berlin",
      again: false,
    },
    withPreset: (name, over) => mergeDocuments(PRESETS[name]?.answers as Record<string, unknown>, over),
    ...more,
  };
  const screen = () => {
    expect(Object.values(left).flat()).toEqual([]);
    return `${priceless(text()).trim()}\n`;
  };
  return { conversation, screen };
}

const CERTIFICATE = "arn:aws:acm:us-east-1:111111111111:certificate/01234567-89ab-cdef-0123-456789abcdef";

/** Every kind of service, and all that can be asked of one. */
const EVERYTHING: Script = {
  project: ["Shop!", "shop"],
  preset: ["custom"],
  domain: ["acme.com"],
  dns: ["external"],
  certificate: [CERTIFICATE],
  "services-name": ["web", "api", "billing", "worker", "night", "docs", "reports", "legacy"],
  "services-kind": ["web", "api", "api", "worker", "cron", "static", "web", "api"],
  "services-host": ["@"],
  "services-redirects": ["www"],
  "services-private": [false, true],
  "services-calls": [["billing"]],
  "services-source": ["nestjs", "node", "node", "node", "node", "react", "image", "existing"],
  "services-image": ["ghcr.io/acme/reports:2.1"],
  "services-directory": ["apps/nowhere", "apps/legacy"],
  "services-secrets": ["JWT_SECRET STRIPE_KEY"],
  "services-email": ["noreply"],
  "services-database": [NEW, "main", NEW, null, null, NEW],
  "databases-name": ["main", "ledger", "archive"],
  "services-cache": [null, NEW],
  "services-bucket": [null, NEW],
  "services-pages": [PAGES.some],
  "services-callers": [["api"]],
  "another-service": [true, true, true, true, true, true, true, false],
  tracing: [25],
  "sleep-hours": ["19:00-07:00 and weekends"],
  "another-client": [true],
  "clients-name": ["acme"],
  "clients-account": ["111111111111"],
  "clients-domain": ["acme.io"],
  "clients-certificate": [CERTIFICATE],
};

it("who chooses service after service is asked all of it", async () => {
  const root = await temporaryFolder();
  await mkdir(join(root, "apps", "legacy"), { recursive: true });
  await writeFile(
    join(root, "apps", "legacy", "Dockerfile"),
    "EXPOSE 8080\nHEALTHCHECK CMD curl http://localhost/live\n",
  );
  const { conversation, screen } = talking(EVERYTHING, { root });
  await converse(conversation, {});
  await expect(screen()).toMatchFileSnapshot("screens/everything.txt");
});

it("a preset asks little", async () => {
  const { conversation, screen } = talking({ preset: ["saas"], domain: ["acme.com"] });
  await converse(conversation, {});
  await expect(screen()).toMatchFileSnapshot("screens/preset.txt");
});

it("a site in production alone is asked nothing about tasks, stores and dev", async () => {
  const { conversation, screen } = talking({
    preset: ["custom"],
    stages: [["production"]],
    "services-kind": ["static"],
    "alerts-email": [""],
  });
  await converse(conversation, {});
  await expect(screen()).toMatchFileSnapshot("screens/site.txt");
});

it("a client that joins is asked about beside the project", async () => {
  const project = {
    ...{ project: "shop", region: "eu-west-1", ...PRESETS.saas?.answers },
    databases: [{ name: "main" }, { name: "orders", engine: "aurora-postgres" }],
    backup: { region: "eu-central-1" },
  };
  const { conversation, screen } = talking({
    "clients-name": ["acme"],
    "clients-account": ["1", "111111111111"],
    "clients-domain": ["acme.com"],
    "clients-region": ["us-west-2"],
    "clients-stages": [["staging", "production"]],
    "sizes-production": [false],
  });
  await askClient(conversation, project, {});
  await expect(screen()).toMatchFileSnapshot("screens/client.txt");
});

it("all that is answered is asked again where somebody wants it, with the answers proposed", async () => {
  const document = {
    ...{ project: "shop", ...PRESETS.saas?.answers, region: "eu-west-1", stages: ["dev", "production"] },
    ...{
      domain: "acme.com",
      dns: "cloudflare",
      backup: { region: "eu-central-1", retentionDays: 90, copyRetentionDays: 30 },
    },
    alerts: { email: "oncall@acme.com", slack: "T0123ABCD/C0123ABCD" },
    ...{ capacity: "spot", architecture: "arm64", tunnel: "none", tracing: 7, ci: "none", packageManager: "pnpm" },
    sleep: { hours: "20:00-06:00", timezone: "UTC" },
  };
  const { conversation, screen } = talking({}, { again: true });
  await converse(conversation, document);
  await expect(screen()).toMatchFileSnapshot("screens/again.txt");
});

it("an answer that is given anew asks what hangs on it", async () => {
  const { conversation, screen } = talking({ region: ["ap-southeast-2"] });
  const saas = { project: "shop", domain: null, ...PRESETS.saas?.answers, backup: { region: "us-west-2" } };
  const region = FIRST_PROMPTS.find(({ path }) => path === "region") as Prompt;
  await reconsider(conversation, { ...saas, alerts: { email: null } }, region);
  await expect(screen()).toMatchFileSnapshot("screens/anew.txt");
});
