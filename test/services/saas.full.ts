import { PRESETS } from "../../lib/blueprint/presets.ts";
import { describeServices } from "../support/boot/suite.ts";

/** The services of the preset that most repos begin with. */
describeServices("saas", { project: "acme", ...PRESETS.saas?.answers });
