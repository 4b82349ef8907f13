const time = Date.UTC(2030, 0, 1);

class FixedDate extends Date {
  constructor(...args: []) {
    // The types know one signature only; all of them are passed on.
    super(...((args.length === 0 ? [time] : args) as [number]));
  }
  static override now(): number {
    return time;
  }
}

export interface Clock {
  globals: { Date: DateConstructor; setTimeout: typeof setTimeout; clearTimeout: typeof clearTimeout };
  /** How many timers of the program have still to fire. */
  pending(): number;
}

/** The clock of a program: what it makes must not depend on the day on which it runs, and its timers are waited for. */
export function createClock(): Clock {
  const timers = new Set<unknown>();
  const set = (work: (...args: unknown[]) => void, delay?: number, ...args: unknown[]) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work(...args);
    }, delay);
    timers.add(timer);
    return timer;
  };
  const clear = (timer: NodeJS.Timeout) => {
    timers.delete(timer);
    clearTimeout(timer);
  };
  return {
    globals: {
      Date: FixedDate as unknown as DateConstructor,
      setTimeout: set as typeof setTimeout,
      clearTimeout: clear as typeof clearTimeout,
    },
    pending: () => timers.size,
  };
}
