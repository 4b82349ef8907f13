import { randomBytes } from "node:crypto";
import { chmodSync, chownSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "./binaries.ts";
import { type Certificates, makeCertificates } from "./certificates.ts";
import { eventually } from "./container.ts";
import { freePort, type Guarded, guarded, identity, tail } from "./guarded.ts";
import { type Place, RECIPES, type Recipe } from "./recipes.ts";

export const secret = (): string => randomBytes(16).toString("hex");

/** A server as AWS would run it: it takes TLS only, and asks for a password. */
export interface Server {
  engine: Engine;
  host: string;
  port: number;
  user: string;
  password: string;
  /** File with the authority that has signed its certificate. */
  ca: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Runs SQL as the administrator; the rows as text. */
  sql(database: string, statement: string): Promise<string>;
}

function serve(engine: Engine, recipe: Recipe, place: Place): Server {
  const log = join(place.folder, "log");
  let current: Guarded | undefined;
  return {
    engine,
    host: "localhost",
    port: place.port,
    user: recipe.user,
    password: place.password,
    ca: place.tls.ca,
    start: async () => {
      const [file = "", ...args] = recipe.command();
      const started = guarded(file, args, log);
      current = started;
      let failure: Error | undefined;
      const ready = () =>
        recipe.ready().then(
          () => true,
          (error: Error) => {
            failure = error;
            return undefined;
          },
        );
      await eventually(`${engine} is ready`, ready).catch(async (error: Error) => {
        await started.stop("TERM");
        throw new Error(`${error.message}\n${failure?.message}\n${tail(log)}`);
      });
    },
    stop: async () => {
      await current?.stop(recipe.signal);
      current = undefined;
    },
    sql: recipe.sql,
  };
}

export interface Servers {
  of(engine: Engine): Server;
  /** Starts one more, with the same authority and password: what a standby is to the first one. */
  another(engine: Engine): Promise<Server>;
  dispose(): Promise<void>;
}

/** Starts servers with a certificate authority of their own, in a temporary folder. */
export async function startServers(engines: readonly Engine[]): Promise<Servers> {
  const folder = await mkdtemp(join(tmpdir(), "space-sst-servers-"));
  const own = (path: string) => {
    if (identity.uid !== undefined) chownSync(path, identity.uid, identity.gid);
  };
  chmodSync(folder, 0o755);
  const all: Server[] = [];
  const dispose = async () => {
    await Promise.all(all.map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
  };
  let tls: Certificates | undefined;
  const begin = async (engine: Engine, password = secret()): Promise<Server> => {
    if (tls === undefined) {
      tls = await makeCertificates(join(folder, "tls"));
      own(tls.key);
    }
    const place: Place = { folder: join(folder, `${engine}-${all.length}`), port: await freePort(), password, tls };
    await mkdir(place.folder);
    own(place.folder);
    const recipe = RECIPES[engine](place);
    await recipe.prepare();
    const server = serve(engine, recipe, place);
    all.push(server);
    await server.start();
    return server;
  };
  const of = (engine: Engine) => {
    const server = all.find((one) => one.engine === engine);
    if (server === undefined) throw new Error(`${engine} was not started`);
    return server;
  };
  try {
    for (const engine of engines) await begin(engine);
  } catch (error) {
    await dispose();
    throw error;
  }
  return { of, another: (engine) => begin(engine, of(engine).password), dispose };
}
