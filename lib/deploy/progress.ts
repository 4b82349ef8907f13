import { isLocal } from "../resources/layers.ts";
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

const DONE: Record<Operation, string> = {
  create: "created",
  replace: "replaced",
  update: "updated",
  delete: "deleted",
  import: "imported",
  refresh: "refreshed",
};

/** What a run ends with: so many resources in the account as the program has them, or gone from it. */
export interface Goal {
  as: "made" | "gone";
  resources: number;
}

export interface ProgressOptions {
  /** Keys of resources that stay in the account: SST says of them, too, that they are deleted. */
  kept?: ReadonlySet<string> | undefined;
  /** Null where nobody knows. */
  goal?: Goal | null | undefined;
}

/**
 * What came of the resources of one name and type, which may be several: the screen does not tell them apart. One that was made
 * and one that was deleted in one run are one that was replaced.
 */
function outcomes(operations: readonly Operation[]): [string, number][] {
  const count = (operation: Operation) => operations.filter((one) => one === operation).length;
  const both = Math.min(count("create"), count("delete"));
  const moved: Partial<Record<Operation, number>> = { create: -both, delete: -both, replace: both };
  return Object.entries(DONE).map(([operation, word]) => [
    word,
    count(operation as Operation) + (moved[operation as Operation] ?? 0),
  ]);
}

/** More than these in the making are counted only. */
const MOST_SHOWN = 5;

export class Progress {
  readonly started: number;
  /** What was done, by name and type of the resource. */
  readonly #done = new Map<string, Operation[]>();
  readonly #pending = new Map<string, Pending>();
  readonly #kept: ReadonlySet<string>;
  readonly #goal: Goal | null;
  #settled = 0;
  #errors = 0;

  /** @param now moment in milliseconds, as for all below */
  constructor(now: number, { kept = new Set(), goal = null }: ProgressOptions = {}) {
    this.started = now;
    this.#kept = kept;
    this.#goal = goal;
  }

  take(event: SstEvent, now: number): void {
    if (event.type === "started") this.#pending.set(keyOf(event.resource), { operation: event.operation, since: now });
    else if (event.type === "done") {
      this.#pending.delete(keyOf(event.resource));
      const key = keyOf(event.resource);
      if (!isLocal(event.resource.type)) this.#done.set(key, [...(this.#done.get(key) ?? []), event.operation]);
    } else if (event.type === "settled") {
      if (event.as === this.#goal?.as && !isLocal(event.resource.type)) this.#settled += 1;
    } else if (event.type === "error") {
      this.#errors += 1;
      if (event.error.resource !== null) this.#pending.delete(keyOf(event.error.resource));
    }
  }

  /** `38 created, 2 updated`; nothing where nothing has changed. */
  #counts(): string {
    const counts = new Map<string, number>();
    for (const [key, operations] of this.#done) {
      const came: [string, number][] = this.#kept.has(key) ? [["kept", operations.length]] : outcomes(operations);
      for (const [word, count] of came) if (count > 0) counts.set(word, (counts.get(word) ?? 0) + count);
    }
    const done = [...counts].map(([word, count]) => `${count} ${word}`);
    const failed = this.#errors === 0 ? [] : [`${this.#errors} failed`];
    return [...done, ...failed].join(", ");
  }

  /**
   * `61 of 92 done (2 updated)`: most resources of a stage that stands stay as they are. Without a goal, and where the engine's log
   * is not to be had, what has changed.
   */
  far(): string {
    const counts = this.#counts();
    if (this.#goal === null || this.#settled === 0) return counts || "nothing yet";
    return `${this.#settled} of ${this.#goal.resources} done${counts === "" ? "" : ` (${counts})`}`;
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
    return `${seconds(now - this.started)}: ${this.far()}`;
  }

  /** All of it in one line, for logs. */
  line(now: number): string {
    const making = this.making(now);
    return `${this.end(now)}${making.length === 0 ? "" : `; ${making.join("; ")}`}`;
  }
}
