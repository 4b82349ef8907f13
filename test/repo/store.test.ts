import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { toBlueprint } from "../../lib/answers/parse.ts";
import type { Document } from "../../lib/questions/document.ts";
import { candidates, renderedVersion, storeChange } from "../../lib/repo/store.ts";
import { checkRenderedByThis, refuseNewer } from "../../lib/repo/version.ts";
import { packageVersion } from "../../lib/system/package-root.ts";
import { temporaryFolder } from "../support/cli.ts";
import { commitAll } from "../support/git.ts";

/** What a repo says of itself: its answers, and the version that rendered it. */

const SHOP = toBlueprint({ project: "shop" });
const FILE = ".yo-rc.json";

describe("the answers that a repo keeps", () => {
  it("stand beside what other generators keep, with the version first", async () => {
    const root = await temporaryFolder();
    const created = storeChange(root, SHOP);
    expect(created).toMatchObject({ path: FILE, action: "create", reason: "new" });
    const document = JSON.parse(String(created.contents));
    expect(Object.keys(document["generator-space-sst"]).slice(0, 3)).toEqual(["blueprint", "generator", "project"]);
    expect(document["generator-space-sst"]).toMatchObject({ blueprint: 1, generator: packageVersion, project: "shop" });

    await writeFile(join(root, FILE), '{ "generator-other": { "a": 1 } }');
    const beside = storeChange(root, SHOP);
    expect(beside).toMatchObject({ action: "update", reason: "new version" });
    expect(JSON.parse(String(beside.contents))).toEqual({ "generator-other": { a: 1 }, ...document });

    await writeFile(join(root, FILE), beside.contents as Buffer);
    expect(storeChange(root, SHOP)).toMatchObject({ action: "unchanged", reason: "the same" });
    expect(await readFile(join(root, FILE), "utf8")).toMatch(/^\{\n {2}"generator-other"[\s\S]*\n\}\n$/);
  });

  it("may be those of the last commit, where they were edited by hand", async () => {
    const root = await temporaryFolder();
    const stored = (project: string): Document => ({ project });
    const put = (text: string) => writeFile(join(root, FILE), text);
    const projects = async (document: Document) => (await candidates(root, document)).map(({ project }) => project);
    expect(await projects(stored("shop"))).toEqual(["shop"]);
    await put(JSON.stringify({ "generator-space-sst": stored("before") }));
    await commitAll(root);
    expect(await projects(stored("shop"))).toEqual(["shop", "before"]);
    expect(await projects({ project: "No Such!" })).toEqual(["before"]);
    await put("{");
    await commitAll(root, "Broken");
    expect(await projects(stored("shop"))).toEqual(["shop"]);
  });
});

describe("the version that rendered a repo", () => {
  it("is what its answers say, where they say one", () => {
    expect([{ generator: "1.2.3" }, { generator: "x" }, { generator: 1 }, {}, null].map(renderedVersion)).toEqual([
      ...["1.2.3", null, null, null, null],
    ]);
  });

  it("is this one, or one that an upgrade brings here", () => {
    for (const version of [null, packageVersion, "0.0.1"]) expect(() => refuseNewer("/shop", version)).not.toThrow();
    const newer = `/shop is rendered by generator-space-sst 99.0.0, which is newer than this ${packageVersion}: npm install --global generator-space-sst@99.0.0`;
    expect(() => refuseNewer("/shop", "99.0.0")).toThrow(newer);
    expect(() => checkRenderedByThis("/shop", { generator: "99.0.0" })).toThrow(newer);
    expect(() => checkRenderedByThis("/shop", { generator: packageVersion })).not.toThrow();
    expect(() => checkRenderedByThis("/shop", {})).not.toThrow();
    expect(() => checkRenderedByThis("/shop", { generator: "0.0.1" })).toThrow(
      `/shop is rendered by generator-space-sst 0.0.1, and this is ${packageVersion}: run \`space-sst upgrade\` first`,
    );
  });
});
