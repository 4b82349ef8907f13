/** What goes wrong on purpose: an operation that fails, hangs, takes long, or in the middle of which everything dies. */
export interface Fault {
  /** `created` is after the account has it and before the engine knows. */
  on: "create" | "created" | "update" | "delete";
  /** Part of the resource's logical name or type, or a regular expression between slashes. */
  resource: string;
  do: "fail" | "hang" | "slow" | "kill";
  /** What AWS says, of a fault that fails. */
  message?: string;
  /** Of a slow one; default 5. */
  seconds?: number;
  /** How often; default once. */
  times?: number;
}

interface Waiting {
  end(): void;
}

const DENIED = "AccessDeniedException: the rehearsal was told that this fails";

function matches({ resource }: Fault, urn: string): boolean {
  const [, pattern] = /^\/(.+)\/$/.exec(resource) ?? [];
  return pattern === undefined ? urn.split("::").slice(2).join("::").includes(resource) : new RegExp(pattern).test(urn);
}

export class Faults {
  /** Ends the engine and SST at once, as the machine's own death would. */
  onKill: () => void = () => undefined;
  /** Something hangs: a person would give up now. */
  onHang: () => void = () => undefined;
  readonly #left: { fault: Fault; times: number }[] = [];
  readonly #waiting = new Set<Waiting>();

  constructor(faults: readonly Fault[]) {
    this.add(faults);
  }

  add(faults: readonly Fault[]): void {
    for (const fault of faults) this.#left.push({ fault, times: fault.times ?? 1 });
  }

  /** Whether one is still to come. */
  get pending(): boolean {
    return this.#left.some(({ times }) => times > 0);
  }

  clear(): void {
    this.#left.length = 0;
  }

  /** Plays the fault that is meant for an operation, if there is one. */
  async play(on: Fault["on"], urn: string): Promise<void> {
    const found = this.#left.find(({ fault, times }) => times > 0 && fault.on === on && matches(fault, urn));
    if (found === undefined) return;
    found.times -= 1;
    const { fault } = found;
    if (fault.do === "fail") throw new Error(fault.message ?? DENIED);
    if (fault.do === "slow") return this.#wait((fault.seconds ?? 5) * 1000);
    if (fault.do === "kill") this.onKill();
    else this.onHang();
    await this.#wait(null);
  }

  /** The engine gives up what is under way. */
  cancel(): void {
    for (const waiting of this.#waiting) waiting.end();
  }

  #wait(milliseconds: number | null): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = milliseconds === null ? undefined : setTimeout(() => settle(resolve), milliseconds);
      const waiting = { end: () => settle(() => reject(new Error("operation cancelled"))) };
      const settle = (done: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(waiting);
        done();
      };
      this.#waiting.add(waiting);
    });
  }
}
