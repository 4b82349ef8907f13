import { controlsDocument } from "../../proof/controls/document.ts";
import { standard } from "../../proof/controls/list.ts";

/** CONTROLS.md, which no answer changes: the build writes it down, and the controls themselves stay out of a kickoff. */
export const CONTROLS: string = controlsDocument(standard);
