import { isIP, isIPv4 } from "node:net";
import { type Stage, stageNamed } from "../../answers/stages.ts";
import type { View } from "../../answers/view.ts";
import { failureLine } from "../../deploy/doctor/lines.ts";
import { watchDoctor } from "../../deploy/doctor/watch.ts";
import { Failure, UsageError } from "../../errors.ts";
import { interruptible } from "../../system/interruptible.ts";
import { repoOf } from "../repo.ts";
import { inSteps } from "../steps.ts";

const isServer = (server: string): boolean =>
  isIP(server) > 0 || isIPv4(server.replace(/:\d+$/, "")) || /^\[[0-9a-f:]+\](:\d+)?$/i.test(server);

/**
 * `1.1.1.1,[::1]:5353` as a list.
 * @throws {UsageError}
 */
function readServers(text: string): string[] {
  const servers = text.split(",");
  const wrong = servers.filter((server) => !isServer(server));
  if (wrong.length === 0) return servers;
  const message = (server: string) => `"${server}" is no address such as 1.1.1.1 or 127.0.0.1:5353`;
  throw new UsageError(
    wrong.map((server) => ({ path: "--dns", message: message(server) })),
    "the flags",
  );
}

interface Subject {
  view: View;
  stage: Stage | null;
  nameServers?: string[];
}

/** Says whether a stage can be deployed from here. Asks nothing: without a stage, it looks at what needs none. */
export const begin = inSteps<Subject, Subject, void>({
  validate(session) {
    const view = repoOf(session);
    const [given] = session.args;
    const dns = session.text("dns");
    return {
      view,
      stage: given === undefined ? null : stageNamed(view, given),
      ...(dns === undefined ? {} : { nameServers: readServers(dns) }),
    };
  },

  ask: (_, subject) => subject,

  execute(session, subject) {
    const { terminal, root } = session;
    const look = async (signal: AbortSignal) => {
      const report = await watchDoctor(terminal, { root, ...subject, signal });
      if (session.flag("json")) terminal.document(report);
      if (report.counts.failed > 0) throw new Failure(failureLine(report));
    };
    return interruptible(look, { message: "Stopped." });
  },

  recommend: () => undefined,
});
