import { objects } from "../../../lib/proof/simulate/stack.ts";
import type { PlainObject } from "../../../lib/proof/simulate/types.ts";
import { type Context, type Expectation, object } from "./context.ts";

/** What the web firewall does with what it finds, and how it is counted. */

const firewalls = ({ stack }: Context) => stack.of("aws:wafv2/webAcl:WebAcl");
const rulesOf = (context: Context): PlainObject[] => firewalls(context).flatMap(({ inputs }) => objects(inputs.rules));

/** Of a rule, what is done; of a group of rules of AWS, whether its own actions count. */
const doneBy = ({ action, overrideAction }: PlainObject): string =>
  Object.keys(object(action ?? overrideAction)).join() || "nothing";

export const firewall: Expectation[] = [
  {
    answer: "what no rule is about passes, and each rule does what the environment is set to",
    wanted: (context) => {
      const [ofAws, own] = context.production ? ["none", "block"] : ["count", "count"];
      return firewalls(context).map(({ inputs }) => ({
        default: "allow",
        rules: objects(inputs.rules).map(({ statement }) => ("rateBasedStatement" in object(statement) ? own : ofAws)),
      }));
    },
    actual: (context) =>
      firewalls(context).map(({ inputs }) => ({
        default: Object.keys(object(inputs.defaultAction)).join(),
        rules: objects(inputs.rules).map(doneBy),
      })),
  },
  {
    answer: "a rule of AWS is the one that it is called by, and each is counted by its name",
    wanted: () => [],
    actual: (context) =>
      rulesOf(context)
        .filter(({ name = null, overrideAction, statement, visibilityConfig }) => {
          const ofAws = object(object(statement).managedRuleGroupStatement);
          const isOther = overrideAction !== undefined && (ofAws.name !== name || ofAws.vendorName !== "AWS");
          return isOther || object(visibilityConfig).metricName !== name;
        })
        .map(({ name }) => name ?? null),
  },
  {
    answer: "what is left to pass of a group is still counted",
    wanted: () => [],
    actual: (context) =>
      rulesOf(context)
        .map(({ statement }) => object(object(statement).managedRuleGroupStatement))
        .flatMap(({ ruleActionOverrides }) => objects(ruleActionOverrides))
        .filter(({ actionToUse }) => Object.keys(object(actionToUse)).join() !== "count")
        .map(({ name }) => name ?? null),
  },
  {
    answer: "the stage's own calls are no busy visitor, where they come from the addresses of its NAT gateways",
    wanted: (context) => ownAddresses(context),
    actual: (context) => {
      const [limit] = rulesOf(context).filter(({ statement }) => "rateBasedStatement" in object(statement));
      const [set] = context.stack.of("aws:wafv2/ipSet:IpSet");
      const isNamed = JSON.stringify(limit ?? {}).includes(`"ipSetReferenceStatement":{"arn":"${set?.outputs.arn}"}`);
      return isNamed ? (set?.inputs.addresses ?? null) : null;
    },
  },
];

const ownAddresses = (context: Context): string[] | null =>
  context.production && firewalls(context).length > 0
    ? context.stack.of("aws:ec2/natGateway:NatGateway").map(({ outputs }) => `${outputs.publicIp}/32`)
    : null;
