import { stageName } from "../answers/names.ts";
import { SETTINGS } from "../answers/settings.ts";
import type { Environment } from "../answers/vocabulary.ts";
import { type Asker, askItem, confirm, contextOf } from "./ask.ts";
import { type Document, setPath } from "./document.ts";
import { CLIENT_PROMPTS } from "./prompts/client.ts";
import { ownSizes, sizePrompts, sizesInWords } from "./prompts/sizes.ts";

/** Asks about a client that joins a repo: its stages' sizes too, each with the project's as default. */
export async function askClient(conversation: Asker, document: Document, given: Document): Promise<Document> {
  let client = await askItem(conversation, CLIENT_PROMPTS, document, "clients", given);
  if (given.sizes !== undefined) return client;
  for (const environment of client.stages as Environment[]) {
    const stage = stageName(environment, String(client.name));
    const context = contextOf(conversation, document, client);
    const words = sizesInWords(SETTINGS[environment], context);
    const message = `Has ${stage} the project's sizes (${words})?`;
    if (await confirm(conversation.ask, `sizes-${environment}`, message, true)) continue;
    const answers = await askItem({ ...conversation }, sizePrompts(environment), document, "clients");
    client = setPath(client, `sizes.${environment}`, ownSizes(environment, answers));
  }
  return client;
}
