import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { subset } from "semver";
import { expect, it } from "vitest";
import { render } from "../../lib/render/render.ts";
import { packageRoot } from "../../lib/system/package-root.ts";
import { servicePackages } from "../support/packages.ts";
import { viewOf } from "../support/repo.ts";

interface Manifest {
  name: string;
  engines?: { node?: string };
}

const manifestOf = (file: string): Manifest => JSON.parse(readFileSync(file, "utf8"));

/** Every package of a `node_modules`, those inside of others too. */
function* installed(folder: string): Generator<Manifest> {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const path = join(folder, name);
    if (name.startsWith("@")) yield* installed(path);
    else if (existsSync(join(path, "package.json"))) {
      yield manifestOf(join(path, "package.json"));
      yield* installed(join(path, "node_modules"));
    }
  }
}

/** This package is installed with what repos depend on, SST and all; the services' packages are a folder of their own. */
it("a repo asks for a Node on which all of its packages run", async () => {
  const text = render(viewOf({ project: "shop", services: [{ name: "api" }] })).find(
    ({ path }) => path === "package.json",
  );
  const { engines } = JSON.parse(text?.contents ?? "{}") as Manifest;
  const packages = [join(packageRoot, "node_modules"), await servicePackages()].flatMap((folder) => [
    ...installed(folder),
  ]);
  expect(packages.length).toBeGreaterThan(300);
  const narrower = packages.filter((one) => !subset(engines?.node ?? "*", one.engines?.node ?? "*", { loose: true }));
  expect(narrower.map(({ name, engines }) => `${name} wants ${engines?.node}`)).toEqual([]);
});
