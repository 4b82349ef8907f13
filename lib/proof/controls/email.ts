import { allowing, ownPolicies, rolePolicies, roles } from "../judges/policies.ts";
import { type Stack, texts } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { get, handles, isSet, isTrue, unless } from "./look.ts";

const sets = "aws:sesv2/configurationSet:ConfigurationSet";
const fix = "keep infra/email.ts";
/** What SES must say of mail that was not wanted, or not taken. */
const UNWANTED = ["BOUNCE", "COMPLAINT"];
const RATES = ["Reputation.BounceRate", "Reputation.ComplaintRate"];

/** The name by which others know a configuration set. */
const nameOf = ({ inputs, outputs }: Resource) => inputs.configurationSetName ?? outputs.configurationSetName ?? "";

/** The events that leave a configuration set. */
const eventsOf = (set: Resource, stack: Stack): string[] =>
  stack
    .of("aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination")
    .filter(({ inputs }) => [nameOf(set), ...handles(set)].includes(inputs.configurationSetName ?? ""))
    .filter(({ inputs }) => isTrue(get(inputs, "eventDestination.enabled")))
    .flatMap(({ inputs }) => texts(get(inputs, "eventDestination.matchingEventTypes")));

const watches =
  (set: Resource, metricName: string) =>
  ({ inputs }: Resource): boolean =>
    inputs.namespace === "AWS/SES" &&
    inputs.metricName === metricName &&
    get(inputs.dimensions, "ses:configuration-set") === nameOf(set);

/** Mail. */
export const emailControls: Control[] = [
  {
    id: "SES.3",
    title: "mail goes over TLS, or not at all",
    why: "a link in it to a new password is read by whoever carries it in the clear",
    fix,
    severity: "mandatory",
    when: "always",
    of: [sets],
    problem: unless(
      "deliveryOptions.tlsPolicy",
      (policy) => policy === "REQUIRE",
      "it sends in the clear where asked to",
    ),
  },
  {
    id: "OWN.mail-signed",
    title: "mail that names no settings has those of the stage",
    why: "it would go without TLS, and nobody would count what comes back",
    fix,
    severity: "mandatory",
    when: "always",
    of: ["aws:sesv2/emailIdentity:EmailIdentity"],
    problem: unless("configurationSetName", isSet, "it has no configuration set"),
  },
  {
    id: "OWN.mail-heard",
    title: "bounces and complaints are told, counted, and sent nothing more",
    why: "AWS stops the mail of an account that goes on writing to mailboxes that are not there",
    fix,
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: [sets],
    problem: (set, stack) => [
      ...(isTrue(get(set.inputs, "reputationOptions.reputationMetricsEnabled")) ? [] : ["nothing counts them"]),
      ...UNWANTED.filter(
        (reason) => !texts(get(set.inputs, "suppressionOptions.suppressedReasons")).includes(reason),
      ).map((reason) => `whoever is a ${reason.toLowerCase()} is written to again`),
      ...UNWANTED.filter((event) => !eventsOf(set, stack).includes(event)).map(
        (event) => `nobody is told of a ${event.toLowerCase()}`,
      ),
    ],
  },
  {
    id: "OWN.mail-reputation",
    title: "somebody hears of bounces and complaints before AWS reviews the account",
    why: "from 5 % of bounces and 0.1 % of complaints on it may stop all mail of the account",
    fix,
    severity: "mandatory",
    when: "production",
    scope: "stage",
    of: [sets],
    problem: (set, stack) =>
      RATES.filter((metric) => !stack.of("aws:cloudwatch/metricAlarm:MetricAlarm").some(watches(set, metric))).map(
        (metric) => `no alarm looks at ${metric}`,
      ),
  },
  {
    id: "OWN.mail-sender",
    title: "who may send mail may do so from one address",
    why: "a service that is broken into would else write in the name of everybody in the company",
    fix: "let it by mailFrom() of infra/email.ts",
    severity: "mandatory",
    when: "always",
    of: [ownPolicies, roles, rolePolicies],
    problem: (resource) =>
      allowing(resource, /^(ses:(\*|Send.*)|\*)$/)
        .filter(
          ({ resources, conditions }) =>
            resources.includes("*") || conditions.StringEquals?.["ses:FromAddress"] === undefined,
        )
        .map(() => "it may send from any address"),
  },
];
