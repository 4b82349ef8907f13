import type { Blueprint } from "../../answers/normalise.ts";
import { repeatCommand } from "../../questions/repeat.ts";
import { sh } from "../../render/encode.ts";
import { typed, typedAgain } from "../../system/typed.ts";
import type { Session } from "../session.ts";

/** The command that gives this repo again, by the way in that was taken. */
export function repeatOf({ root, args: [folder] }: Session, blueprint: Blueprint): string {
  return repeatCommand(blueprint, folder === undefined ? typed("", root) : `${typedAgain("")} ${sh(folder)}`);
}
