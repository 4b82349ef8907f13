import { randomBytes } from "node:crypto";
import type { PlainObject } from "../../proof/simulate/types.ts";
import { type Fault, Faults } from "./faults.ts";
import type { Living } from "./living.ts";
import { refusedCreation, refusedDeletion, refusedUpdate } from "./refusals.ts";

export type Operation = "create" | "update" | "delete";

/** What an engine asked a provider to do, and how that went. */
export interface Call {
  operation: Operation;
  urn: string;
  /** Inputs that the engine was told differ: why it changes or replaces. */
  inputs: readonly string[];
  /** Milliseconds since the rehearsal was opened. */
  began: number;
  ended: number | null;
  /** Why it was refused, in AWS's words; null where it was done. */
  failed: string | null;
}

/** An AWS account in memory: what lives in it, what is stored in it, and what was asked of it. */
export class Account {
  readonly id: string;
  readonly calls: Call[] = [];
  readonly faults: Faults;
  /** Objects of all buckets, by `bucket/key`. */
  readonly objects = new Map<string, Buffer>();
  readonly buckets = new Set<string>();
  /** Parameters of SSM, by region and name. */
  readonly parameters = new Map<string, string>();
  /** Domains that have a hosted zone. */
  readonly zones = new Set<string>();
  /** Tags of images that were pushed: repositories are immutable. */
  readonly pushed = new Set<string>();
  onCall: (call: Call) => void = () => undefined;
  /** What the last comparison of a resource found. */
  readonly differences = new Map<string, readonly string[]>();
  readonly #living = new Map<string, Living>();
  readonly #revisions = new Map<string, number>();
  readonly #opened = Date.now();

  constructor(id: string, faults: readonly Fault[] = []) {
    this.id = id;
    this.faults = new Faults(faults);
  }

  living(): Living[] {
    return [...this.#living.values()];
  }

  find(type: string, id: string): Living | undefined {
    return this.#living.get(`${type}|${id}`);
  }

  /** @throws {Error} where AWS would not have it: another one has its name */
  admit(type: string, inputs: PlainObject, region: string): void {
    const refused = refusedCreation({ type, inputs, region }, this.living());
    if (refused !== null) throw new Error(refused);
  }

  /** @throws {Error} where AWS would not change it */
  amend(type: string, before: PlainObject, after: PlainObject): void {
    const refused = refusedUpdate(type, before, after);
    if (refused !== null) throw new Error(refused);
  }

  bear(thing: Living): void {
    this.#living.set(`${thing.type}|${thing.id}`, thing);
  }

  /** @throws {Error} where AWS would not let it go */
  bury(type: string, id: string, state: PlainObject): void {
    const refused = refusedDeletion({ type, id, state }, this.living());
    if (refused !== null) throw new Error(refused);
    this.#living.delete(`${type}|${id}`);
    const snapshot = snapshotOf(type, state);
    if (snapshot !== null)
      this.bear({ type: SNAPSHOT, id: snapshot, urn: "", region: "", inputs: { name: snapshot }, outputs: {} });
  }

  /** AWS counts the revisions of a task definition's family, and forgets none. */
  nextRevision(family: string): number {
    const revision = (this.#revisions.get(family) ?? 0) + 1;
    this.#revisions.set(family, revision);
    return revision;
  }

  /** @throws {Error} where a tag is taken: no two builds are the same bytes, so ECR refuses the second */
  push(tags: readonly string[]): void {
    for (const tag of tags) {
      if (this.pushed.has(tag)) {
        const [, repository, name] = /^[^/]*\/?(.+):([^:]+)$/.exec(tag) ?? [];
        throw new Error(
          `failed to push ${tag}: tag invalid: The image tag '${name}' already exists in the '${repository}' repository and cannot be overwritten because the repository is immutable.`,
        );
      }
      this.pushed.add(tag);
    }
  }

  /** Carries an operation out and keeps a record of it. */
  async call<T>(operation: Operation, urn: string, work: () => Promise<T>): Promise<T> {
    const inputs = operation === "delete" ? [] : (this.differences.get(urn) ?? []);
    const call: Call = { operation, urn, inputs, began: this.#now(), ended: null, failed: null };
    this.calls.push(call);
    this.onCall(call);
    try {
      return await work();
    } catch (error) {
      call.failed = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      call.ended = this.#now();
      this.onCall(call);
    }
  }

  #now(): number {
    return Date.now() - this.#opened;
  }
}

export const SNAPSHOT = "snapshot";

/** What is different each time that it is made. */
export const nonce = (): string => randomBytes(8).toString("hex");

/** The name of the snapshot that a database or cache leaves behind; null where it leaves none. */
function snapshotOf(type: string, state: PlainObject): string | null {
  if (!/^aws:(rds\/(instance|cluster)|elasticache\/replicationGroup):/.test(type)) return null;
  const name = state.skipFinalSnapshot === true ? undefined : state.finalSnapshotIdentifier;
  return typeof name === "string" && name !== "" ? name : null;
}
