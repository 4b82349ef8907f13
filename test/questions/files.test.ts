import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
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

it("the mark that editors of Windows begin a file with is no part of what a repo has stored", () => {
  const root = mkdtempSync(join(tmpdir(), "space-sst-mark-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const stored = { project: "shop", stages: ["dev"] };
  writeFileSync(join(root, ".yo-rc.json"), `\uFEFF${JSON.stringify({ "generator-space-sst": stored })}`);
  expect(storedAnswers(root)).toMatchObject(stored);
  expect(stagesOf(root)).toEqual([{ stage: "dev" }]);
});
