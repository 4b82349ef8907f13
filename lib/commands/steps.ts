import type { Session } from "./session.ts";

/** The steps of a command. Each is given what the one before has found out. */
export interface Steps<Valid, Asked, Done> {
  /** Refuses all that can be refused before anything is asked. */
  validate: (session: Session) => Valid | Promise<Valid>;
  /** Asks for what is missing, and for consent. */
  ask: (session: Session, valid: Valid) => Asked | Promise<Asked>;
  /** Does it. */
  execute: (session: Session, asked: Asked) => Done | Promise<Done>;
  /** Says what was done, as lines or as a document, and what comes next. */
  recommend: (session: Session, done: Done) => void | Promise<void>;
}

/** The steps of one run: each waits for those before it, and runs once. */
export type Run = Readonly<Record<keyof Steps<never, never, never>, () => Promise<unknown>>>;

export type Begin = (session: Session) => Run;

function once<T>(find: () => T | Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => {
    found ??= (async () => find())();
    return found;
  };
}

/** Steps as a run that a session begins. Whoever runs it may do so step by step, as Yeoman does, or only ask for the last. */
export const inSteps =
  <Valid, Asked, Done>({ validate, ask, execute, recommend }: Steps<Valid, Asked, Done>): Begin =>
  (session) => {
    const valid = once(() => validate(session));
    const asked = once(async () => ask(session, await valid()));
    const done = once(async () => execute(session, await asked()));
    return {
      validate: valid,
      ask: asked,
      execute: done,
      recommend: once(async () => recommend(session, await done())),
    };
  };
