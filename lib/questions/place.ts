import { FIELDS, LISTS } from "./fields.ts";

const SPEAKERS = new Map(
  [...FIELDS, ...LISTS.flatMap(({ fields }) => fields)].map(({ path, speaksFor }) => [path, speaksFor]),
);

/** Where a value of a field goes: null goes to the object that the field speaks for. */
export const placeOf = (path: string, value: unknown): string => (value === null ? SPEAKERS.get(path) : null) ?? path;
