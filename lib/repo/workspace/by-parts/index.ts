import { isDeepStrictEqual } from "node:util";
import { withoutMark } from "../../../system/mark.ts";
import { isCrlfCheckout, withLineEndings } from "../text.ts";
import { mergeJson } from "./json.ts";
import { mergeLines } from "./lines.ts";

/**
 * Files that are merged by what they consist of, where their text is not: keys of package.json, lines of .gitignore. So
 * is a file that was there before the generator came, of which there is no base.
 */

export interface Parts {
  contents: Buffer;
  /** What both sides want to be something else, and is as the owner has it. */
  clashes: string[];
}

type Merged = Omit<Parts, "contents"> & { text: string };
type Merge = (yours: string, base: string | undefined, next: string) => Merged | Promise<Merged>;

/** What a package.json that was there does not say is meant: it may be published, and its code may be CommonJS. */
const UNSAID = { private: true, type: "module" };

const indentOf = (text: string): string => /^[\t ]+(?=")/m.exec(text)?.[0] ?? "  ";

const manifest: Merge = (yours, base, next) => {
  const merged = mergeJson(JSON.parse(yours), base === undefined ? UNSAID : JSON.parse(base), JSON.parse(next));
  return { text: `${JSON.stringify(merged.value, null, indentOf(yours))}\n`, clashes: merged.clashes };
};

/** Rules for all files of a repo are for who begins it. */
const lines =
  (unsaid = ""): Merge =>
  (yours, base, next) => ({ text: mergeLines(yours, base ?? unsaid, next), clashes: [] });

/** Keys of YAML; comments stay, but for those inside a list that changes. What reads YAML is loaded for it alone. */
const yaml: Merge = async (yours, base, next) => {
  const { parse, parseDocument } = await import("../../../questions/yaml.ts");
  const document = parseDocument(yours);
  const before = document.toJS() ?? {};
  const { value, clashes } = mergeJson(before, base === undefined ? undefined : parse(base), parse(next));
  for (const [key, one] of Object.entries(value as object))
    if (!isDeepStrictEqual(one, before[key])) document.set(key, one);
  return { text: document.toString(), clashes };
};

const MERGES: Readonly<Record<string, Merge>> = {
  "package.json": manifest,
  "pnpm-workspace.yaml": yaml,
  ".dockerignore": lines(),
  ".gitignore": lines(),
  ".gitattributes": lines("* text=auto eol=lf"),
};

export const isMergedByParts = (path: string): boolean => Object.hasOwn(MERGES, path);

/**
 * A file merged by its parts; null where it is of another kind, or cannot be read as its own.
 * @param base undefined where the generator has not written it before
 */
export async function mergeParts(
  path: string,
  yours: Buffer,
  base: Buffer | undefined,
  next: Buffer,
): Promise<Parts | null> {
  const merge = MERGES[path];
  if (merge === undefined) return null;
  try {
    const [own, before, after] = [yours, base, next].map((one) => one && withoutMark(one.toString("utf8")));
    const { text, clashes } = await merge(own ?? "", before, after ?? "");
    const contents = Buffer.from(text);
    return { contents: isCrlfCheckout(yours, next) ? withLineEndings(contents, yours) : contents, clashes };
  } catch {
    return null;
  }
}
