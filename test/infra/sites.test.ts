import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { simulate } from "../../lib/proof/simulate/simulate.ts";
import { temporaryFolder } from "../support/cli.ts";
import { renderRepo } from "../support/repo.ts";

/** Sites from folders that were there: one that its own script builds, and one of files alone. The build itself is left out. */

const existing = (name: string) => ({ name, kind: "static", source: "existing", directory: `sites/${name}` }) as const;

interface Uploaded {
  key: string;
  cacheControl: string;
}

const FILES = {
  "index.html": "<!doctype html>\n",
  "404.html": "<!doctype html>\n",
  "docs/style.css": "body {}\n",
  ".env": "TOKEN=1\n",
  "docs/.git/config": "\n",
  ".well-known/security.txt": "Contact: mailto:security@acme.com\n",
};

async function uploads(root: string, as: { dev?: boolean } = {}): Promise<Record<string, Uploaded[]>> {
  const { resources, errors } = await simulate({ root, stage: "dev", ...as });
  expect(errors).toEqual([]);
  const files = resources.filter(({ name }) => name.endsWith(".sst.aws.BucketFiles"));
  return Object.fromEntries(
    files.map(({ name, inputs }) => [name.split(".")[0] ?? "", inputs.files as unknown as Uploaded[]]),
  );
}

test("a folder with a build gives what it writes; without one, its files as they are, but for the hidden ones", async () => {
  const root = await temporaryFolder();
  await renderRepo({ project: "shop", stages: ["dev"], services: [existing("built"), existing("plain")] }, root);
  await rm(join(root, "sites/plain"), { recursive: true });
  for (const [path, contents] of Object.entries(FILES)) {
    const file = join(root, "sites/plain", path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, contents);
  }
  const { BuiltSiteAssetFiles: built, PlainSiteAssetFiles: plain } = await uploads(root);
  expect(built?.map(({ key }) => key)).toEqual(["index.html"]);
  expect(plain?.map(({ key }) => key).sort()).toEqual([
    ".well-known/security.txt",
    "404.html",
    "docs/style.css",
    "index.html",
  ]);
  for (const { cacheControl } of plain ?? []) expect(cacheControl).toMatch(/\bmax-age=0\b/);
  // Nothing else would serve it: \`sst dev\` has no server for files alone.
  expect(Object.keys(await uploads(root, { dev: true }))).toEqual(["PlainSiteAssetFiles"]);
});
