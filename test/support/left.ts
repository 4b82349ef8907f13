/** What nobody has caught, while a service is tried in the process of the tests. */
export interface Left {
  /** What was left to the process, and heard by a listener of the service: such promises are what it has one for. */
  heard: unknown[];
  /** What would have been the end of a process of its own: no listener of the service has it, or one that exits. */
  deadly: unknown[];
  /** Forgets all that was left, and the listeners of the service: its modules, loaded anew, listen anew. */
  reset(): void;
  /** Gives the process back to the test run, and takes it from the service. */
  stop(): void;
}

const EVENTS = ["unhandledRejection", "uncaughtException"] as const;
type Listener = (...args: unknown[]) => void;

/** Keeps from the test run what a process would be told: it would fail by what the service hears, too. */
export function hearLeft(): Left {
  const heard: unknown[] = [];
  const deadly: unknown[] = [];
  const own = EVENTS.map((event) => process.listeners(event as "uncaughtException") as Listener[]);
  for (const event of EVENTS) process.removeAllListeners(event);
  // It is told before those who listen. A promise that nobody hears becomes one, where nobody listens to promises.
  const monitor = (error: unknown) => {
    const isHeard = process.listenerCount("uncaughtException") > 0;
    (isHeard ? heard : deadly).push(error);
    if (!isHeard) process.once("uncaughtException", () => {});
  };
  process.on("uncaughtExceptionMonitor", monitor);
  const exit = process.exit;
  process.exit = (() => void deadly.push(heard.pop())) as never;
  return {
    heard,
    deadly,
    reset: () => {
      heard.length = 0;
      deadly.length = 0;
      for (const event of EVENTS) process.removeAllListeners(event);
    },
    stop: () => {
      process.exit = exit;
      process.off("uncaughtExceptionMonitor", monitor);
      for (const [index, event] of EVENTS.entries()) {
        process.removeAllListeners(event);
        for (const listener of own[index] ?? []) process.on(event, listener);
      }
    },
  };
}
