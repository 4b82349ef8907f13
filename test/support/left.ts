/** What nobody has caught, while a service is tried in the process of the tests. */
export interface Left {
  /** What was left to the process, and heard by a listener of the service: such promises are what it has one for. */
  heard: unknown[];
  /** What would have been the end of a process of its own. */
  deadly: unknown[];
  /** Gives the events back to the test run, and takes them from the service. */
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
  for (const event of EVENTS)
    process.on(event, (error: unknown) => {
      const isAlone = process.listenerCount(event) === 1;
      (isAlone ? deadly : heard).push(error);
    });
  return {
    heard,
    deadly,
    stop: () => {
      for (const [index, event] of EVENTS.entries()) {
        process.removeAllListeners(event);
        for (const listener of own[index] ?? []) process.on(event, listener);
      }
    },
  };
}
