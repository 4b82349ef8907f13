// Yours: written once, and never touched again. Every check, plan and deploy asks this list: see CONTROLS.md.
import { type Control, standard } from "generator-space-sst/proof";

/** What must hold in this repo besides. CONTROLS.md shows one. */
const own: Control[] = [];

export default [...standard, ...own];
