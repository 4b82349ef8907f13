import { file, type Row } from "../types.ts";

/** The files at the root that make it a repo: packages, settings, ignore lists. */
export const repo: readonly Row[] = [
  file({ from: "package.json.ejs" }),
  file({ from: "pnpm-workspace.yaml.ejs", when: (v) => v.pm.name === "pnpm" }),
  file({ from: "tsconfig.json.ejs", to: (_, { layout }) => layout.tsconfig }),
  file({ from: "biome.json.ejs", to: (_, { layout }) => layout.biome }),
  file({ from: "vitest.config.ts.ejs", to: (_, { layout }) => layout.vitest }),
  file({ from: "_gitignore" }),
  file({ from: "_gitattributes" }),
  file({ from: "_editorconfig", when: ({ adopted }) => !adopted }),
  file({ from: "_nvmrc", when: ({ adopted }) => !adopted }),
  file({ from: "_nvmrc", when: ({ adopted }) => adopted, owner: "yours" }),
  // A service that is the whole repo.
  file({
    from: "_dockerignore",
    when: ({ services }) => services.some(({ built, directory }) => built && directory === "."),
  }),
  file({ from: "scripts/platform.mjs" }),
];
