import { expect, it } from "vitest";
import type { DatabaseEngine } from "../../lib/answers/vocabulary.ts";
import { render } from "../../lib/render/render.ts";
import { viewOf } from "../support/repo.ts";

const FOLDER = "infra/tasks/database/";

interface Lock {
  packages: Record<string, { version: string; integrity?: string; resolved?: string; dependencies?: object }>;
}

/** `npm ci` builds the image of the task that works as the administrator of databases: it refuses a lock of other packages. */
it.each<DatabaseEngine[][]>([[["postgres"]], [["aurora-mysql"]], [["mysql", "aurora-postgres"]]])(
  "the packages of the database task are locked: %j",
  (engines) => {
    const databases = engines.map((engine) => ({ name: `db-${engine}`, engine }));
    const services = databases.map(({ name }, i) => ({ name: `api-${i}`, database: name }));
    const files = new Map(
      render(viewOf({ project: "shop", services, databases })).map(({ path, contents }) => [path, contents]),
    );
    const { dependencies } = JSON.parse(files.get(`${FOLDER}package.json`) ?? "{}");
    const { packages } = JSON.parse(files.get(`${FOLDER}package-lock.json`) ?? "{}") as Lock;
    const { "": root, ...locked } = packages;
    expect(root?.dependencies).toEqual(dependencies);
    for (const [name, version] of Object.entries(dependencies))
      expect(locked[`node_modules/${name}`]?.version, name).toBe(version);
    for (const [path, { integrity, resolved }] of Object.entries(locked)) {
      expect(integrity, path).toMatch(/^sha512-/);
      expect(resolved, path).toMatch(/^https:\/\/registry\.npmjs\.org\//);
    }
  },
);
