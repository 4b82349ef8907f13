import { describeServices } from "../support/boot/suite.ts";
import { NPM_VARIANTS } from "../support/boot/variants.ts";

describeServices("npm", NPM_VARIANTS);
