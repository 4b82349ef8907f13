/** Checked against hashicorp/terraform-provider-random, version 3: resource_id.go, resource_password.go. */
export const RANDOM: Readonly<Record<string, readonly string[]>> = {
  "random:index/randomId:RandomId": ["byteLength", "prefix", "keepers"],
  "random:index/randomPassword:RandomPassword": [
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
};
