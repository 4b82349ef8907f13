import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contextHash, IGNORED, pushedTags } from "../../lib/rehearse/providers/images.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

describe("an image", () => {
  it("is built anew when something changes that its Dockerfile may see", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "src"));
    await writeFile(join(folder, "Dockerfile"), "FROM scratch\n");
    await writeFile(join(folder, ".dockerignore"), "*.md\n!README.md\n**/sst-env.d.ts\n");
    await writeFile(join(folder, "src", "main.ts"), "1\n");
    const inputs = { context: { location: "." } };
    const first = contextHash(inputs, folder);
    for (const file of ["notes.md", "src/sst-env.d.ts"]) await writeFile(join(folder, file), "ignored\n");
    expect(contextHash(inputs, folder)).toBe(first);
    await writeFile(join(folder, "README.md"), "seen\n");
    const second = contextHash(inputs, folder);
    expect(second).not.toBe(first);
    await writeFile(join(folder, "src", "main.ts"), "2\n");
    expect(contextHash(inputs, folder)).not.toBe(second);
  });

  /** A folder with a Dockerfile and one file for each name, and what its image depends on. */
  async function context(names: readonly string[], ignore?: string) {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "Dockerfile"), "FROM scratch\n");
    if (ignore !== undefined) await writeFile(join(folder, ".dockerignore"), ignore);
    for (const name of names) {
      await mkdir(join(folder, name, ".."), { recursive: true });
      await writeFile(join(folder, name), "1\n");
    }
    const hash = (inputs = { context: { location: "." } }) => contextHash(inputs, folder);
    return { folder, hash };
  }

  it.each<[string, string, boolean]>([
    ["src", "src/deep/main.ts", true],
    ["/src/", "src/main.ts", true],
    ["src", "other/src/main.ts", false],
    ["*.md", "a.md", true],
    ["*.md", "docs/a.md", false],
    ["**/*.md", "docs/deep/a.md", true],
    ["**/*.md", "a.md", true],
    ["docs/**", "docs/deep/a.md", true],
    ["?.md", "a.md", true],
    ["?.md", "ab.md", false],
    ["a.md", "a-md", false],
    ["# a.md", "a.md", false],
    ["*.md\n!a.md", "a.md", false],
    ["!a.md\n*.md", "a.md", true],
    ["  a.md  \n\n", "a.md", true],
  ])("of a .dockerignore with %o leaves %s out: %s", async (ignore, file, left) => {
    const { folder, hash } = await context([file], ignore);
    const first = hash();
    await writeFile(join(folder, file), "2\n");
    expect(hash() === first).toBe(left);
  });

  it("depends on no folder of tools, on modes, and on the Dockerfile that is named", async () => {
    const tools = [".git/HEAD", "node_modules/a/index.js", ".sst/log/a", "service/node_modules/a.js"];
    const { folder, hash } = await context([...tools, "main.ts", "own/Dockerfile"]);
    const first = hash();
    for (const file of tools) await writeFile(join(folder, file), "2\n");
    // A link that leads nowhere is no file.
    await symlink("nowhere", join(folder, "broken"));
    expect(hash()).toBe(first);
    const own = { context: { location: "." }, dockerfile: { location: "own/Dockerfile" } };
    const second = hash(own);
    expect(second).not.toBe(first);
    await writeFile(join(folder, "own", "Dockerfile.dockerignore"), "own\nmain.ts\n");
    const third = hash(own);
    await writeFile(join(folder, "main.ts"), "2\n");
    expect(hash(own)).toBe(third);
    await writeFile(join(folder, "run.sh"), "1\n", { mode: 0o644 });
    const plain = hash();
    await writeFile(join(folder, "other.sh"), "1\n");
    expect(hash()).not.toBe(plain);
  });

  it("has nothing to be built from where its folder is not there", () => {
    expect(contextHash({}, "/")).toBe("none");
    expect(contextHash({ context: { location: "not-there" } }, "/")).toBe("none");
  });

  it("is not another one for who logs in to the registry", () => {
    expect(["registries[0].password", "registries[11].username"].every((path) => IGNORED.test(path))).toBe(true);
    expect(
      ["registries[0].address", "registries[0].passwords", "a.registries[0].password"].some((path) =>
        IGNORED.test(path),
      ),
    ).toBe(false);
  });

  it("takes its tags only where it is pushed", () => {
    expect(pushedTags({ push: true, tags: ["repo:1"] })).toEqual(["repo:1"]);
    for (const inputs of [
      { push: false, tags: ["repo:1"] },
      { push: true, tags: "repo:1" },
    ])
      expect(pushedTags(inputs)).toEqual([]);
  });
});
