import { describe, expect, it } from "vitest";
import { parent, parents, pathProblems } from "../../../lib/repo/workspace/paths.ts";

describe("paths of rendered files", () => {
  it.each([
    ["", "is empty"],
    ["/etc/passwd", "is absolute"],
    ["C:/x", "is absolute"],
    ["../x", "could leave the folder"],
    ["../.github", "could leave the folder"],
    ["../.github/../x", "could leave the folder"],
    ["x/../../.github/workflows/ci.yml", "could leave the folder"],
    ["../../.github/.git/config", "is inside a .git folder"],
    ["../x/bitbucket-pipelines.yml", "could leave the folder"],
    ["a/../../x", "could leave the folder"],
    ["./x", 'has "." in it'],
    ["a//b", "has an empty part"],
    ["a/", "has an empty part"],
    ["a\\b", "has a backslash"],
    ["a\u0000b", "has a control character"],
    ["a\u001b[2Jb", "has a control character"],
    [".git/hooks/pre-commit", "is inside a .git folder"],
    ["x/.GIT/config", "is inside a .git folder"],
  ])("%j is refused", (path, reason) => {
    expect(pathProblems(["README.md", path])).toEqual([expect.stringContaining(reason)]);
  });

  it.each([
    [["a.ts", "a.ts"], "a.ts is rendered twice"],
    [["Readme.md", "README.md"], "Readme.md and README.md are one file on macOS and Windows"],
    [["caf\u00e9", "cafe\u0301"], "caf\u00e9 and cafe\u0301 are one file on macOS and Windows"],
    [["Infra/a.ts", "infra/b.ts"], "Infra/ and infra/ are one folder on macOS and Windows"],
    [["infra", "infra/b.ts"], "infra is both a file and a folder"],
    [["infra/b.ts", "Infra"], "Infra is both a file and a folder"],
  ])("%j collide", (paths, problem) => {
    expect(pathProblems(paths)).toEqual([problem]);
  });

  it("accepts the names that a repo has, and says every problem at once", () => {
    expect(pathProblems([".gitignore", ".github/workflows/ci.yml", "a/[id].ts", "a/b c.md", "é.md"])).toEqual([]);
    expect(pathProblems(["../a", "/b", "c"])).toHaveLength(2);
    expect(pathProblems(["../../.github/workflows/ci.yml", "../bitbucket-pipelines.yml"])).toEqual([]);
  });

  it("knows the folders of a path", () => {
    expect(parents("a/b/c")).toEqual(["a", "a/b"]);
    expect(parents("../../.github/workflows/ci.yml")).toEqual(["../../.github", "../../.github/workflows"]);
    expect([parent("a/b/c"), parent("a")]).toEqual(["a/b", ""]);
  });
});
