import type { Rows } from "../row.ts";

/** Mail. Read in the types of @pulumi/aws 7.20 only: what they say forces a new one. */
export const email = {
  "aws:sesv2/configurationSet:ConfigurationSet": {
    label: "SES configuration set",
    bill: { use: "mail" },
    holds: null,
    replacedBy: ["configurationSetName"],
  },
  "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination": {
    label: "SES event destination",
    bill: "free",
    holds: null,
    replacedBy: ["configurationSetName", "eventDestinationName"],
    controls: ["OWN.mail-heard"],
  },
  "aws:sesv2/emailIdentity:EmailIdentity": {
    label: "SES identity",
    bill: "free",
    holds: null,
    replacedBy: ["emailIdentity"],
  },
  "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes": {
    label: "SES MAIL FROM domain",
    bill: "free",
    holds: null,
    replacedBy: ["emailIdentity"],
    controls: "without it mail comes back to a name of SES: less is trusted, and nothing is lost",
  },
} as const satisfies Rows;
