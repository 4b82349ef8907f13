import { toDocument } from "../../answers/document.ts";
import type { Blueprint } from "../../answers/normalise.ts";
import { toBlueprint } from "../../answers/parse.ts";
import { Failure } from "../../errors.ts";
import type { Document } from "../../questions/document.ts";
import { STORE_FILE, storedAnswers } from "../../questions/store.ts";
import { typedAgain } from "../../system/typed.ts";

/** The repo that a command works on. */
export interface StoredRepo {
  stored: Document;
  blueprint: Blueprint;
  /** Its answers, complete: what an edit begins with. */
  document: Document;
}

/**
 * @throws {Failure} where the folder is no repo of this generator
 * @throws {UsageError} where its answers are not valid
 */
export function storedRepo(root: string): StoredRepo {
  const stored = storedAnswers(root);
  if (stored === null)
    throw new Failure(`${root} is not a repo of space-sst: go to one, or begin one with \`${typedAgain("kickoff")}\``);
  const blueprint = toBlueprint(stored, STORE_FILE);
  return { stored, blueprint, document: toDocument(blueprint) as Document };
}
