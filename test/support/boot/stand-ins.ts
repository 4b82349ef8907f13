import type { Changes } from "./compiled.ts";

/** What says on standard output what a service does and is told, in the place of what does it, or besides. */

const SAY = "const say = (line) => console.log(JSON.stringify(line));\n";
const say = (message: string) => `console.log('{"message":"${message}"}');`;
const pause = (milliseconds: number) => `await new Promise((resolve) => setTimeout(resolve, ${milliseconds}));`;

/** What an owner might have written: a run that takes its time, an answer that does, and what a module of Nest has. */
const SLOW_RUN = `if (process.env.SLOW) ${pause(60_000)}`;
const SLOW_ANSWER = `${say("asked")} ${pause(200)}`;
const BROKEN = "process.env.BROKEN ? JSON.parse(process.env.BROKEN) : null";
const hooked = (source: string) =>
  source.replace(
    /private readonly logger = .*/,
    `$&\n  onModuleDestroy() { ${say("module ended")} }\n  readonly own = ${BROKEN};`,
  );

export const STAND_INS: Changes = {
  "main.ts": (source) => `${source}${say("begun")}\n`,
  "alive.ts": (source) => source.replace('"/tmp/alive"', "String(process.env.ALIVE)"),
  "deadlines.ts": (source) => source.replace(/FOUND_MS = [\d_]+/, "FOUND_MS = Number(process.env.FOUND_MS)"),
  "resources.ts": (source) => source.replace(/close: async \(\) => \{/, `$& ${say("stores closed")}`),
  "trace.ts": (source) => source.replace("let send = async () => {", `$& ${say("traces sent")}`),
  "app.ts": (source) =>
    source.replace('async () => ({ status: "ok" })', `async () => { ${SLOW_ANSWER} return { status: "ok" }; }`),
  "health.controller.ts": (source) => hooked(source).replace("health() {", `async $& ${SLOW_ANSWER}`),
  "task.ts": (source) => source.replace(/async function runTask\(.*\{/, `$& ${SLOW_RUN}`),
  "task.service.ts": (source) => hooked(source).replace(/async run\(.*\{/, `$& ${SLOW_RUN}`),
  "jobs.processor.ts": hooked,
  "take-jobs.ts": () => `${SAY}
    export function takeJobs(_sqs, queue, work, _log) {
      say({ message: "taking", queue });
      // A question to SQS is always under way.
      setInterval(() => {}, 60_000);
      void work.handle({ id: "1", name: "greet", requestId: "r-1", tries: 1 });
      return { isRunning: () => true, close: async () => say({ message: "jobs done" }) };
    }`,
  "poll.ts": () => `${SAY}
    export function poll(run, pauseMs, _log) {
      say({ message: "polling", pauseMs });
      void run().catch((error) => say({ message: error.message }));
      return async () => say({ message: "runs done" });
    }`,
};
