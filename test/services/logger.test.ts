import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../support/boot/compiled.ts";
import { cleanEnvironment } from "../support/boot/environment.ts";
import { renderSources, type Sources } from "../support/boot/sources.ts";

/** What services write to their logs: one form for both frameworks, as the filters and alarms of the infrastructure read it. */

const LEVELS = ["fatal", "error", "warn", "info", "debug"];

/** A line at each level, under every setting of the level: in the words of each framework. */
const PROGRAMS = {
  nestjs: `logger[level === "info" ? "log" : level](level + " line", { job: 1 });`,
  node: `logger[level]({ job: 1 }, level + " line");`,
};

let sources: Sources;
beforeAll(async () => {
  sources = await renderSources({ project: "shop", services: [{ name: "nestjs" }, { name: "node", source: "node" }] });
}, 120_000);
afterAll(() => sources?.dispose());

describe.each(Object.entries(PROGRAMS))("the log of a service with %s", (name, line) => {
  let lines: Record<string, unknown>[];
  beforeAll(async () => {
    const folder = sources.folderOf(name);
    await compile(folder);
    const program = `
      import { createLogger } from "./logger.js";
      import { follow } from "./request-id.js";
      for (const setting of ${JSON.stringify(LEVELS)}) {
        const logger = createLogger({ STAGE: setting, LOG_LEVEL: setting });
        follow("r-1", () => { for (const level of ${JSON.stringify(LEVELS)}) { ${line} } });
      }`;
    await writeFile(join(folder, "dist/program.js"), program);
    const { all } = await execa(process.execPath, ["dist/program.js"], {
      cwd: folder,
      env: cleanEnvironment(),
      extendEnv: false,
      all: true,
    });
    lines = all.split("\n").map((text) => JSON.parse(text));
  }, 60_000);

  it.each(LEVELS.map((level, index) => [level, LEVELS.slice(0, index + 1)]))(
    "at the level %s has %j",
    (level, written) => {
      const own = lines.filter(({ stage }) => stage === level).map((one) => one.level);
      expect(own.toSorted()).toEqual((written as string[]).toSorted());
    },
  );

  it("is a JSON object a line, which says when, for which request and in which stage", () => {
    expect(lines.find(({ level, stage }) => level === "info" && stage === "info")).toMatchObject({
      level: "info",
      message: "info line",
      stage: "info",
      requestId: "r-1",
      job: 1,
      timestamp: expect.any(Number),
    });
  });
});
