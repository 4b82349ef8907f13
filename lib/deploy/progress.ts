import { seconds } from "../terminal/terminal.ts";
import { keyOf, type Operation, type SstEvent } from "./events.ts";

/** How far a run has come: counts, and what is in the making. */

interface Pending {
  operation: Operation;
  since: number;
}

const DOING: Record<Operation, string> = {
  create: "creating",
  replace: "replacing",
  update: "updating",
  delete: "deleting",
  import: "importing",
  refresh: "refreshing",
};

const DONE: Partial<Record<Operation, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  import: "imported",
  refresh: "refreshed",
};

/** More than these in the making are counted only. */
const MOST_SHOWN = 5;

export class Progress {
  readonly started: number;
  readonly #counts = new Map<Operation, number>();
  readonly #pending = new Map<string, Pending>();
  #errors = 0;

  /** @param now moment in milliseconds, as for all below */
  constructor(now: number) {
    this.started = now;
  }

  take(event: SstEvent, now: number): void {
    if (event.type === "started") this.#pending.set(keyOf(event.resource), { operation: event.operation, since: now });
    else if (event.type === "done") {
      this.#pending.delete(keyOf(event.resource));
      this.#counts.set(event.operation, (this.#counts.get(event.operation) ?? 0) + 1);
    } else if (event.type === "error") {
      this.#errors += 1;
      if (event.error.resource !== null) this.#pending.delete(keyOf(event.error.resource));
    }
  }

  /** `38 created, 2 updated`, or "nothing yet". */
  counts(): string {
    const done = [...this.#counts].map(([operation, count]) => `${count} ${DONE[operation] ?? operation}`);
    const failed = this.#errors === 0 ? [] : [`${this.#errors} failed`];
    return [...done, ...failed].join(", ") || "nothing yet";
  }

  /** The longest first: `creating MainDatabase (aws:rds:Instance), 3 min 2 s`. */
  making(now: number): string[] {
    const all = [...this.#pending].sort(([, a], [, b]) => a.since - b.since);
    const shown = all.slice(0, MOST_SHOWN).map(([key, { operation, since }]) => {
      const [name, type] = key.split(" ");
      return `${DOING[operation]} ${name} (${type}), ${seconds(now - since)}`;
    });
    return all.length > MOST_SHOWN ? [...shown, `and ${all.length - MOST_SHOWN} more`] : shown;
  }

  /** What came of it in the end. */
  end(now: number): string {
    return `${seconds(now - this.started)}: ${this.counts()}`;
  }

  /** All of it in one line, for logs. */
  line(now: number): string {
    const making = this.making(now);
    return `${this.end(now)}${making.length === 0 ? "" : `; ${making.join("; ")}`}`;
  }
}
