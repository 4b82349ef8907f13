import { describe, expect, it } from "vitest";
import { awsFailure } from "../../lib/aws/errors.ts";
import type { AwsProblem, Called } from "../../lib/aws/remedies.ts";
import { actionOf } from "../../lib/aws/services.ts";

/** What an error of AWS, of its SDK or of the network means. Its names and words are those of their sources. */

const CALL: Called = { service: "ecs", operation: "RunTask", region: "eu-west-1", profile: undefined, env: {} };
const error = (name: string, message = "", code?: string) =>
  Object.assign(new Error(message), { name, ...(code === undefined ? {} : { code }) });
const said = (of: unknown, called: Partial<Called> = {}) => {
  const { problem, message } = awsFailure(of, { ...CALL, ...called });
  return { problem, message };
};

// Common errors of the services' API references, of botocore's and of the SDK's retries, and codes of Node.
it.each<[AwsProblem, string]>([
  ["expired", "ExpiredToken ExpiredTokenException RequestExpired"],
  ["region", "OptInRequired SubscriptionRequiredException"],
  [
    "invalid-credentials",
    "InvalidClientTokenId UnrecognizedClientException AuthFailure InvalidAccessKeyId InvalidToken SignatureDoesNotMatch InvalidSignatureException IncompleteSignature RequestTimeTooSkewed",
  ],
  ["denied", "AccessDenied AccessDeniedException UnauthorizedOperation UnauthorizedException Forbidden"],
  [
    "throttled",
    "Throttling ThrottlingException ThrottledException TooManyRequestsException RequestLimitExceeded RequestThrottled PriorRequestNotComplete",
  ],
  ["timeout", "TimeoutError RequestTimeout ETIMEDOUT"],
  ["network", "ENOTFOUND EAI_AGAIN ECONNREFUSED ECONNRESET EPIPE EHOSTUNREACH ENETUNREACH CERT_HAS_EXPIRED"],
  ["not-found", "NoSuchEntity NoSuchKey ResourceNotFoundException DBInstanceNotFoundFault InvalidVpcID.NotFound"],
  ["no-credentials", "CredentialsProviderError TokenProviderError"],
  ["other", "ValidationException NotFoundish ThrottlingExceptionX MyAccessDenied"],
])("%s is what %s say", (problem, names) => {
  for (const name of names.split(" ")) {
    expect([name, said(error(name)).problem]).toEqual([name, problem]);
    // Errors of Node have it as their code.
    expect([name, said(error("Error", "", name)).problem]).toEqual([name, problem]);
  }
});

const PROVIDER = "CredentialsProviderError";
const KEYS = { env: { AWS_ACCESS_KEY_ID: "AKIA" } };
const TOKEN = { env: { AWS_WEB_IDENTITY_TOKEN_FILE: "/token" } };
const PROFILE = { profile: "acme", env: { AWS_ACCESS_KEY_ID: "AKIA" } };
const again = "sign in again: aws sso login";

describe("whose session it was, and how to get another", () => {
  it.each<[string, Partial<Called>, string]>([
    [
      "a profile, whatever else there is",
      PROFILE,
      `The AWS session of profile acme has ended; ${again} --profile acme.`,
    ],
    [
      "keys in the environment",
      { env: { ...KEYS.env, ...TOKEN.env } },
      "The AWS session of AWS_ACCESS_KEY_ID in the environment has ended; put new ones into the environment, or unset them and choose a profile: AWS_PROFILE.",
    ],
    [
      "a job",
      TOKEN,
      "The AWS session of the token in AWS_WEB_IDENTITY_TOKEN_FILE has ended; start the job again: the token lives as long as the job.",
    ],
    ["nobody's", {}, `The AWS session of the default profile has ended; ${again}.`],
  ])("of %s", (_, called, message) => {
    expect(said(error("ExpiredToken"), called)).toEqual({ problem: "expired", message });
    expect(said(error(PROVIDER, "The SSO session has expired"), called)).toEqual({ problem: "expired", message });
    expect(said(error("TokenProviderError", "Token is expired."), called)).toEqual({ problem: "expired", message });
  });

  it.each<[string, Partial<Called>, AwsProblem, string]>([
    [
      "Please reauthenticate using aws login.",
      {},
      "expired",
      "The AWS session of the default profile has ended; sign in again: aws login.",
    ],
    [
      "Please reauthenticate using aws login.",
      PROFILE,
      "expired",
      "The AWS session of profile acme has ended; sign in again: aws login --profile acme.",
    ],
    [
      "Profile acme requires multi-factor authentication",
      PROFILE,
      "no-credentials",
      "AWS wants a second factor for profile acme, which cannot be asked for here; use SSO, or get a session first: aws sts get-session-token.",
    ],
    ...[
      "Could not load credentials from any providers",
      "Could not resolve credentials using profile: [x]",
      "Profile could not be found",
      "Profile x was not found",
    ].map((words): [string, Partial<Called>, AwsProblem, string] => [
      words,
      {},
      "no-credentials",
      "There are no AWS credentials here; choose a profile with AWS_PROFILE after aws sso login, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    ]),
    [
      "The process\nended with 1",
      KEYS,
      "no-credentials",
      "The AWS credentials of AWS_ACCESS_KEY_ID in the environment cannot be used: The process ended with 1",
    ],
  ])("where the SDK says %j: %j", (words, called, problem, message) => {
    expect(said(error(PROVIDER, words), called)).toEqual({ problem, message });
  });
});

const who = "arn:aws:sts::111122223333:assumed-role/dev/ana";
it.each([
  ["You are not allowed", "AWS denies ecs:RunTask: let a policy allow it."],
  [
    `User: ${who} is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/x.`,
    `AWS denies iam:PassRole on arn:aws:iam::1:role/x: let a policy of ${who} allow it.`,
  ],
  [
    `${who} is not authorized to perform iam:PassRole on resource "r", as it is`,
    `AWS denies iam:PassRole on r: let a policy of ${who} allow it.`,
  ],
  [
    "is not authorized to perform: a:B with an explicit deny in an identity-based policy",
    "AWS denies a:B: a policy denies it explicitly: ask who owns the account.",
  ],
  [
    "with an explicit deny in a service control policy",
    "AWS denies ecs:RunTask: a service control policy of the organization denies it: ask who runs the organization.",
  ],
])("a refusal says what is refused, and whom to ask: %s", (words, message) => {
  expect(said(error("AccessDenied", words))).toEqual({ problem: "denied", message });
});

it.each<[unknown, Partial<Called>, string]>([
  [error("AbortError"), {}, "ecs:RunTask was stopped."],
  [
    error("AbortError"),
    { timeout: 1500 },
    "AWS did not answer ecs:RunTask in eu-west-1 within 1.5 s; check the network and any proxy, and try again.",
  ],
  [
    error("TimeoutError"),
    {},
    "AWS did not answer ecs:RunTask in eu-west-1; check the network and any proxy, and try again.",
  ],
  [
    error("Error", "getaddrinfo ENOTFOUND x", "ENOTFOUND"),
    {},
    "AWS cannot be reached in eu-west-1 (getaddrinfo ENOTFOUND x); check the network, VPN and any proxy.",
  ],
  ...[
    "self-signed certificate",
    "self signed certificate in certificate chain",
    "unable to get local issuer certificate",
    "unable to verify the first certificate",
  ].map((words): [unknown, Partial<Called>, string] => [
    error("Error", words),
    {},
    `AWS cannot be reached in eu-west-1 (${words}); check the network, VPN and any proxy.`,
  ]),
  [error("Odd", ""), {}, "ecs:RunTask in eu-west-1 failed: Odd: Odd"],
  ["a text", {}, "ecs:RunTask in eu-west-1 failed: a text"],
  [undefined, {}, "ecs:RunTask in eu-west-1 failed: undefined"],
])("%s: %j", (of, called, message) => expect(said(of, called).message).toBe(message));

it("keeps what it is called, and is not told twice", () => {
  const failure = awsFailure(error("Error", "", "ENOTFOUND"), CALL);
  expect(failure).toMatchObject({ aws: "ENOTFOUND", kind: "network" });
  expect(awsFailure(error("ClusterNotFoundException"), CALL)).toMatchObject({ aws: "ClusterNotFoundException" });
  expect(awsFailure(failure, { ...CALL, operation: "Other" })).toBe(failure);
});

it.each([
  ["ecs", "ecs"],
  ["quotas", "servicequotas"],
  ["elb", "elasticloadbalancing"],
  ["cost", "ce"],
  ["secrets", "secretsmanager"],
] as const)("IAM calls %s %s", (service, prefix) => expect(actionOf(service, "Do")).toBe(`${prefix}:Do`));
