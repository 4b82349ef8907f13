import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { satisfies, subset } from "semver";
import { describe, expect, it } from "vitest";
import type { View } from "../../lib/answers/view.ts";
import { COMMANDS } from "../../lib/commands/index.ts";
import { VERSIONS } from "../../lib/render/manifest/package-versions.ts";
import { codeServices } from "../../lib/render/manifest/service-item.ts";
import { render } from "../../lib/render/render.ts";
import { visible } from "../support/boot/dockerfile.ts";
import { temporaryFolder } from "../support/cli.ts";
import { REPOS, type Repo } from "../support/drawn-repos.ts";
import { viewOf } from "../support/view.ts";
import { WRITTEN } from "../support/written.ts";

/** The files at a repo's top: what its scripts run, what git and images leave alone. */

const manifestOf = ({ files }: Pick<Repo, "files">, folder = "") =>
  JSON.parse(files.get(`${folder}package.json`) ?? "{}");
const found = (of: (repo: Repo) => string[]): string[] => [...new Set(REPOS.flatMap(of))].sort();

/** Scripts that somebody is told to run: `npm run check`, `pnpm run check`. */
const RUN = /\b(?:npm|pnpm)(?: --recursive --if-present)? run ([a-z][a-z:-]*[a-z])/g;

describe("the scripts of a repo", () => {
  it("are all that its documents, workflows and programs name", () => {
    // A folder of somebody's own code has scripts of its own, which infra/ names.
    const missing = (repo: Repo) =>
      [...repo.files]
        .filter(([path]) => !/package\.json$|^infra\/.*\.ts$/.test(path))
        .flatMap(([path, text]) => {
          const folder = /^services\/[^/]+\//.exec(path)?.[0];
          const known = { ...manifestOf(repo).scripts, ...(folder && manifestOf(repo, folder).scripts) };
          return [...text.matchAll(RUN)]
            .filter(([, name = ""]) => !(name in known))
            .map(([, name]) => `${path.replace(/services\/[^/]+/, "services/*")} names ${name}`);
        });
    expect(found(missing)).toEqual([]);
  });

  it("run what is there: a program of its packages, a file, another script, a command", () => {
    const PROGRAMS: Record<string, string> = {
      ...{
        biome: "@biomejs/biome",
        tsc: "typescript",
        vitest: "vitest",
        sst: "sst",
        "space-sst": "generator-space-sst",
      },
    };
    const isThere = (repo: Repo, command: string): boolean => {
      const { scripts, devDependencies, optionalDependencies } = manifestOf(repo);
      const [program = "", ...words] = command.split(" ");
      if (program === "node") return repo.files.has(words[0] ?? "");
      if (program === "npm" || program === "pnpm") {
        const name = words.filter((word) => !word.startsWith("--"))[1] ?? "";
        const isEach = words.includes("--if-present");
        const folders = [...repo.files.keys()].flatMap(
          (path) => /^services\/[^/]+\/(?=package\.json$)/.exec(path)?.[0] ?? [],
        );
        return isEach ? folders.some((one) => name in manifestOf(repo, one).scripts) : name in scripts;
      }
      if (program === "space-sst" && !((words[0] ?? "") in COMMANDS)) return false;
      return (PROGRAMS[program] ?? "") in { ...devDependencies, ...optionalDependencies };
    };
    const missing = (repo: Repo) =>
      Object.entries<string>(manifestOf(repo).scripts).flatMap(([name, text]) =>
        text
          .split(" && ")
          .filter((command) => !isThere(repo, command))
          .map((command) => `${name}: ${command}`),
      );
    expect(found(missing)).toEqual([]);
  });

  it("are of what it has", () => {
    const always = ["platform", "plan", "rehearse", "check", "deploy", "status", "diff", "destroy"];
    const of = (view: View): string[] => {
      const { services, databases, caches, environments, adopted } = view;
      const isAny = (...kinds: string[]) => services.some(({ kind }) => kinds.includes(kind));
      const hasCode = codeServices(view).length > 0;
      const hasStores = databases.length + caches.length > 0;
      const own = ["lint", "format", "typecheck", "test"].map((name) => (adopted ? `infra:${name}` : name));
      return [
        ...[...always, ...own],
        ...environments.flatMap((name) => [`deploy:${name}`, `diff:${name}`]),
        ...(hasCode ? ["test:services", "dev"] : []),
        ...(isAny("api", "web", "worker", "cron") ? ["logs", "run"] : []),
        ...(isAny("api", "web", "worker") ? ["restart", "rollback"] : []),
        ...(hasStores ? ["tunnel"] : []),
        ...(hasStores || services.some(({ secrets }) => secrets.length > 0) ? ["rotate"] : []),
      ];
    };
    for (const repo of REPOS) expect(Object.keys(manifestOf(repo).scripts).sort()).toEqual(of(repo.view).sort());
  });

  it("check style, types and the program, of all services too", () => {
    const files = new Map(render(WRITTEN).map(({ path, contents }) => [path, contents]));
    const { check, typecheck, lint, test } = manifestOf({ files }).scripts;
    expect({ check, typecheck, lint, test }).toEqual({
      check: "npm run platform && npm run lint && npm run typecheck && npm run test",
      typecheck: "tsc --noEmit && npm run typecheck --workspaces --if-present",
      lint: "biome ci .",
      test: "vitest run",
    });
  });
});

describe("versions", () => {
  const files = new Map(render(WRITTEN).map(({ path, contents }) => [path, contents]));
  const { devDependencies, engines } = manifestOf({ files });

  it("of a package are one for the repo and its services, and for the schema of its settings", () => {
    const shared = Object.keys(VERSIONS).filter((name) => name in devDependencies);
    expect(shared).toEqual(["@types/node", "typescript", "vitest"]);
    expect(devDependencies).toMatchObject(
      Object.fromEntries(shared.map((name) => [name, VERSIONS[name as keyof typeof VERSIONS]])),
    );
    expect(JSON.parse(files.get("biome.json") ?? "").$schema).toContain(`/${devDependencies["@biomejs/biome"]}/`);
  });

  it("of Node are the one that images have, which the repo runs on", () => {
    const [, image = ""] = /^FROM node:([\d.]+)-/m.exec(files.get("services/order-api/Dockerfile") ?? "") ?? [];
    const own = (files.get(".nvmrc") ?? "").trim();
    expect(image.split(".")[0]).toBe(own);
    expect(satisfies(image, engines.node)).toBe(true);
    // nvm installs the newest of it.
    expect(subset(`${own}.99`, engines.node)).toBe(true);
  });
});

it("git is told of what is nobody's, and takes all that is rendered", async () => {
  const folder = await temporaryFolder();
  const files = render(WRITTEN);
  await execa("git", ["init", "--quiet"], { cwd: folder });
  await writeFile(join(folder, ".gitignore"), files.find(({ path }) => path === ".gitignore")?.contents ?? "");
  const nobodys = [
    ...[
      "node_modules/x",
      "services/api/node_modules/x",
      "services/api/dist/main.js",
      "services/api/src/generated/a.ts",
    ],
    ...[".sst/x", "infra/tasks/.sst/x", "sst-env.d.ts", ".env", "services/api/.env", "services/api/.env.production"],
    ...["coverage/x", "plan.html", "npm-debug.log", ".DS_Store", ".space-sst-1.tmp"],
  ];
  const paths = [...nobodys, ...files.map(({ path }) => path)];
  const { stdout } = await execa("git", ["check-ignore", "--stdin"], {
    cwd: folder,
    input: paths.join("\n"),
    reject: false,
  });
  expect(stdout.split("\n").sort()).toEqual(nobodys.sort());
});

it("an image of the whole repo has nothing of what deploys it", () => {
  const view = viewOf({ services: [{ name: "all", source: "existing", directory: "." }] });
  const ignore = render(view).find(({ path }) => path === ".dockerignore")?.contents ?? "";
  const seen = ["src/main.ts", "package.json", ".sst/state", "infra/stage.ts", "policy/index.cjs", "clients/acme.json"];
  expect(seen.filter(visible(ignore))).toEqual(["src/main.ts", "package.json"]);
});
