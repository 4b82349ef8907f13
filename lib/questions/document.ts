/** Documents of answers as plain data: paths into them and one laid over another. */

export type Document = Record<string, unknown>;

export const isObject = (value: unknown): value is Document =>
  value !== null && typeof value === "object" && !Array.isArray(value);

export const getPath = (document: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), document);

/** A copy of the document with a value at a path; objects on the way are made, and null gives way to one. */
export function setPath(document: Document, path: string, value: unknown): Document {
  const [key = "", ...rest] = path.split(".");
  if (rest.length === 0) return { ...document, [key]: value };
  const inner = document[key];
  return { ...document, [key]: setPath(isObject(inner) ? inner : {}, rest.join("."), value) };
}

const isNamed = (value: unknown): value is Document & { name: unknown } => isObject(value) && "name" in value;
const isNamedList = (value: unknown): value is (Document & { name: unknown })[] =>
  Array.isArray(value) && value.length > 0 && value.every(isNamed);

/** Items of the same name are laid over each other, new ones follow. */
function mergeLists(under: (Document & { name: unknown })[], over: (Document & { name: unknown })[]): Document[] {
  const names = new Set(under.map(({ name }) => name));
  const merged = under.map((item) =>
    over.filter(({ name }) => name === item.name).reduce<Document>(mergeDocuments, item),
  );
  return [...merged, ...over.filter(({ name }) => !names.has(name))];
}

/** `over` laid over `under`: objects key by key, lists of named items by name, everything else replaced. */
export function mergeDocuments(under: Document, over: Document): Document {
  const merged: Document = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    if (isObject(value) && isObject(below)) merged[key] = mergeDocuments(below, value);
    else if (isNamedList(value) && isNamedList(below)) merged[key] = mergeLists(below, value);
    else merged[key] = value;
  }
  return merged;
}
