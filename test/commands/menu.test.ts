import { expect, it } from "vitest";
import { toBlueprint } from "../../lib/answers/parse.ts";
import { PRESETS } from "../../lib/answers/presets.ts";
import { menu } from "../../lib/commands/kickoff/review.ts";
import { Session } from "../../lib/commands/session.ts";
import type { Question } from "../../lib/terminal/ask.ts";

const blueprint = toBlueprint({ project: "shop", ...PRESETS.saas?.answers, domain: "acme.com" });
const session = new Session({ cwd: "/", root: "/", args: [], options: {}, ask: async () => null });

async function chosen(value: string) {
  let asked: Question | undefined;
  const prompt = await menu(
    session,
    async (question) => {
      asked = question;
      return value;
    },
    blueprint,
  );
  return { path: prompt?.path, choices: (asked?.choices as { value: string; name: string }[]) ?? [] };
}

it("a second run in a repo shows its answers, and changes any; Enter changes none", async () => {
  const { path, choices } = await chosen("domain");
  expect(path).toBe("domain");
  expect(choices[0]).toMatchObject({ value: "nothing" });
  expect(choices.find(({ value }) => value === "domain")?.name).toMatch(/^Domain +acme\.com$/);
  expect(choices.map(({ value }) => value)).toEqual(expect.arrayContaining(["region", "stages", "alerts.email", "ci"]));
  expect((await chosen("nothing")).path).toBeUndefined();
});
