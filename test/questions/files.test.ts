import { expect, it } from "vitest";
import { parseAnswers } from "../../lib/questions/files.ts";

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
