import type { View } from "../../answers/view.ts";
import { forward } from "../../aws/session/forward.ts";
import type { Deployed } from "../../deploy/deployed.ts";
import { clientOf } from "../../deploy/tunnel/client.ts";
import { type Access, accessOf, type Store, storesOf } from "../../deploy/tunnel/store.ts";
import { Failure, UsageError } from "../../errors.ts";
import { interruptible } from "../../system/interruptible.ts";
import { attend } from "../../system/run.ts";
import { typed } from "../../system/typed.ts";
import { confirmProduction } from "../consent.ts";
import { lookForAwake } from "../deployed.ts";
import { labelledOne } from "../labelled.ts";
import { checkedNumber, numberOf } from "../numbers.ts";
import { repoOf } from "../repo.ts";
import type { Session } from "../session.ts";
import { stageOf } from "../stage-of.ts";
import { inSteps } from "../steps.ts";

interface Valid {
  view: View;
  stores: Store[];
  /** Null for that of the client. */
  port: number | null;
}

interface Asked {
  deployed: Deployed;
  store: Store;
  access: Access;
  port: number;
}

/** The exit status of the program at the end; null where there was none. */
type Done = { status: number | null };

/** How to use the tunnel, for who sits before it. */
function* usage(session: Session, { deployed, store, access, port }: Asked): Iterable<string> {
  const client = clientOf(access);
  const ready = typed(
    `tunnel ${deployed.stage.stage} ${store.label} -- ${client.words(port, access).join(" ")}`,
    session.root,
  );
  yield "";
  yield `127.0.0.1:${port} leads to the ${store.label} of ${deployed.stage.stage} until Ctrl-C. Use TLS, without a check of the host's name.`;
  if (access.user !== "") yield `  user      ${access.user}`;
  if (access.database !== "") yield `  database  ${access.database}`;
  yield `  password  in Secrets Manager, ${access.secret}`;
  yield `The next time without typing it: ${ready}`;
}

async function use(session: Session, asked: Asked, signal: AbortSignal): Promise<Done> {
  const people = session.terminal.aside;
  const { deployed, access, port } = asked;
  const { host, port: remote } = access;
  const opened = await people.step("Opening the tunnel", () =>
    forward(deployed.aws, { instance: deployed.tunnel as string, host, port: remote, localPort: port }),
  );
  try {
    const [program, ...args] = session.rest;
    if (program !== undefined) {
      const env = clientOf(access).env(opened.localPort, access);
      return { status: await Promise.race([attend(program, args, { cwd: session.cwd, env }), opened.ended]) };
    }
    const { user, database, secret } = access;
    if (session.flag("json"))
      session.terminal.document({ host: "127.0.0.1", port: opened.localPort, user, database, secret });
    for (const line of usage(session, { ...asked, port: opened.localPort })) people.print(line);
    const stopped = new Promise<void>((done) => signal.addEventListener("abort", () => done(), { once: true }));
    await Promise.race([stopped, opened.ended]);
    return { status: null };
  } finally {
    await opened.close();
  }
}

/** Opens the way to a stage's database or cache. */
export const begin = inSteps<Valid, Asked, Done>({
  validate(session) {
    session.stoppingMeans("Stopped. Nothing was opened.");
    const port = numberOf(session, "port", { otherwise: 0, what: "a port from 1 to 65535", least: 1, most: 65_535 });
    const view = repoOf(session);
    return { view, stores: storesOf(view), port: session.text("port") === undefined ? null : checkedNumber(port) };
  },

  async ask(session, { view, stores, port }) {
    const stage = await stageOf(session, view, session.args[0], "A tunnel into which stage?");
    const store = await labelledOne(session, stores, { path: "store", message: "A tunnel to what?", what: "stores" });
    const service = session.text("as") ?? store.services[0] ?? "";
    if (!store.services.includes(service)) {
      const message = `"${service}" does not use the ${store.label}: ${store.services.join(", ") || "no service does"}`;
      throw new UsageError([{ path: "--as", message }], "the command line");
    }
    const deployed = await lookForAwake(session, session.terminal.aside, view, stage);
    if (deployed.tunnel === null)
      throw new Failure(
        `${stage.stage} has no tunnel: set \`tunnel: true\` for ${stage.environment} in infra/stage.ts, and deploy it`,
      );
    await confirmProduction(session, stage, "open a tunnel into");
    const own = await accessOf(deployed, store, service);
    const access = { ...own, host: session.text("host") ?? own.host };
    return { deployed, store, access, port: port ?? clientOf(access).port };
  },

  execute: (session, asked) =>
    interruptible((signal) => use(session, asked, signal), { also: ["SIGTERM"], message: "Stopped." }),

  recommend(_, { status }) {
    if (status !== null && status !== 0)
      throw new Failure(`the program at the end of the tunnel ended with status ${status}`, { status });
  },
});
