/** Repos as they are found in the public, cut to what a kickoff meets: files by their paths, and the service that it is to run. */

export interface Found {
  files: Readonly<Record<string, string>>;
  /** Flags of the kickoff. */
  answers: Readonly<Record<string, string[]>>;
  /** Those of its files that the kickoff changes, and what it says of them. */
  merged: Readonly<Record<string, string>>;
  /** The command that runs the repo's own tests, without installing anything. */
  test: readonly string[];
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Tests of Node's own runner need no packages. */
const OWN_TEST = 'import { test } from "node:test";\ntest("holds", () => {});\n';
const NODE_TEST = ["node", "--test"];

const DOCKERFILE = 'FROM node:24-alpine\nWORKDIR /app\nCOPY . .\nEXPOSE 3000\nCMD ["node", "main.js"]\n';

const ADDED = "yours, and what the repo needs";
const OUT = "yours, and leaves infra/ out";

const existing = (name: string, directory: string, kind = "api") =>
  `name=${name},kind=${kind},source=existing,directory=${directory}`;

export const REPOS: Readonly<Record<string, Found>> = {
  "an npm monorepo": {
    files: {
      "package.json": json({
        name: "acme",
        private: true,
        workspaces: ["apps/*", "packages/*"],
        scripts: { test: "node --test apps", lint: "eslint .", dev: "turbo dev" },
        devDependencies: { typescript: "^5.9.0" },
      }),
      "package-lock.json": json({ name: "acme", lockfileVersion: 3, requires: true, packages: {} }),
      ".gitignore": "node_modules\n.turbo\n",
      "README.md": "# Acme\n",
      "turbo.json": json({ tasks: { dev: {} } }),
      "tsconfig.json": json({ compilerOptions: { strict: true }, files: [], references: [{ path: "apps/orders" }] }),
      "apps/orders/package.json": json({ name: "@acme/orders", version: "1.0.0", main: "main.js" }),
      "apps/orders/Dockerfile": DOCKERFILE,
      "apps/orders/main.js": "\n",
      "apps/orders/orders.test.mjs": OWN_TEST,
      "apps/site/package.json": json({ name: "@acme/site", version: "1.0.0", scripts: { build: "node build.js" } }),
    },
    answers: { service: [existing("orders", "apps/orders"), existing("site", "apps/site", "static")] },
    merged: { ".gitignore": ADDED, "package.json": `${ADDED}; yours stays for devDependencies.typescript` },
    test: [...NODE_TEST, "apps/orders/orders.test.mjs"],
  },
  "a pnpm monorepo": {
    files: {
      "package.json": json({
        name: "acme",
        private: true,
        packageManager: "pnpm@9.15.0",
        scripts: { test: "vitest run", check: "pnpm -r check" },
      }),
      "pnpm-workspace.yaml": "# Everything that is released.\npackages:\n  - services/*\n",
      "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
      ".gitignore": "node_modules/\n",
      ".nvmrc": "22\n",
      "README.md": "# Acme\n",
      "vitest.config.ts": "export default {};\n",
      "services/orders/package.json": json({ name: "orders", version: "1.0.0" }),
      "services/orders/Dockerfile": DOCKERFILE,
      "services/orders/orders.test.mjs": OWN_TEST,
    },
    answers: { service: [existing("orders", "services/orders")] },
    merged: {
      ".gitignore": ADDED,
      "package.json": `${ADDED}; yours stays for packageManager, scripts.check`,
      "pnpm-workspace.yaml": ADDED,
    },
    test: [...NODE_TEST, "services/orders/orders.test.mjs"],
  },
  "a Nest app in the root": {
    files: {
      "package.json": json({
        name: "acme-api",
        version: "0.0.1",
        scripts: { build: "nest build", test: "jest", lint: "eslint src", format: "prettier --write src" },
        dependencies: { "@nestjs/core": "^11.0.0" },
        jest: { rootDir: "src", testRegex: ".*\\.spec\\.ts$" },
      }),
      "tsconfig.json":
        '{\n  // As nest new writes it.\n  "compilerOptions": {\n    "module": "nodenext",\n    "outDir": "./dist"\n  }\n}\n',
      "tsconfig.build.json":
        '{\n  "extends": "./tsconfig.json",\n  "exclude": ["node_modules", "test", "dist", "**/*spec.ts"]\n}\n',
      ".gitignore": "/dist\n/node_modules\n",
      ".prettierrc": "{}\n",
      "README.md": "# Acme API\n",
      Dockerfile: DOCKERFILE,
      "src/main.ts": "export {};\n",
      "test/app.test.mjs": OWN_TEST,
    },
    answers: { service: [existing("api", ".")] },
    merged: {
      ".gitignore": ADDED,
      "package.json": `${ADDED}; yours stays for name`,
      "tsconfig.build.json": OUT,
      "tsconfig.json": OUT,
    },
    test: [...NODE_TEST, "test/app.test.mjs"],
  },
  "a Next.js app": {
    files: {
      "package.json": json({
        name: "acme-web",
        version: "0.1.0",
        private: true,
        scripts: { dev: "next dev", build: "next build", start: "next start", lint: "next lint" },
        dependencies: { next: "15.5.0", react: "19.1.0", "react-dom": "19.1.0" },
      }),
      "tsconfig.json": json({
        compilerOptions: { jsx: "preserve", noEmit: true },
        include: ["next-env.d.ts", "**/*.ts", "**/*.tsx", ".next/types/**/*.ts"],
        exclude: ["node_modules"],
      }),
      ".gitignore": "/node_modules\n/.next/\n.env*\n",
      "README.md": "# Acme\n",
      Dockerfile: DOCKERFILE,
      "app/page.tsx": "export default function Page() {\n  return null;\n}\n",
      "app/page.test.mjs": OWN_TEST,
    },
    answers: { service: [existing("web", ".", "web")] },
    merged: { ".gitignore": ADDED, "package.json": `${ADDED}; yours stays for name`, "tsconfig.json": OUT },
    test: [...NODE_TEST, "app/page.test.mjs"],
  },
  "a repo with its own CI": {
    files: {
      "package.json": json({ name: "acme", type: "module", scripts: { test: "node --test" } }),
      ".github/workflows/ci.yml": "name: CI\non: push\njobs: {}\n",
      ".github/workflows/deploy.yml": "name: Deploy\non: push\njobs: {}\n",
      ".github/dependabot.yml": "version: 2\nupdates: []\n",
      ".editorconfig": "[*]\nindent_style = tab\n",
      ".gitattributes": "*.png binary\n",
      "AGENTS.md": "# For agents\n",
      "biome.json": json({ formatter: { indentStyle: "tab" } }),
      "docker-compose.yml": "services:\n  mail:\n    image: axllent/mailpit\n",
      "README.md": "# Acme\n",
      "api/Dockerfile": DOCKERFILE,
      "api/api.test.mjs": OWN_TEST,
    },
    answers: { service: [`${existing("api", "api")},database=main`], database: ["main"] },
    merged: { ".gitattributes": ADDED, "package.json": ADDED },
    test: [...NODE_TEST, "api/api.test.mjs"],
  },
};
