import { ACCOUNT } from "./checks/account.ts";
import { baseImages } from "./checks/base-images.ts";
import { certificate } from "./checks/certificate.ts";
import { MACHINE, PIPELINE } from "./checks/machine.ts";
import { MAIL } from "./checks/mail.ts";
import { permissions } from "./checks/permissions.ts";
import { QUOTA_CHECKS } from "./checks/quotas.ts";
import { SETTINGS } from "./checks/settings.ts";
import { STATE } from "./checks/state.ts";
import { ZONES } from "./checks/zone.ts";
import type { Check } from "./types.ts";

/** Every check, in the order in which the report lists them; they run side by side. */
export const CHECKS: readonly Check[] = [
  ...MACHINE,
  baseImages,
  ...ACCOUNT,
  ...SETTINGS,
  permissions,
  ...QUOTA_CHECKS,
  ...ZONES,
  certificate,
  ...MAIL,
  ...STATE,
  ...PIPELINE,
];
