import { inStoredForm } from "../answers/forms/read.ts";
import type { Blueprint } from "../answers/normalise.ts";
import type { Document } from "../questions/document.ts";
import type { ListName } from "../questions/fields.ts";
import { itemFromFlags } from "../questions/flags.ts";
import { readAnswers } from "../questions/sources.ts";
import { type PlanRepoOptions, viewOf } from "../repo/changes.ts";
import { addItem } from "../repo/edit/add.ts";
import { type StoredRepo, storedRepo } from "../repo/edit/stored.ts";
import { stepsFor } from "../repo/steps.ts";
import { editSummary } from "../repo/summary.ts";
import { checkRenderedByThis } from "../repo/version.ts";
import type { Change } from "../repo/workspace/index.ts";
import { conclude, costs, decided, type Goal, installs, plannedChanges, runSteps, write } from "./repo.ts";
import type { Session } from "./session.ts";
import { type Begin, inSteps } from "./steps.ts";
import { sayUnderstood } from "./understood.ts";

/** A command that edits the answers of a repo that is there. What the edit is, is all that such commands differ in. */

/** What an edit has made of the answers. */
export interface Edited {
  blueprint: Blueprint;
  /** Changes that only this edit makes, beside those of the answers. */
  more?: readonly Change[];
  /** How the changes are planned. */
  plan?: PlanRepoOptions;
  /** What the user should know or do before the next deploy. */
  notes?: readonly string[];
  /** The command that deploys the edit first; else that of the project's first stage. */
  next?: string;
}

export type Edit = (session: Session, repo: StoredRepo) => Promise<Edited>;

interface Decided extends Edited, Goal {
  changes: readonly Change[];
}

/** What is given of an item that is there, or is to be: its name, then flags over `--answers`. */
export async function saidOf(session: Session, list: ListName): Promise<Document> {
  const file = session.text("answers");
  const answers = file === undefined ? {} : await readAnswers(file, session.cwd);
  const [first] = session.args;
  const name = first === undefined ? {} : { name: first };
  const given = { ...answers, ...name, ...itemFromFlags(list, session.options) };
  const { document: read, understood } = inStoredForm({ [list]: [given] });
  sayUnderstood(session, understood);
  return (read[list] as [Document])[0];
}

/** What is given of an item that is to be. */
export async function givenItem(session: Session, document: Document, list: ListName): Promise<Document> {
  const item = await saidOf(session, list);
  // A name that is taken is said before anything is asked.
  if ("name" in item) addItem(document, list, item);
  return item;
}

/** Somebody is asked before anything is written, and has read what to know by then. */
const isAsked = (session: Session): boolean => session.interactive && !session.flag("dry-run");

/** What somebody reads before they say yes. */
function* beforehand(session: Session, { blueprint, notes = [] }: Edited): Iterable<string> {
  for (const note of notes) yield `${session.terminal.paint("yellow", "!")} ${note}`;
  yield* costs(session, blueprint);
}

export const editing = (edit: Edit): Begin =>
  inSteps<StoredRepo, Decided, Decided>({
    async validate({ root }) {
      const repo = storedRepo(root);
      await checkRenderedByThis(root, repo.stored);
      return repo;
    },
    async ask(session, repo) {
      const edited = await edit(session, repo);
      const goal = { stored: repo.stored, blueprint: edited.blueprint };
      const planned = await plannedChanges(session, goal, { more: edited.more ?? [], plan: edited.plan ?? {} });
      const lines = beforehand(session, edited);
      return { ...edited, ...goal, changes: await decided(session, planned, goal, { lines }) };
    },
    async execute(session, edited) {
      await write(session, edited.changes);
      // A service that comes or goes changes which packages there are.
      const manifest = edited.changes.some(
        ({ path, action }) => path.endsWith("package.json") && action !== "unchanged",
      );
      const install = manifest && installs(session);
      await runSteps(session, stepsFor(viewOf(edited.blueprint), { git: false, install }));
      return edited;
    },
    recommend(session, { blueprint, changes, notes: known = [], next }) {
      const notes = isAsked(session) ? [] : known;
      const view = viewOf(blueprint);
      const { terminal } = session;
      const deploys = next ?? `${view.pm.run} deploy:${view.environments[0]}`;
      conclude(session, {
        blueprint,
        changes,
        summary: (folder) => editSummary({ view, changes, folder, terminal, notes, next: deploys }),
      });
    },
  });
