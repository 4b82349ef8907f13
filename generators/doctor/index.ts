import { isIP, isIPv4 } from "node:net";
import type { BaseFeatures } from "yeoman-generator";
import { type Stage, stageNamed } from "../../lib/answers/stages.ts";
import type { View } from "../../lib/answers/view.ts";
import { doctor } from "../../lib/commands/doctor/command.ts";
import { failureLine } from "../../lib/deploy/doctor/lines.ts";
import { watchDoctor } from "../../lib/deploy/doctor/watch.ts";
import { Failure, UsageError } from "../../lib/errors.ts";
import { viewOf } from "../../lib/repo/changes.ts";
import { storedRepo } from "../../lib/repo/edit/stored.ts";
import { interruptible } from "../../lib/system/interruptible.ts";
import { SpaceGenerator, type SpaceOptions } from "../base.ts";

/** `yo space-sst:doctor`: whether a stage can be deployed from here. */
export default class DoctorGenerator extends SpaceGenerator {
  #view!: View;
  #stage: Stage | null = null;
  #nameServers: string[] | undefined;

  constructor(args: string[], options: SpaceOptions, features: BaseFeatures = {}) {
    super(args, options, features, doctor);
  }

  initializing(): void {
    this.checkCommandLine();
    this.#view = viewOf(storedRepo(this.root).blueprint);
    if (this._args[0] !== undefined) this.#stage = stageNamed(this.#view, this._args[0]);
    const { dns } = this.options;
    if (typeof dns === "string") this.#nameServers = readServers(dns);
  }

  async writing(): Promise<void> {
    const look = async (signal: AbortSignal) => {
      const report = await watchDoctor(this.terminal, {
        root: this.root,
        view: this.#view,
        stage: this.#stage,
        signal,
        ...(this.#nameServers === undefined ? {} : { nameServers: this.#nameServers }),
      });
      if (this.flag("json")) this.terminal.document(report);
      if (report.counts.failed > 0) throw new Failure(failureLine(report));
    };
    await interruptible(look, { message: "Stopped." });
  }
}

/** `1.1.1.1,[::1]:5353` as a list. */
function readServers(text: string): string[] {
  const servers = text.split(",");
  const isServer = (server: string) =>
    isIP(server) > 0 || isIPv4(server.replace(/:\d+$/, "")) || /^\[[0-9a-f:]+\](:\d+)?$/i.test(server);
  const wrong = servers.filter((server) => !isServer(server));
  if (wrong.length > 0)
    throw new UsageError(
      wrong.map((server) => ({
        path: "--dns",
        message: `"${server}" is no address such as 1.1.1.1 or 127.0.0.1:5353`,
      })),
      "the flags",
    );
  return servers;
}
