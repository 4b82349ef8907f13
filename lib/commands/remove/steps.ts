import { urlVariable } from "../../answers/names.ts";
import { toBlueprint } from "../../answers/parse.ts";
import type { ClientView } from "../../answers/view.ts";
import type { StoreKind } from "../../answers/vocabulary.ts";
import { UsageError } from "../../errors.ts";
import { render } from "../../render/render.ts";
import { viewOf } from "../../repo/changes.ts";
import { items } from "../../repo/edit/add.ts";
import { removalNotes } from "../../repo/edit/client-removal.ts";
import { type CodeRemoval, removeCode } from "../../repo/edit/code.ts";
import { consequences } from "../../repo/edit/consequences.ts";
import { REMOVABLE, type Removable, type Removal, removeItem } from "../../repo/edit/remove.ts";
import type { StoredRepo } from "../../repo/edit/stored.ts";
import { oneOf, words } from "../choose.ts";
import { editing } from "../edit.ts";
import { acceptConsequences } from "../losses.ts";
import type { Session } from "../session.ts";

/** What stands in AWS is not forgotten without somebody saying so; where AWS says that nothing does, nobody is asked. */
async function checkGone(session: Session, client: ClientView, project: string): Promise<void> {
  const { standingStages, whyGone } = await import("../../deploy/standing.ts");
  const standing = await session.terminal.step(`Ask AWS about ${client.name}`, () => standingStages(client, project));
  if (standing.known && standing.stages.length === 0) return;
  const why = whyGone(client, standing);
  if (standing.known || !session.interactive)
    throw new UsageError([{ path: "--stage-gone", message: `is needed: ${why}` }], "the command line");
  session.terminal.print(`${session.terminal.paint("red", "Its stages:")} ${why}.`);
  await session.goOn("Are they gone?", false);
}

/** The code of a service, where it was rendered. */
async function codeOf(
  session: Session,
  { blueprint }: StoredRepo,
  what: Removable,
  name: string,
): Promise<CodeRemoval> {
  const service = what === "service" ? blueprint.services.find((one) => one.name === name) : undefined;
  if (service?.directory == null || service.source === "existing") return { changes: [], kept: [] };
  return removeCode(session.root, service.directory, render(viewOf(blueprint)), session.flag("delete-code"));
}

/** The database that a service leaves standing, with what it has there; null where it has none, or all of it goes. */
function leftIn({ blueprint }: StoredRepo, what: Removable, name: string, { lost }: Removal): string | null {
  const { database = null } = blueprint.services.find((one) => what === "service" && one.name === name) ?? {};
  return lost.some((store) => store.what === "database" && store.name === database) ? null : database;
}

const SNAPSHOT =
  'its data. Take a snapshot first if you may need it. Production refuses until you let go: RUNBOOK.md, "Remove something". There it';

/** What a deploy takes away with a store, and what is left of it in production. */
const LOSS: Record<StoreKind, string> = {
  database: `${SNAPSHOT} then stays, with its backups`,
  cache: `${SNAPSHOT} leaves a snapshot`,
  bucket: 'its files. In production it stays, with them: RUNBOOK.md, "Remove something"',
};

/** What those lack that used it, and what their code does all the same. */
function lackOf({ blueprint }: StoredRepo, what: Removable, name: string): string {
  if (what !== "service") return `lost its ${what}: its code still asks for it`;
  const { kind } = blueprint.services.find((one) => one.name === name) ?? {};
  return kind === "worker"
    ? "may give it no jobs any more: the code still does"
    : `may not call it any more: the code still asks for ${urlVariable(name)}`;
}

function notes(repo: StoredRepo, what: Removable, name: string, removal: Removal, { kept }: CodeRemoval): string[] {
  const { lost, without } = removal;
  const left = leftIn(repo, what, name, removal);
  return [
    ...(kept.length > 0
      ? [
          `services/${name} stays: you have edited ${kept.length} of its files. --delete-code deletes it, or do it yourself.`,
        ]
      : []),
    ...(without.length > 0 ? [`${without.join(", ")} ${lackOf(repo, what, name)}, and needs your edit.`] : []),
    ...lost.map((store) => `The next deploy deletes the ${store.what} "${store.name}" and ${LOSS[store.what]}.`),
    ...(what === "service"
      ? [
          "The next deploy of each stage deletes the service's tasks, the way to it, its roles, its images and its secret.",
        ]
      : []),
    ...(left === null
      ? []
      : [
          `Its logical database and its role stay in the database "${left}": RUNBOOK.md, "Remove something", drops them.`,
        ]),
  ];
}

/** Takes a service, a database, a cache, a bucket or a client out of a repo. */
export const begin = editing(async (session, repo) => {
  const kinds = words(Object.keys(REMOVABLE));
  const kind = {
    path: "what",
    given: session.args[0],
    message: "Remove what?",
    choices: kinds,
    what: "things to remove",
  };
  const what = (await oneOf(session, kind)) as Removable;
  const names = words(items(repo.document, REMOVABLE[what]).map(({ name }) => String(name)));
  const one = { path: "name", given: undefined, message: `Which ${what}?`, choices: names, what: REMOVABLE[what] };
  const name = session.args[1] ?? (await oneOf(session, one));
  const removal = removeItem(repo.document, what, name);
  const blueprint = toBlueprint(removal.document);

  const before = viewOf(repo.blueprint);
  const client = what === "client" ? before.clients.find((candidate) => candidate.name === name) : undefined;
  if (client === undefined) await acceptConsequences(session, consequences(repo.blueprint, blueprint));
  // Of a client, AWS is asked whether anything stands there.
  else if (!session.flag("dry-run") && !session.flag("stage-gone")) await checkGone(session, client, before.project);
  const code = await codeOf(session, repo, what, name);
  return {
    blueprint,
    more: code.changes,
    notes: client === undefined ? notes(repo, what, name, removal, code) : removalNotes(client, before),
  };
});
