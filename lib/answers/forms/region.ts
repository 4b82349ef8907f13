import { jurisdictionOf } from "../jurisdictions.ts";
import { REGION_NAMES, REGIONS, type Region } from "../vocabulary.ts";
import { type Form, text, Unclear } from "./form.ts";

const plain = (words: string): string =>
  words
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/^the /, "")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();

/** Ways to say a region, the most exact first: its id, a zone of it, its city, the beginning of its id, its country. */
const WAYS: readonly ((region: Region, said: string) => boolean)[] = [
  (region, said) => plain(region) === said,
  (region, said) => new RegExp(`^${plain(region)} ?[a-f]$`).test(said),
  (region, said) => plain(REGION_NAMES[region]) === said || plain(REGION_NAMES[region]) === `n ${said}`,
  // The console's own: Europe (Ireland).
  (region, said) => / /.test(said) && said.endsWith(` ${plain(REGION_NAMES[region])}`),
  (region, said) => said.length > 1 && plain(region).startsWith(`${said} `),
  (region, said) => plain(jurisdictionOf(region)) === said,
];

/** `Ireland`, `EU-WEST-1`, `Europe (Ireland)`, `eu-west-1a` → `eu-west-1`; `Japan` has two. */
export const region: Form = text((given) => {
  if (given in REGION_NAMES) return given;
  const said = plain(given);
  const found = WAYS.map((is) => REGIONS.filter((one) => is(one, said))).find(({ length }) => length > 0) ?? [];
  if (found.length > 1) return new Unclear(found.map((one) => `${one} (${REGION_NAMES[one]})`));
  return found[0] ?? given;
});
