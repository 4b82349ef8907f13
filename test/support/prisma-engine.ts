import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { cleanEnvironment, QUIET_NPM } from "./boot/environment.ts";
import type { Server } from "./boot/servers.ts";
import { servicePackages } from "./packages.ts";
import { cached, exclusively } from "./platform.ts";

const ENGINE = "@prisma/schema-engine-wasm";

/** Prisma's own schema engine as WebAssembly, of the version that the pinned command line works with. */
async function install(): Promise<string> {
  const packages = await servicePackages();
  const pinned = await readFile(join(packages, "@prisma/engines-version/package.json"), "utf8");
  const { version } = JSON.parse(pinned) as { version: string };
  const folder = cached("prisma-engine", version);
  const done = join(folder, "installed");
  if (!existsSync(done))
    await exclusively(`${folder}.lock`, async () => {
      if (existsSync(done)) return;
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, "package.json"), JSON.stringify({ private: true }));
      const env = cleanEnvironment(QUIET_NPM);
      await execa("npm", ["install", "--ignore-scripts", `${ENGINE}@${version}`], {
        cwd: folder,
        env,
        extendEnv: false,
      });
      await writeFile(done, "");
    });
  return join(folder, "node_modules", ENGINE);
}

const load = async (file: string) => import(pathToFileURL(file).href);

/** As the command line reads the folder before it asks the engine. */
async function listMigrations(folder: string) {
  const text = (...path: string[]) => readFile(join(folder, ...path), "utf8");
  const folders = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const migrationDirectories = folders.map(async ({ name }) => ({
    path: name,
    migrationFile: {
      path: "migration.sql",
      content: await text(name, "migration.sql").then(
        (value) => ({ tag: "ok", value }),
        (error: Error) => ({ tag: "error", value: error.message }),
      ),
    },
  }));
  return {
    baseDir: folder,
    lockfile: { path: "migration_lock.toml", content: await text("migration_lock.toml").catch(() => null) },
    migrationDirectories: (await Promise.all(migrationDirectories)).sort((a, b) => a.path.localeCompare(b.path)),
    shadowDbInitScript: "",
  };
}

/** How Prisma's driver reaches a database. */
async function adapterTo({ host, port, user, password, ca }: Server, database: string) {
  const packages = await servicePackages();
  const { PrismaPg } = await load(join(packages, "@prisma/adapter-pg/dist/index.mjs"));
  const { bindMigrationAwareSqlAdapterFactory } = await load(
    join(packages, "@prisma/driver-adapter-utils/dist/index.mjs"),
  );
  const ssl = { ca: await readFile(ca, "utf8") };
  const factory = new PrismaPg({ host, port, user, password, database, ssl });
  const open: { dispose(): Promise<void> }[] = [];
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const connection = await connect();
    open.push(connection);
    return connection;
  };
  return {
    adapter: bindMigrationAwareSqlAdapterFactory(factory),
    // The command line ends, and its connections with it: the lock of a migration is in one of them.
    close: () => Promise.all(open.map((connection) => connection.dispose())),
  };
}

/** Started once: it keeps what it works with in variables of its module. */
let started: ReturnType<typeof start> | undefined;
async function start() {
  const place = await install();
  const engine = await load(join(place, "schema_engine_bg.js"));
  const { instance } = await WebAssembly.instantiate(await readFile(join(place, "schema_engine_bg.wasm")), {
    "./schema_engine_bg.js": engine,
  });
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return engine.SchemaEngine;
}

/**
 * What `prisma migrate deploy` asks of the engine: the migrations of a folder are applied to a database of PostgreSQL.
 * As WebAssembly the engine knows no MySQL ("Unsupported adapter provider").
 */
export async function prismaDeploy(folder: string, server: Server, database: string): Promise<void> {
  started ??= start();
  const SchemaEngine = await started;
  const { adapter, close } = await adapterTo(server, database);
  const datamodels = [["schema.prisma", 'datasource db { provider = "postgresql" }']];
  const prisma = await SchemaEngine.new({ datamodels }, () => undefined, adapter);
  try {
    const migrationsList = await listMigrations(folder);
    await prisma.applyMigrations({ migrationsList, filters: { externalTables: [], externalEnums: [] } });
  } finally {
    prisma.free();
    await close();
  }
}
