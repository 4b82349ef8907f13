import { toBlueprint } from "../../lib/answers/parse.ts";
import { toView, type View } from "../../lib/answers/view.ts";

/** The view of a document of answers. @param generator where a repo has this package from: by itself one that no registry has */
export const viewOf = (answers: Record<string, unknown>, generator = "0.0.0"): View =>
  toView(toBlueprint({ project: "acme", ...answers }), { repeat: "npx space-sst --yes", generator });
