import { CONTROLS } from "../docs/controls.ts";
import { file, perItem, type Row } from "../types.ts";

/** What a repo proves itself with: the list that is asked, and the few lines that ask it. The rest is this package's. */
export const proof: readonly Row[] = [
  file({ from: "infra/controls.ts", owner: "yours" }),
  file({ from: "infra/waivers.json", owner: "yours" }),
  file({ from: "infra/infra.test.ts.ejs", to: (_, { layout }) => layout.proof }),
  file({ from: "policy/PulumiPolicy.yaml" }),
  file({ from: "policy/index.cjs" }),
  file({ from: "policy/package.json.ejs" }),
  perItem({
    from: "CONTROLS.md.ejs",
    to: "CONTROLS.md",
    each: () => [{ id: "controls", text: CONTROLS }],
  }),
];
