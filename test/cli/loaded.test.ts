import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { bin, temporaryFolder } from "../support/cli.ts";

/** What the built bin loads, by a hook of Node's that says each file: what is not loaded costs no time. */

const module = (text: string): string => `data:text/javascript,${encodeURIComponent(text)}`;
const HOOK = module(
  'export const load = (url, context, next) => { process._rawDebug("loaded", url); return next(url, context); };',
);
const REGISTER = module(`import { register } from "node:module"; register(${JSON.stringify(HOOK)});`);

async function loaded(words: readonly string[], cwd: string): Promise<string[]> {
  const { stderr } = await execa(process.execPath, ["--import", REGISTER, bin, ...words], { cwd, reject: false });
  const files = [...stderr.matchAll(/^loaded (file:.*)$/gm)].map(([, url]) => fileURLToPath(url as string));
  return Promise.all(files.map((file) => readFile(file, "utf8")));
}

/** Words that only the library itself has. */
const IN = {
  Yeoman: "yeoman:environment",
  Zod: "ZodNullable",
  YAML: "YAMLParseError",
  prices: "fargate-spot-prices.json",
};

const found = (files: readonly string[]): string[] =>
  Object.entries(IN).flatMap(([name, word]) => (files.some((text) => text.includes(word)) ? [name] : []));

describe("the bin loads", () => {
  it("few files for help, and no library", async () => {
    const files = await loaded(["--help"], await temporaryFolder());
    expect(found(files)).toEqual([]);
    // The bin, what it shares with all commands, and what esbuild adds.
    expect(files.length).toBeLessThanOrEqual(4);
  });

  it("the schema alone for answers that it refuses", async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, "answers.json"), JSON.stringify({ project: "Not Valid!" }));
    expect(found(await loaded(["shop", "--answers", "answers.json"], cwd))).toEqual(["Zod"]);
  });

  it("Yeoman for a command that writes a repo, and nothing of it for one that writes none", async () => {
    const cwd = await temporaryFolder();
    const words = ["shop", "--preset", "minimal", "--project", "shop", "--yes", "--skip-install", "--skip-git"];
    expect(found(await loaded(words, cwd))).toEqual(["Yeoman", "Zod", "prices"]);
    expect(found(await loaded(["doctor"], join(cwd, "shop")))).not.toContain("Yeoman");
  });
});
