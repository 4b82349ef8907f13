import { describeServices } from "../support/boot/suite.ts";
import { PNPM_VARIANTS } from "../support/boot/variants.ts";

describeServices("pnpm", PNPM_VARIANTS);
