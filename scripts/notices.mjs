import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Folders of the packages that went into a bundle, from esbuild's metafile. */
const packagesOf = ({ inputs }) => {
  const folders = Object.keys(inputs).map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
};

async function notice(root, folder) {
  const { name, version, license } = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
  const file = (await readdir(join(root, folder))).find((entry) => /^(licen[sc]e|copying)(\.|-|$)/i.test(entry));
  const text = file === undefined ? `Licence: ${license}` : (await readFile(join(root, folder, file), "utf8")).trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
}

/** The licences of everything that is bundled: they ask to travel with it. */
export async function notices(root, metafile) {
  const texts = await Promise.all(packagesOf(metafile).map((folder) => notice(root, folder)));
  return `This package contains the following packages.\n\n${texts.join(`\n${"-".repeat(80)}\n\n`)}`;
}
