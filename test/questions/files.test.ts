import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { standard } from "../../lib/proof/controls/list.ts";
import { readWaivers } from "../../lib/proof/controls/waivers.ts";
import { stagesOf } from "../../lib/proof/simulate/stages.ts";
import { parseAnswers } from "../../lib/questions/files.ts";
import { storedAnswers } from "../../lib/questions/store.ts";

it.each([
  ["JSON", '{ "project": "shop" }'],
  ["JSON with comments and a comma too many", '// ours\n{\n  /* name */ "project": "shop", // it\n}\n'],
  ["YAML", "# ours\nproject: shop\n"],
])("%s is a document of answers", async (_, text) => {
  expect(await parseAnswers(text, "answers")).toEqual({ project: "shop" });
});

it("what is in quotes is no comment", async () => {
  const text = '{ "domain": "https://acme.com", } // end';
  expect(await parseAnswers(text, "answers")).toEqual({ domain: "https://acme.com" });
});

it("the mark that editors of Windows begin a file with is no part of what a repo says", () => {
  const root = mkdtempSync(join(tmpdir(), "space-sst-mark-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (path: string, value: unknown) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `\uFEFF${JSON.stringify(value)}`);
  };
  const stored = { project: "shop", stages: ["dev"] };
  write(".yo-rc.json", { "generator-space-sst": stored });
  write("clients/acme.json", { account: "222222222222", stages: ["production"] });
  write("infra/waivers.json", []);
  expect(storedAnswers(root)).toMatchObject(stored);
  expect(stagesOf(root)).toEqual([{ stage: "dev" }, { stage: "acme-production", account: "222222222222" }]);
  expect(readWaivers(root, standard, "2026-11-26")).toEqual({ waivers: [], problems: [] });
});
