import { join, relative } from "node:path";
import type { Blueprint } from "../../answers/normalise.ts";
import { STORE_FILE } from "../../questions/files.ts";
import { repeatCommand } from "../../questions/repeat.ts";
import { sh } from "../../render/encode.ts";
import { typed, typedAgain } from "../../system/typed.ts";
import type { Session } from "../session.ts";

/** This command, by the way in that was taken. */
const thisCommand = ({ root, args: [folder] }: Session): string =>
  folder === undefined ? typed("", root) : `${typedAgain("")} ${sh(folder)}`;

/** The command that gives this repo again. */
export const repeatOf = (session: Session, blueprint: Blueprint): string =>
  repeatCommand(blueprint, thisCommand(session), { file: relative(process.cwd(), join(session.root, STORE_FILE)) });

/** The command that has these answers, and asks for the rest. */
export const goOnOf = (session: Session, blueprint: Blueprint): string =>
  repeatCommand(blueprint, thisCommand(session), { asks: true });
