import { toBlueprint } from "../../lib/answers/parse.ts";
import { toView, type View } from "../../lib/answers/view.ts";

/** The view of a document of answers. */
export const viewOf = (answers: Record<string, unknown>): View =>
  toView(toBlueprint({ project: "acme", ...answers }), { repeat: "npx space-sst --yes", generator: "0.0.0" });
