import { startScript } from "../../system/run.ts";
import { type LanguageRequest, languageSdk } from "../providers/language-sdk.ts";

/**
 * The language host, for an engine that was installed without one: it starts the program of a stack with the SDK's own
 * `cmd/run`, as pulumi-language-nodejs does.
 */

/** The program has said itself what is wrong. */
const SAID = 32;

function environmentOf(request: LanguageRequest): NodeJS.ProcessEnv {
  const config: Record<string, string> = {};
  request.getConfigMap().forEach((value, key) => {
    const [namespace, ...name] = key.split(":");
    config[`${namespace}:config:${name.join(":")}`] = value;
  });
  return {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    PULUMI_NODEJS_TYPESCRIPT: "true",
  };
}

function wordsOf(request: LanguageRequest, engine: string): string[] {
  const info = request.getInfo();
  const flags = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info.getRootDirectory(),
    stack: request.getStack(),
    pwd: info.getProgramDirectory(),
    parallel: String(request.getParallel()),
  };
  const words = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  return [...words, ...(request.getDryrun() ? ["--dry-run"] : []), info.getEntryPoint(), ...request.getArgsList()];
}

/** @param words what the engine starts a language host with: its own address is among them */
export function languageHost(words: readonly string[], version: string): void {
  const sdk = languageSdk(process.env.SPACE_SST_REHEARSAL_PLATFORM ?? "");
  let engine = words.find((word) => /:\d+$/.test(word)) ?? "";
  sdk.serve(version, {
    onEngine: (address) => {
      engine = address || engine;
    },
    run: (request) =>
      new Promise((resolve) => {
        const child = startScript(sdk.runner, wordsOf(request, engine), environmentOf(request));
        process.on("exit", () => child.kill("SIGKILL"));
        child.on("close", (code, signal) =>
          resolve({
            bail: code === SAID,
            error: code === SAID || code === 0 ? "" : `the program exited with ${code ?? signal}`,
          }),
        );
      }),
  });
}
