import type { Resource } from "../../../../lib/proof/simulate/types.ts";
import { type Figure, of } from "./figure.ts";

/** Who is told of what, and with which words. */

const budget = "aws:budgets/budget:Budget";
const settings = "aws:sesv2/configurationSet:ConfigurationSet";
const events = "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination";
const filter = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const isErrors = ({ name }: Resource) => name.endsWith("Errors");
const isGuard = ({ name }: Resource) => name === "CronGuardRule";

export const telling: readonly Figure[] = [
  ...of(budget, "people hear soon enough to do something about it, and when it has happened", {
    budgetType: "COST",
    timeUnit: "MONTHLY",
    limitUnit: "USD",
    "notifications.notificationType": ["FORECASTED", "ACTUAL", "ACTUAL"],
    "notifications.threshold": [100, 80, 100],
    "notifications.thresholdType": "PERCENTAGE",
    "notifications.comparisonOperator": "GREATER_THAN",
  }),
  ...of(settings, "mail is not read on its way, and who did not want it gets no more", {
    "deliveryOptions.tlsPolicy": "REQUIRE",
    "reputationOptions.reputationMetricsEnabled": true,
    "sendingOptions.sendingEnabled": true,
    "suppressionOptions.suppressedReasons": ["BOUNCE", "COMPLAINT"],
  }),
  ...of(events, "what comes back, and what is called spam, is told", {
    "eventDestination.enabled": true,
    "eventDestination.matchingEventTypes": ["BOUNCE", "COMPLAINT"],
  }),
  ...of("aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes", "mail goes out before DNS knows", {
    behaviorOnMxFailure: "USE_DEFAULT_VALUE",
  }),
  ...of(
    filter,
    "an error is one",
    { "metricTransformation.unit": "Count", "metricTransformation.value": "1" },
    isErrors,
  ),
  ...of(
    "aws:cloudwatch/eventRule:EventRule",
    "a run is ended five minutes late at most",
    {
      scheduleExpression: "rate(5 minutes)",
    },
    isGuard,
  ),
  ...of("aws:ec2/flowLog:FlowLog", "what was let in is no news", { trafficType: "REJECT" }),
  ...of(
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
    "whatever is asked for in Slack, it can only read",
    {
      guardrailPolicyArns: "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess",
    },
  ),
];
