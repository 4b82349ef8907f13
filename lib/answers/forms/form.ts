/**
 * A form reads what people write of one kind of value, and gives it as it is stored. A value that is valid comes back as it
 * is, and so does what is no such value at all: the schema refuses that, with the form that would do.
 */
export type Form = (given: unknown) => unknown;

/** What can be read in more than one way is for a person to decide. */
export class Unclear {
  readonly meanings: readonly string[];

  constructor(meanings: readonly string[]) {
    this.meanings = meanings;
  }
}

/** A form of texts. */
export const text =
  (read: (trimmed: string) => unknown): Form =>
  (given) =>
    typeof given === "string" ? read(given.trim()) : given;

export const trimmed: Form = text((given) => given);

/** Numbers are written as texts in flags, and as numbers in files. */
export const written = (read: (trimmed: string) => unknown): Form => {
  const ofText = text(read);
  return (given) => {
    if (typeof given !== "number") return ofText(given);
    const found = ofText(String(given));
    return found === String(given) ? given : found;
  };
};

/** A list of values: in one text, they have commas or spaces between them. */
export const list =
  (item: Form): Form =>
  (given) => {
    const items = typeof given === "string" ? given.split(/[\s,]+/).filter((one) => one !== "") : given;
    return Array.isArray(items) ? items.map(item) : given;
  };
