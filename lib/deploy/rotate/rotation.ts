import { randomBytes } from "node:crypto";
import type { View } from "../../answers/view.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import type { Deployed } from "../deployed.ts";
import type { Values } from "./secret-version.ts";

/** What all rotations have in common: one credential, those who have it, and how it is changed. */

export interface Context {
  root: string;
  view: View;
  deployed: Deployed;
  terminal: Terminal;
  signal: AbortSignal;
  /** Seconds that new tasks may take to serve, and old ones to end. */
  wait: number;
}

export interface Rotation {
  /** What is rotated, as people call it: `the database login of api`. */
  what: string;
  /** What its new versions are labelled with while it is under way. */
  label: string;
  /** Those whose secret has the credential. */
  services: readonly string[];
  /** Refuses what cannot be rotated, before anything is changed. */
  ready(): Promise<void>;
  /**
   * What takes the place of these values in the secret of a service.
   * @param begun what it was to be, where a rotation was begun and stopped
   */
  next(service: string, now: Values, begun: Values | undefined): Values;
  /** Makes the new one valid, beside the old one. Doing it again changes nothing. */
  open(): Promise<void>;
  /** What the program must know for the next deploy, by the names of SST's secrets. */
  known(next: ReadonlyMap<string, Values>): [name: string, value: string][];
  /** Makes the old one invalid. Doing it again changes nothing. */
  close(): Promise<void>;
}

/** A password that needs no encoding anywhere: 192 bits. */
export const newPassword = (): string => randomBytes(24).toString("hex");

/** A URL with other credentials. */
export const withCredentials = (url: string | undefined, before: string, after: string): string =>
  (url ?? "").replace(`//${before}@`, `//${after}@`);
