import type { Document } from "../document.ts";
import { servicesOf } from "./calls.ts";
import type { Choice, Prompt } from "./types.ts";

/** The questions about pages that call an API from a browser. Without a domain no page of a stage can. */

export const hasDomain = ({ domain, clients }: Document): boolean =>
  domain != null || (Array.isArray(clients) && clients.length > 0);

const facesPeople = ({ kind }: Document): boolean => kind === "static" || kind === "web";

const isPublicApi = ({ kind = "api", private: inside }: Document): boolean => kind === "api" && inside !== true;

/** Services whose pages run in a browser. */
const pagesOf = (document: Document): string[] =>
  servicesOf(document)
    .filter(facesPeople)
    .map(({ name }) => String(name));

/** Whose pages call an API: of all is the default, and no answer. */
export const PAGES = { all: "all", some: "some", none: "none" } as const;

export const asksPages = (document: Document, item: Document): boolean => hasDomain(document) && isPublicApi(item);

export function pagesQuestion(document: Document) {
  const pages = pagesOf(document);
  const now = pages.length === 0 ? "there are none yet" : `now ${pages.join(", ")}`;
  const choices: Choice[] = [
    { value: PAGES.all, name: "all of this repo", description: `sites and web services, later ones too: ${now}` },
    { value: PAGES.some, name: "some, or those of others", description: "such as https://app.acme.com" },
    { value: PAGES.none, name: "none", description: "apps and servers call it all the same: only browsers ask" },
  ];
  return { name: "services-pages", message: "Whose pages may call it from a browser?", loop: false, choices };
}

export const ORIGINS_PROMPT: Prompt = {
  path: "origins",
  message: "Pages that may call it",
  help: "Names of sites and web services here, and origins of others such as https://app.acme.com, with spaces between them. Never *.",
  initial: ({ document }) => pagesOf(document).join(" ") || undefined,
  check: (value) => (Array.isArray(value) && value.length === 0 ? "name one at least" : null),
};

/** APIs that say whose pages may call them: those of a service that joins may not, until it is named too. */
export const apisThatName = (document: Document, item: Document): string[] =>
  facesPeople(item) && hasDomain(document)
    ? servicesOf(document)
        .filter((service) => isPublicApi(service) && service.origins !== undefined)
        .map(({ name }) => String(name))
    : [];
