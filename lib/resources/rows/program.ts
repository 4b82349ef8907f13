import type { Rows } from "../row.ts";

/** Parts of the program itself. Read in hashicorp/terraform-provider-random, version 3: resource_id.go, resource_password.go. */
export const program = {
  "random:index/randomId:RandomId": { bill: "free", holds: null, replacedBy: ["byteLength", "prefix", "keepers"] },
  "random:index/randomPassword:RandomPassword": {
    bill: "free",
    holds: null,
    replacedBy: [
      "length",
      "special",
      "upper",
      "lower",
      "number",
      "numeric",
      "overrideSpecial",
      "keepers",
      "minLower",
      "minUpper",
      "minNumeric",
      "minSpecial",
    ],
  },
} as const satisfies Rows;
