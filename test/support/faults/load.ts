import { setTimeout as delay } from "node:timers/promises";

/** One request, or one job. */
export interface Attempt {
  /** Milliseconds since the load began. */
  at: number;
  ms: number;
  ok: boolean;
  /** What was wrong, in a word. */
  why: string;
}

/** Asks again and again, at a steady pace, whether the answers come or not. */
export class Load {
  readonly attempts: Attempt[] = [];
  readonly #pending = new Set<Promise<void>>();
  readonly #began = performance.now();
  #going = true;
  readonly #loop: Promise<void>;

  constructor(perSecond: number, ask: (index: number) => Promise<string>) {
    this.#loop = this.#run(perSecond, ask);
  }

  get now(): number {
    return performance.now() - this.#began;
  }

  async #run(perSecond: number, ask: (index: number) => Promise<string>): Promise<void> {
    for (let index = 0; this.#going; index += 1) {
      const at = this.now;
      const one = ask(index)
        .catch((error: unknown) => String((error as { code?: string }).code ?? error))
        .then((why) => {
          this.attempts.push({ at, ms: this.now - at, ok: why === "", why });
          this.#pending.delete(one);
        });
      this.#pending.add(one);
      await delay(1000 / perSecond);
    }
  }

  async stop(): Promise<void> {
    this.#going = false;
    await this.#loop;
    await Promise.all(this.#pending);
  }

  /** What a stretch of time looked like to whoever asked. */
  between(from: number, to: number): Figures {
    const all = this.attempts.filter(({ at }) => at >= from && at < to);
    const failed = all.filter(({ ok }) => !ok);
    const last = Math.max(from, ...failed.map(({ at, ms }) => at + ms));
    const sorted = all.map(({ ms }) => ms).sort((a, b) => a - b);
    return {
      asked: all.length,
      failed: failed.length,
      slowestMs: Math.round(sorted.at(-1) ?? 0),
      healedMs: Math.round(last - from),
      why: [...new Set(failed.map(({ why }) => why))],
    };
  }
}

export interface Figures {
  asked: number;
  failed: number;
  slowestMs: number;
  /** From the beginning of the stretch until the last failure was known. */
  healedMs: number;
  why: string[];
}
