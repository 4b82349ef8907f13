import { isIP, isIPv4 } from "node:net";
import type { BaseFeatures } from "yeoman-generator";
import { InvalidAnswers } from "../../lib/blueprint/problems.ts";
import { doctor } from "../../lib/cli/commands/doctor.ts";
import { Failure } from "../../lib/cli/failure.ts";
import { Stopped } from "../../lib/cli/stopped.ts";
import { doctor as examine } from "../../lib/doctor/doctor.ts";
import { checkLines, countLine, failureLine } from "../../lib/doctor/lines.ts";
import { storedRepo } from "../../lib/edit/stored.ts";
import { type Stage, stageNamed } from "../../lib/render/stages.ts";
import type { View } from "../../lib/render/view.ts";
import { viewOf } from "../../lib/repo/changes.ts";
import { SpaceGenerator, type SpaceOptions } from "../base.ts";

const TICK_MS = 250;

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
    const stop = new AbortController();
    const onInterrupt = () => stop.abort();
    process.once("SIGINT", onInterrupt);
    const started = Date.now();
    let now = "";
    const show = () => {
      const seconds = Math.round((Date.now() - started) / 1000);
      this.terminal.live(this.terminal.paint("dim", `${now}${seconds < 2 ? "" : ` ${seconds} s`}`));
    };
    const clock = setInterval(show, TICK_MS);
    try {
      const report = await examine({
        root: this.root,
        view: this.#view,
        stage: this.#stage,
        signal: stop.signal,
        ...(this.#nameServers === undefined ? {} : { nameServers: this.#nameServers }),
        onProgress: (done, all, waiting) => {
          now = `${done} of ${all} checks, waiting for ${waiting.slice(0, 3).join(", ")} …`;
          show();
        },
      });
      clearInterval(clock);
      this.terminal.live("");
      if (this.flag("json")) this.terminal.document(report);
      for (const line of checkLines(report.checks, this.terminal)) this.terminal.print(line);
      this.terminal.print();
      this.terminal.print(countLine(report));
      if (report.counts.failed > 0) throw new Failure(failureLine(report));
    } catch (error) {
      throw stop.signal.aborted ? new Stopped("Stopped.") : error;
    } finally {
      clearInterval(clock);
      process.removeListener("SIGINT", onInterrupt);
    }
  }
}

/** `1.1.1.1,[::1]:5353` as a list. */
function readServers(text: string): string[] {
  const servers = text.split(",");
  const isServer = (server: string) =>
    isIP(server) > 0 || isIPv4(server.replace(/:\d+$/, "")) || /^\[[0-9a-f:]+\](:\d+)?$/i.test(server);
  const wrong = servers.filter((server) => !isServer(server));
  if (wrong.length > 0)
    throw new InvalidAnswers(
      wrong.map((server) => ({
        path: "--dns",
        message: `"${server}" is no address such as 1.1.1.1 or 127.0.0.1:5353`,
      })),
      "the flags",
    );
  return servers;
}
