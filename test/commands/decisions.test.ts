import { join } from "node:path";
import { Writable } from "node:stream";
import { expect, it } from "vitest";
import { PRESETS } from "../../lib/answers/presets.ts";
import { asked } from "../../lib/commands/kickoff/asked.ts";
import { Session } from "../../lib/commands/session.ts";
import type { Question } from "../../lib/terminal/ask.ts";
import { Terminal } from "../../lib/terminal/terminal.ts";
import { temporaryFolder } from "../support/cli.ts";

/** A kickoff in an empty folder, up to its files: nothing is written, and no draft is kept where nobody stops. */
async function kickoff(answers: Record<string, unknown>) {
  const folder = await temporaryFolder();
  const root = join(folder, "shop");
  let screen = "";
  const out = new Writable({
    write: (chunk, _, done) => {
      screen += String(chunk);
      done();
    },
  });
  const decisions: string[] = [];
  /** Enter, but for the answers. */
  const ask = async ({ name, type, default: initial, choices }: Question) => {
    decisions.push(name);
    if (decisions.length > 40) throw new Error(`asks without an end: ${decisions.join(" ")}`);
    const offered = (choices as { value: unknown }[] | undefined) ?? [];
    if (name in answers) return answers[name];
    if (type === "checkbox") return offered.map(({ value }) => value);
    return initial ?? (offered.length > 0 ? offered[0]?.value : "");
  };
  const session = new Session({ cwd: folder, root, args: ["shop"], options: {}, ask, terminal: new Terminal({ out }) });
  const resolved = { document: {}, layers: [], stored: null, problems: [], understood: [], complete: false };
  const { changes } = await asked(session, resolved);
  return { decisions, screen, root, changes };
}

const DOMAIN = { domain: "acme.com", "alerts-email": "oncall@acme.com" };

it.each(Object.keys(PRESETS))("%s takes at most 8 decisions from an empty folder to files", async (preset) => {
  const { decisions, screen, root, changes } = await kickoff({ preset, ...DOMAIN });
  expect(decisions.at(-1)).toBe("review");
  expect(decisions.length).toBeLessThanOrEqual(8);
  expect(changes.length).toBeGreaterThan(50);
  // Where it writes is said first, and each question says how many there are.
  expect(screen.split("\n")[0]).toContain(root);
  const questions = decisions.length - 1;
  expect(screen.match(/\d of \d/g)).toEqual(
    decisions
      .slice(2, -1)
      .map((name, n) => `${n + 3} of ${name === "region" || name === "domain" ? questions - 1 : questions}`),
  );
});

it("says beforehand how many questions there are", async () => {
  const counts = await Promise.all(
    [
      { preset: "minimal" },
      {
        preset: "saas",
        ...DOMAIN,
        dns: "external",
        certificate: `arn:aws:acm:us-east-1:111111111111:certificate/${"0".repeat(8)}-0000-0000-0000-${"0".repeat(12)}`,
      },
      { preset: "custom" },
    ].map(kickoff),
  );
  const tens = (count = 0) => Math.round(count / 10) * 10;
  const [least, most, own] = counts.map(({ decisions }) => decisions.length - 1);
  expect(counts[0]?.screen).toContain(
    `A preset asks ${least} to ${most} questions, a choice of your own about ${tens(own)};`,
  );
});
