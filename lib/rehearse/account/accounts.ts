import { Account } from "./account.ts";
import type { Fault } from "./faults.ts";

/** The AWS accounts of a rehearsal. Whoever asks with the access key of one is in it. */
export class Accounts {
  /** The one that is meant where nobody says which. */
  readonly main: Account;
  readonly #all = new Map<string, Account>();

  constructor(id: string, faults: readonly Fault[] = []) {
    this.main = new Account(id, faults);
    this.#all.set(id, this.main);
  }

  /** An account that nobody has asked for yet is empty. */
  of(id: string): Account {
    const found = this.#all.get(id) ?? new Account(id);
    this.#all.set(id, found);
    return found;
  }

  withKey(key: string): Account {
    const [, id] = KEY.exec(key) ?? [];
    return id === undefined ? this.main : this.of(id);
  }
}

const KEY = /^AKIA(\d{12})$/;

/** The access key with which somebody is in an account. */
export const keyOf = (account: string): string => `AKIA${account}`;
