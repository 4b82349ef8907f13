import { copiesAbroad } from "../../answers/jurisdictions.ts";
import { toBlueprint } from "../../answers/parse.ts";
import { stageNames } from "../../answers/stages.ts";
import { askClient } from "../../questions/ask-client.ts";
import { sizesFromFlags } from "../../questions/client-sizes.ts";
import { type Document, mergeDocuments } from "../../questions/document.ts";
import { viewOf } from "../../repo/changes.ts";
import { addItem } from "../../repo/edit/add.ts";
import { clientProblems } from "../../repo/edit/client.ts";
import { editing, givenItem } from "../edit.ts";

/** Adds a client to a repo. */
export const begin = editing(async (session, { document }) => {
  const sizes = sizesFromFlags(session.options.size);
  const given = mergeDocuments(await givenItem(session, document, "clients"), sizes);
  const item = session.interactive ? await askClient(session, document, given) : given;
  clientProblems(document, item);
  const blueprint = toBlueprint(addItem(document, "clients", item as Document));
  const made = blueprint.clients.filter(({ name }) => name === String(item.name));
  return {
    blueprint,
    notes: made.flatMap((client) => [
      `${stageNames(client).join(" and ")} deploy into account ${client.account} in ${client.region}, and into no other: sign in to it first, such as with AWS_PROFILE=${client.name}.`,
      ...copiesAbroad({ region: client.region, backup: null, clients: [client] }),
      `Its addresses are 10.${client.network}.0.0/16, which no other client has.`,
    ]),
    next: made
      .map((client) => `AWS_PROFILE=${client.name} ${viewOf(blueprint).cli} deploy ${stageNames(client)[0]}`)
      .join(),
  };
});
