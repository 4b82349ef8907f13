import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { toBlueprint } from "../../lib/answers/parse.ts";
import { render } from "../../lib/render/render.ts";
import type { RenderedFile } from "../../lib/render/types.ts";
import { viewOf } from "../../lib/repo/changes.ts";
import { pathProblems } from "../../lib/repo/workspace/paths.ts";
import { answers } from "../support/blueprints.ts";

/** What holds for every file of every repo. Each rule names the files that break it. */
const RULES: Record<string, (file: RenderedFile) => boolean> = {
  "ends with one new line": ({ contents }) => /[^\n]\n$/.test(contents),
  "has no trailing blanks": ({ contents }) => !/[ \t]+$/m.test(contents),
  "has no two empty lines in a row": ({ contents }) => !contents.includes("\n\n\n"),
  "has no leftovers of a template": ({ contents }) => !/<%|%>|\[object |\bundefined undefined\b|NaN/.test(contents),
  // Databases of the developer's own machine are no secret.
  "has no credential": ({ contents }) =>
    !/\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY|:\/\/[^\s/:@"'`<>{}]+:[^\s/:@"'`<>{}]+@(?!localhost\b|127\.)/.test(
      contents,
    ),
  "has Unix line ends": ({ contents }) => !contents.includes("\r"),
  "is JSON, where it says so": ({ path, contents }) => !path.endsWith(".json") || parses(() => JSON.parse(contents)),
  "is YAML, where it says so": ({ path, contents }) => !/\.ya?ml$/.test(path) || parses(() => parseYaml(contents)),
  // SST evaluates sst.config.ts in a fresh clone before it installs its providers: an import of one would fail there.
  "imports nothing but the repo's own files and Node's modules, in the program": ({ path, contents }) =>
    !/^(sst\.config\.ts|infra\/(?!controls\.ts|tasks\/|infra\.(test|check)\.ts|vitest\.config\.ts).*\.ts)$/.test(
      path,
    ) ||
    [...contents.matchAll(/(?:\sfrom\s+|import\(\s*)"([^"\n]+)"/g)].every(([, id]) => /^(\.|node:)/.test(id as string)),
};

const parses = (parse: () => unknown): boolean => {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
};

const broken = (files: readonly RenderedFile[]): string[] =>
  Object.entries(RULES).flatMap(([rule, holds]) =>
    files.filter((file) => !holds(file)).map(({ path }) => `${path}: ${rule}`),
  );

describe("every rendered file", () => {
  it("keeps the rules, whatever the blueprint", () => {
    fc.assert(
      fc.property(answers({ sizes: true }), (document) => {
        expect(broken(render(viewOf(toBlueprint(document))))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("has a path of its own, inside the repo, or where CI looks for it", () => {
    fc.assert(
      fc.property(answers(), (document) => {
        const paths = render(viewOf(toBlueprint(document))).map(({ path }) => path);
        expect(pathProblems(paths)).toEqual([]);
        const outside = document.workingDirectory ? /^\.\.\/\.\.\/(\.github\/|bitbucket-pipelines\.yml$)/ : /^$/;
        expect(paths.filter((path) => path.startsWith("..") && !outside.test(path))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it("is the same bytes for the same answers", () => {
    fc.assert(
      fc.property(answers(), (document) => {
        expect(render(viewOf(toBlueprint(document)))).toEqual(render(viewOf(toBlueprint(structuredClone(document)))));
      }),
      { numRuns: 20 },
    );
  });
});
