import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { dockerfileFolders } from "../../../answers/stages.ts";
import { baseOf, endingIn } from "../../../proof/controls/bases.ts";
import { typed } from "../../../system/typed.ts";
import { type Check, ok, warning } from "../types.ts";

/** What the repo's images are made from. Nobody is told when Debian or Node stop to mend what a Dockerfile names. */
export const baseImages: Check = {
  id: "base-images",
  title: "Base images",
  when: ({ view }) => dockerfileFolders(view).length > 0,
  run: async ({ root, view }) => {
    const texts = await Promise.all(
      dockerfileFolders(view).map((folder) => readFile(join(root, folder, "Dockerfile"), "utf8").catch(() => "")),
    );
    const bases = [...new Set(texts.flatMap((text) => baseOf(text) ?? []))].sort();
    const ending = bases.flatMap(endingIn);
    return ending.length === 0
      ? ok(bases.join(", "))
      : warning(
          ending.join("; "),
          `name a newer one in FROM of the Dockerfile; ${typed("upgrade", root)} does it for those of the generator`,
        );
  },
};
