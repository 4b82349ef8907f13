import type { Plain, PlainObject } from "../../../lib/proof/simulate/types.ts";
import { make, of, type Part, policy, type Rows } from "./make.ts";

const unwanted = ["BOUNCE", "COMPLAINT"];
const heard: PlainObject = {
  configurationSetName: "mail",
  reputationOptions: { reputationMetricsEnabled: true },
  suppressionOptions: { suppressedReasons: unwanted },
};
const set = (inputs: PlainObject = {}) => make("aws:sesv2/configurationSet:ConfigurationSet")({ ...heard, ...inputs });
const tells = (matchingEventTypes: string[], inputs: PlainObject = {}): Part =>
  make("aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination")({
    configurationSetName: "mail",
    eventDestination: { enabled: true, matchingEventTypes },
    ...inputs,
  });
const alarm = (metricName: string, configurationSet = "mail"): Part =>
  make("aws:cloudwatch/metricAlarm:MetricAlarm")({
    namespace: "AWS/SES",
    metricName: `Reputation.${metricName}`,
    dimensions: { "ses:configuration-set": configurationSet },
  });
const bounces = alarm("BounceRate");
const complaints = alarm("ComplaintRate");

const role = (Action: Plain, Resource: Plain, more: PlainObject = {}): PlainObject => ({
  inlinePolicies: [{ policy: policy({ Action, Resource, ...more }) }],
});
const from = { Condition: { StringEquals: { "ses:FromAddress": "noreply@acme.com" } } };

export const emailRows: Rows = {
  "SES.3": of(
    "aws:sesv2/configurationSet:ConfigurationSet",
    [{ deliveryOptions: { tlsPolicy: "REQUIRE" } }],
    [{}, { deliveryOptions: { tlsPolicy: "OPTIONAL" } }],
  ),
  "OWN.mail-signed": of("aws:sesv2/emailIdentity:EmailIdentity", [{ configurationSetName: "mail" }], [{}]),
  "OWN.mail-heard": {
    good: [
      [set(), tells(unwanted)],
      [set(), tells(["BOUNCE"]), tells(["COMPLAINT"])],
    ],
    bad: [
      [set()],
      [set(), tells(["BOUNCE"])],
      [set(), tells(unwanted, { eventDestination: { enabled: false, matchingEventTypes: unwanted } })],
      [set(), tells(unwanted, { configurationSetName: "other" })],
      [set({ reputationOptions: { reputationMetricsEnabled: false } }), tells(unwanted)],
      [set({ suppressionOptions: { suppressedReasons: ["BOUNCE"] } }), tells(unwanted)],
    ],
  },
  "OWN.mail-reputation": {
    good: [[set(), bounces, complaints]],
    bad: [
      [set(), bounces],
      [set(), complaints],
      [set(), alarm("BounceRate", "other"), complaints],
    ],
  },
  "OWN.mail-sender": of(
    "aws:iam/role:Role",
    [role("ses:SendEmail", "arn:aws:ses:us-east-1:1:identity/acme.com", from), role("s3:GetObject", "*")],
    [
      role("ses:SendEmail", "*", from),
      role("ses:SendEmail", "arn:aws:ses:us-east-1:1:identity/acme.com"),
      role(["ses:SendRawEmail", "s3:GetObject"], "arn:aws:ses:us-east-1:1:identity/acme.com"),
    ],
  ),
};
