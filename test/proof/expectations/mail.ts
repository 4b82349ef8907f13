import { type Context, type Expectation, nameOf, object } from "./context.ts";

/** Mail: whose it is, and where what happens to it is told. */

const sends = ({ view, domain }: Context): boolean => view.has.email && domain !== null;

export const mail: Expectation[] = [
  {
    answer: "mail is the stage's domain's, and what comes back comes to a name below it",
    wanted: (context) =>
      sends(context)
        ? { from: [nameOf(context, "@")], back: [`bounce.${nameOf(context, "@")}`] }
        : { from: [], back: [] },
    actual: ({ stack }) => ({
      from: stack.of("aws:sesv2/emailIdentity:EmailIdentity").map(({ inputs }) => inputs.emailIdentity),
      back: stack
        .of("aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes")
        .map(({ inputs }) => inputs.mailFromDomain),
    }),
  },
  {
    answer: "what happens to mail is told on the account's own bus, where rules hear it",
    wanted: (context) => {
      const { region, account } = context.stack.simulation;
      return sends(context) ? [`arn:aws:events:${region}:${account}:event-bus/default`] : [];
    },
    actual: ({ stack }) =>
      stack
        .of("aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination")
        .map(({ inputs }) => object(object(inputs.eventDestination).eventBridgeDestination).eventBusArn),
  },
];
