import { urlVariable } from "../../answers/names.ts";
import { toBlueprint } from "../../answers/parse.ts";
import { seldomMeant } from "../../answers/seldom.ts";
import { UsageError } from "../../errors.ts";
import { askService } from "../../questions/ask-service.ts";
import { lacking, withDetected } from "../../questions/detect.ts";
import type { Document } from "../../questions/document.ts";
import { callers, withCallers } from "../../questions/prompts/calls.ts";
import { viewOf } from "../../repo/changes.ts";
import { addItem, items } from "../../repo/edit/add.ts";
import { firstStage, secretNeeds } from "../../repo/needs.ts";
import { editing, givenItem } from "../edit.ts";
import type { Session } from "../session.ts";

/** @throws {UsageError} where the folder has no such code */
function checkFolder(root: string, { source, directory, kind }: Document): void {
  const message = source === "existing" && directory !== undefined ? lacking(root, directory, kind) : null;
  if (message !== null) throw new UsageError([{ path: "--directory", message }], "the flags");
}

/** `--database reports --database-engine mysql` makes a new one. */
function withNewStores({ options }: Session, document: Document, given: Document): Document {
  const stores = [
    ["database", "databases"],
    ["cache", "caches"],
  ] as const;
  return stores.reduce((grown, [key, list]) => {
    const engine = options[`${key}-engine`];
    if (engine === undefined) return grown;
    if (given[key] == null)
      throw new UsageError(
        [{ path: `--${key}-engine`, message: `needs --${key}: the name of the new ${key}` }],
        "the flags",
      );
    return addItem(grown, list, { name: given[key], engine });
  }, document);
}

/**
 * `--callers api,worker` names who calls it.
 * @throws {UsageError} where one of them is not there
 */
function withGivenCallers(session: Session, document: Document, name: unknown): Document {
  const given = session.text("callers");
  if (given === undefined) return document;
  const [wanted, able] = [given.split(","), callers(document)];
  const problems = wanted
    .filter((one) => !able.includes(one))
    .map((one) => ({ path: "--callers", message: `no service "${one}" can call it: there are ${able.join(", ")}` }));
  if (problems.length > 0) throw new UsageError(problems, "the flags");
  return withCallers(document, name, wanted);
}

/** Where nobody can be asked, only the name has no default. */
function complete(document: Document, given: Document): Document {
  if (given.name === undefined)
    throw new UsageError(
      [{ path: "name", message: `is required: the name of the service` }],
      "the command line: nobody can be asked here",
    );
  return addItem(document, "services", given);
}

/** Adds a service to a repo. */
export const begin = editing(async (session, { document }) => {
  const typed = await givenItem(session, document, "services");
  checkFolder(session.root, typed);
  const given = withDetected(session.root, typed);
  const withStores = withNewStores(session, document, given);
  const called = session.text("callers") !== undefined;
  const asked = session.interactive
    ? await askService(session, withStores, given, called)
    : complete(withStores, given);
  const answers = withGivenCallers(session, asked, items(asked, "services").at(-1)?.name);
  const name = String(items(answers, "services").at(-1)?.name);
  const blueprint = toBlueprint(answers);
  const view = viewOf(blueprint);
  const needed = secretNeeds(view, [name], firstStage(view)?.stage ?? "dev");
  const notes = needed.map(({ what, how }) => `A deploy needs ${what}, in each stage: ${how}`);
  const added = blueprint.services.filter((service) => service.name === name);
  const told = blueprint.services
    .filter(({ calls }) => calls.includes(name))
    .map((caller) => `${caller.name} is given ${urlVariable(name)}; its code is yours, and does not use it yet.`);
  return { blueprint, notes: [...notes, ...told, ...seldomMeant({ services: added })] };
});
