import { PRESETS } from "../../lib/answers/presets.ts";
import { describeServices } from "../support/boot/suite.ts";

/** The services of the preset that most repos begin with. */
describeServices("saas", { project: "acme", ...PRESETS.saas?.answers });
