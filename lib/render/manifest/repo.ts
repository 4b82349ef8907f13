import { file, type Row } from "../types.ts";

/** The files at the root that make it a repo: packages, settings, ignore lists. */
export const repo: readonly Row[] = [
  file({ from: "package.json.ejs" }),
  file({ from: "pnpm-workspace.yaml.ejs", when: (v) => v.pm.name === "pnpm" }),
  file({ from: "tsconfig.json" }),
  file({ from: "biome.json.ejs" }),
  file({ from: "vitest.config.ts" }),
  file({ from: "_gitignore" }),
  file({ from: "_gitattributes" }),
  file({ from: "_editorconfig" }),
  file({ from: "_nvmrc" }),
  file({ from: "scripts/platform.mjs" }),
];
