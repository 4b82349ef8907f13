import type { ServiceName } from "./services.ts";

/** What went wrong between here and AWS, for whoever decides by it. */
export type AwsProblem =
  | "no-credentials"
  | "expired"
  | "invalid-credentials"
  | "denied"
  | "throttled"
  | "network"
  | "timeout"
  | "region"
  | "not-found"
  | "stopped"
  | "other";

export interface Called {
  service: ServiceName;
  operation: string;
  region: string;
  /** The profile that was asked for, if one was. */
  profile: string | undefined;
  /** Milliseconds after which the call was given up, if it was. */
  timeout?: number | undefined;
  /** Default: that of the process. */
  env?: NodeJS.ProcessEnv;
}

export interface Facts extends Called {
  /** `ecs:DescribeServices` */
  action: string;
  /** The error's own words, on one line. */
  text: string;
}

export interface Remedy {
  problem: AwsProblem;
  /** Names of errors, as AWS, the SDK or Node spells them. */
  names?: RegExp;
  /** Looked for in the error's words; where a row has both, both have to fit. */
  words?: RegExp;
  say(facts: Facts): string;
}

/** Where the credentials come from, in the order in which the SDK looks. */
function source({ profile, env = process.env }: Called): string {
  if (profile !== undefined) return `profile ${profile}`;
  if (env.AWS_ACCESS_KEY_ID) return "AWS_ACCESS_KEY_ID in the environment";
  if (env.AWS_WEB_IDENTITY_TOKEN_FILE) return "the token in AWS_WEB_IDENTITY_TOKEN_FILE";
  return "the default profile";
}

/** How to get new credentials, by where the old ones came from. */
function renew({ profile, env = process.env }: Called): string {
  if (profile !== undefined) return `sign in again: aws sso login --profile ${profile}`;
  if (env.AWS_ACCESS_KEY_ID)
    return "put new ones into the environment, or unset them and choose a profile: AWS_PROFILE";
  if (env.AWS_WEB_IDENTITY_TOKEN_FILE) return "start the job again: the token lives as long as the job";
  return "sign in again: aws sso login";
}

/** What IAM says of a refusal: "… is not authorized to perform: A on resource: R because no … policy allows …". */
function denial({ action, text }: Facts): string {
  const asked = /not authorized to perform:? ([a-z0-9-]+:[A-Za-z]+)/.exec(text)?.[1] ?? action;
  const resource = /on resource:? "?([^\s"]+)/.exec(text)?.[1];
  const who = /(arn:aws[a-z-]*:(?:sts|iam)::\d{12}:[^\s]+) is not authorized/.exec(text)?.[1];
  const on = resource === undefined ? "" : ` on ${resource.replace(/[.,]$/, "")}`;
  const why = /service control policy/.test(text)
    ? "a service control policy of the organization denies it: ask who runs the organization"
    : /explicit deny/.test(text)
      ? "a policy denies it explicitly: ask who owns the account"
      : `let a policy${who === undefined ? "" : ` of ${who}`} allow it`;
  return `AWS denies ${asked}${on}: ${why}.`;
}

/** Names of what the SDK's credential providers throw. */
const PROVIDER = /^(CredentialsProviderError|TokenProviderError)$/;

const ended = (facts: Facts): string => `The AWS session of ${source(facts)} has ended; ${renew(facts)}.`;

const unreachable = ({ region, text }: Facts): string =>
  `AWS cannot be reached in ${region} (${text}); check the network, VPN and any proxy.`;

/** The first row that fits says it. Names are from the services' API references ("Common errors") and from the SDK. */
export const REMEDIES: readonly Remedy[] = [
  { problem: "expired", names: /^(ExpiredToken|ExpiredTokenException|RequestExpired)$/, say: ended },
  // `aws login` and `aws sso login` are two commands: the SDK names the one that made the session.
  {
    problem: "expired",
    names: PROVIDER,
    words: /using aws login/,
    say: (facts) =>
      `The AWS session of ${source(facts)} has ended; sign in again: aws login${facts.profile === undefined ? "" : ` --profile ${facts.profile}`}.`,
  },
  { problem: "expired", names: PROVIDER, words: /SSO|Token is expired/, say: ended },
  {
    problem: "no-credentials",
    names: PROVIDER,
    words: /multi-factor/i,
    say: (facts) =>
      `AWS wants a second factor for ${source(facts)}, which cannot be asked for here; use SSO, or get a session first: aws sts get-session-token.`,
  },
  {
    problem: "no-credentials",
    names: PROVIDER,
    words: /Could not (load credentials|resolve credentials using profile)|could not be found|was not found/,
    say: ({ profile }) =>
      profile === undefined
        ? "There are no AWS credentials here; choose a profile with AWS_PROFILE after aws sso login, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        : `The AWS profile ${profile} is not set up on this machine; choose one with AWS_PROFILE (aws configure list-profiles names them), or set it up: aws configure sso --profile ${profile}.`,
  },
  {
    problem: "no-credentials",
    names: PROVIDER,
    say: (facts) => `The AWS credentials of ${source(facts)} cannot be used: ${facts.text}`,
  },
  {
    problem: "region",
    names: /^(OptInRequired|SubscriptionRequiredException)$/,
    say: ({ region, action }) =>
      `The account may not use ${action} in ${region}; enable the region (AWS console, Account, AWS Regions) or the service, and try again.`,
  },
  {
    problem: "invalid-credentials",
    names: /^(InvalidClientTokenId|UnrecognizedClientException|AuthFailure|InvalidAccessKeyId|InvalidToken)$/,
    say: (facts) =>
      `AWS does not know the credentials of ${source(facts)} in ${facts.region}: ${renew(facts)}. Where they work in other regions, ${facts.region} is not enabled for the account.`,
  },
  {
    problem: "invalid-credentials",
    names: /^(SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature|RequestTimeTooSkewed)$/,
    say: (facts) =>
      `AWS refuses the signature of ${source(facts)}; check the secret access key, and this machine's clock: ${new Date().toISOString()}.`,
  },
  {
    problem: "denied",
    names: /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|UnauthorizedException|Forbidden)$/,
    say: denial,
  },
  {
    problem: "throttled",
    names:
      /^(Throttling|ThrottlingException|ThrottledException|TooManyRequestsException|RequestLimitExceeded|RequestThrottled|PriorRequestNotComplete)$/,
    say: ({ action, region }) =>
      `AWS still throttles ${action} in ${region} after several attempts; try again in a minute.`,
  },
  {
    problem: "timeout",
    names: /^(TimeoutError|RequestTimeout|ETIMEDOUT)$/,
    say: ({ action, region, timeout }) =>
      `AWS did not answer ${action} in ${region}${timeout === undefined ? "" : ` within ${timeout / 1000} s`}; check the network and any proxy, and try again.`,
  },
  {
    problem: "network",
    names: /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EPIPE|EHOSTUNREACH|ENETUNREACH|CERT_HAS_EXPIRED)$/,
    say: unreachable,
  },
  { problem: "network", words: /self.signed certificate|unable to (get|verify).* certificate/i, say: unreachable },
  {
    problem: "not-found",
    names: /^(NoSuch\w*|\w*NotFound(Exception|Fault)?|\w+\.NotFound)$/,
    say: ({ action, region, text }) => `AWS finds nothing for ${action} in ${region}: ${text}`,
  },
];
